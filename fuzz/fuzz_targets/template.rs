//! Any events in any order: no panic, and what crosses reads back as what was sent, up to the first that is not JSON.
#![no_main]

use arbitrary::Arbitrary;
use auriko_node::delivery::template::decode::{cross, decode};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

/// What a stream may bring: mostly a few forms with changing values, now and then anything.
#[derive(Arbitrary, Debug)]
enum Event {
    Text(String),
    Counted(String, i16),
    Listed { text: String, list: Vec<u8>, float: f32 },
    Nested { texts: Vec<String>, number: i32, there: bool },
    Keyed(String, i8),
    Anything(String),
}

impl Event {
    fn text(self) -> String {
        match self {
            Self::Text(text) => json!({"type": "a", "text": text}).to_string(),
            Self::Counted(text, number) => json!({"type": "b", "number": number, "text": text}).to_string(),
            Self::Listed { text, list, float } => {
                json!({"list": list, "float": float, "in": [{"text": text}]}).to_string()
            }
            Self::Nested { texts, number, there } => {
                let items: Vec<Value> = texts.into_iter().map(|text| json!({"t": text, "n": number})).collect();
                json!({"items": items, "there": there, "beside": {"list": []}}).to_string()
            }
            Self::Keyed(key, number) => json!({key: number}).to_string(),
            Self::Anything(text) => text,
        }
    }
}

fuzz_target!(|events: Vec<Event>| {
    let events: Vec<String> = events.into_iter().map(Event::text).collect();
    let sent: Vec<Value> = events.iter().map_while(|event| serde_json::from_str(event).ok()).collect();
    assert_eq!(decode(&cross(&events)), sent);
});
