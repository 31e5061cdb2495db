use proptest::prelude::*;
use serde_json::{Value, json};

use super::Encoder;
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
    let mut template = (Value::Null, Value::Null);
    let mut events = Vec::new();
    for text in crossed {
        match serde_json::from_str(text).unwrap() {
            Value::Array(mut parts) if parts[0] == 0 => events.push(parts.remove(1)),
            Value::Array(mut parts) if parts[0] == 1 => template = (parts.remove(2), parts.remove(1)),
            Value::Array(parts) => events.push(rebuild(&template, &parts[1..])),
            string @ Value::String(_) => events.push(rebuild(&template, &[string])),
            event => events.push(event),
        }
    }
    events
}

fn rebuild((event, paths): &(Value, Value), values: &[Value]) -> Value {
    let mut event = event.clone();
    for (path, value) in paths.as_array().unwrap().iter().zip(values) {
        let mut place = &mut event;
        for step in path.as_array().unwrap() {
            place = match step {
                Value::String(key) => place.get_mut(key).unwrap(),
                index => place.get_mut(usize::try_from(index.as_u64().unwrap()).unwrap()).unwrap(),
            };
        }
        *place = value.clone();
    }
    event
}

fn chunk(content: &str) -> String {
    json!({"id": "c", "created": 1, "choices": [{"index": 0, "delta": {"content": content}, "finish_reason": null}]})
        .to_string()
}

#[test]
fn a_run_of_like_events_crosses_as_its_strings() {
    let crossed = cross(&["a", "b", "", "say \"x\"\n", "日"].map(chunk));
    assert_eq!(crossed[0], chunk("a"));
    assert_eq!(crossed[1], format!(r#"[1,[["choices",0,"delta","content"]],{}]"#, chunk("b")));
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
        r#"{"a":["X","X","X","X","X"]}"#,
        r#"{"X":"1"}"#,
        r#"{"a":X}"#,
    ] {
        let events = ["q", "r", "s"].map(|letter| event.replace('X', letter));
        assert_eq!(cross(&events), events, "{event}");
    }
}

#[test]
fn counters_and_several_strings_vary_together() {
    let event = |n: i32, delta: &str, noise: &str| {
        format!(
            r#"{{"type":"response.output_text.delta","sequence_number":{n},"delta":"{delta}","list":[],"noise":"{noise}"}}"#
        )
    };
    let events = [event(9, "a", "x"), event(10, "b", "yy"), event(11, "", "zzz"), event(-1, "\\\"", "")];
    let crossed = cross(&events);
    assert_eq!(crossed[1], format!(r#"[1,[["sequence_number"],["delta"],["noise"]],{}]"#, events[1]));
    assert_eq!(crossed[2..4], [r#"[2,10,"b","yy"]"#, r#"[2,11,"","zzz"]"#]);
    assert_eq!(crossed.len(), 5);
    assert_eq!(decode(&crossed), events.map(|event| serde_json::from_str::<Value>(&event).unwrap()));
}

#[test]
fn a_broken_number_crosses_with_its_whole_event() {
    let events = ["1", "2", "03", "4"].map(|n| format!(r#"{{"n":{n}}}"#));
    let crossed = cross(&events);
    assert_eq!(crossed[3], events[2]);
}

#[test]
fn events_with_nothing_in_common_are_soon_left_alone_and_a_later_run_is_found_all_the_same() {
    let mut events: Vec<String> = (0..300).map(|n| format!(r#"{{"k{n}":{n}}}"#)).collect();
    events.extend((0..200).map(|n| chunk(&n.to_string())));
    let crossed = cross(&events);
    let whole = crossed.iter().filter(|text| text.starts_with('{')).count();
    assert!(whole < 300 + 70, "{whole}");
    assert_eq!(decode(&crossed).len(), 500);
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
        picks in prop::collection::vec((any::<prop::sample::Index>(), "[ab\"\\\\日]{0,3}", -2..12), 0..20),
    ) {
        let sent: Vec<Value> = picks
            .iter()
            .map(|(pick, text, n)| json!({"v": pick.get(&shapes), "list": [n, {"text": text}], "end": null}))
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
