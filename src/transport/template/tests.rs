use proptest::prelude::*;
use serde_json::{Value, json};

use super::Encoder;
use super::hole::is_plain;
use crate::transport::{Batch, Text};

fn cross(events: &[String]) -> Vec<String> {
    let (mut encoder, mut batch) = (Encoder::default(), Batch::default());
    for event in events {
        encoder.push(event, &mut batch);
    }
    let read = |text: &Text| match text {
        Text::Narrow(units) => units.iter().map(|&unit| char::from(unit)).collect(),
        Text::Wide(units) => String::from_utf16(units).unwrap(),
    };
    batch.events().iter().map(read).collect()
}

/// What the other side does, as plainly as possible.
fn decode(crossed: &[String]) -> Vec<Value> {
    let mut template = None;
    let mut events = Vec::new();
    for text in crossed {
        match serde_json::from_str(text).unwrap() {
            Value::Array(mut parts) if parts[0] == 0 => events.push(parts.remove(1)),
            Value::Array(mut parts) => template = Some((parts.remove(2), parts.remove(1))),
            Value::String(string) => {
                let (mut event, path) = template.clone().expect("a template comes before its strings");
                let mut place = &mut event;
                for step in path.as_array().unwrap() {
                    place = match step {
                        Value::String(key) => place.get_mut(key).unwrap(),
                        index => place.get_mut(usize::try_from(index.as_u64().unwrap()).unwrap()).unwrap(),
                    };
                }
                *place = Value::String(string);
                events.push(event);
            }
            event => events.push(event),
        }
    }
    events
}

fn chunk(content: &str) -> String {
    json!({"id": "c", "created": 1, "choices": [{"index": 0, "delta": {"content": content}, "finish_reason": null}]})
        .to_string()
}

#[test]
fn a_run_of_like_events_crosses_as_its_strings() {
    let crossed = cross(&["a", "b", "", "say \"x\"\n", "日"].map(chunk));
    assert_eq!(crossed[0], chunk("a"));
    assert_eq!(crossed[1], format!(r#"[1,["choices",0,"delta","content"],{}]"#, chunk("b")));
    assert_eq!(crossed[2..], [r#""b""#, r#""""#, r#""say \"x\"\n""#, "\"日\""]);
}

#[test]
fn a_string_that_begins_like_the_one_before_fits() {
    for (one, other) in [("ab", "a"), ("a", "ab"), ("", "a"), ("a", "")] {
        let events = [one, other, one].map(chunk);
        let crossed = cross(&events);
        assert_eq!(crossed.len(), 4, "{crossed:?}");
        assert_eq!(decode(&crossed), events.map(|event| serde_json::from_str::<Value>(&event).unwrap()));
    }
}

#[test]
fn events_that_are_no_objects_are_marked() {
    let events = ["\"x\"", "[1,2]", "oops", "{}"].map(String::from);
    assert_eq!(cross(&events), ["[0,\"x\"]", "[0,[1,2]]", "[0,oops]", "{}"]);
}

#[test]
fn ambiguous_events_are_no_templates() {
    for event in [
        r#"{"a":"X","a":"1"}"#,
        r#"{"__proto__":{"a":"X"}}"#,
        r#"{"\u0061":"X"}"#,
        r#"{"a":["X}"#,
        r#"{"a b":"X"}"#,
        r#"{"a":"X","b":"X"}"#,
        r#"{"X":"1"}"#,
        r#"{"a":X}"#,
    ] {
        let events = ["q", "r", "s"].map(|letter| event.replace('X', letter));
        assert_eq!(cross(&events), events, "{event}");
    }
}

#[test]
fn only_what_json_allows_stands_between_quotes() {
    for plain in ["", "a", "\\n", "\\u00e9", "é", "\\\\", "\\\"", "/"] {
        assert!(is_plain(plain.as_bytes()), "{plain}");
    }
    for other in ["\"", "\\", "\\x", "\\u12", "\\u12g4", "a\nb", "\\\\\"", "\0"] {
        assert!(!is_plain(other.as_bytes()), "{other}");
    }
}

fn value(depth: u32) -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..3).prop_map(Value::from),
        "[ab\"\\\\\n日{}:,\\[\\]]{0,4}".prop_map(Value::from),
    ];
    leaf.prop_recursive(depth, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::vec(("[abc]|delta|__proto__|a b", inner), 0..3)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
    .boxed()
}

proptest! {
    #[test]
    fn what_crosses_reads_back_as_what_was_sent(
        shapes in prop::collection::vec(value(3), 1..4),
        picks in prop::collection::vec((any::<prop::sample::Index>(), "[ab\"\\\\日]{0,3}"), 0..20),
    ) {
        let sent: Vec<Value> = picks
            .iter()
            .map(|(pick, text)| json!({"v": pick.get(&shapes), "list": [1, {"text": text}], "end": null}))
            .collect();
        let events: Vec<String> = sent.iter().map(Value::to_string).collect();
        prop_assert_eq!(decode(&cross(&events)), sent);
    }

    #[test]
    fn no_text_panics(events in prop::collection::vec("[{}\\[\\]\":,a1\\\\u]{0,24}", 0..8)) {
        let crossed = cross(&events);
        prop_assert!(crossed.len() >= events.len());
    }
}
