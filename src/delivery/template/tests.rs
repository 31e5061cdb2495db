use proptest::prelude::*;
use serde_json::{Value, json};

use super::Encoder;
use super::decode::{cross, crossed_in, decode};
use crate::delivery::Batch;

fn chunk(content: &str) -> String {
    json!({"id": "c", "created": 1, "choices": [{"index": 0, "delta": {"content": content}, "finish_reason": null}]})
        .to_string()
}

#[test]
fn a_run_of_like_events_crosses_as_its_strings() {
    let crossed = cross(&["a", "b", "", "say \"x\"\n", "日"].map(chunk));
    assert_eq!(crossed[0], chunk("a"));
    assert_eq!(crossed[1], format!(r#"[1,0,[["choices",0,"delta","content"]],{}]"#, chunk("b")));
    assert_eq!(crossed[2..], [r#""b""#, r#""""#, r#""say \"x\"\n""#, "\"日\""]);
}

#[test]
fn a_short_stream_crosses_as_it_came_and_a_longer_one_is_looked_at() {
    let (mut encoder, mut batch) = (Encoder::for_stream(), Batch::default());
    for n in 0..10 {
        encoder.push(&chunk(&n.to_string()), &mut batch);
    }
    let crossed: Vec<Value> = crossed_in(&batch).iter().map(|text| serde_json::from_str(text).unwrap()).collect();
    assert!(crossed[..8].iter().all(Value::is_object), "{crossed:?}");
    assert_eq!(crossed[8][0], 1);
    assert_eq!(crossed[9..], ["8", "9"]);
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
    let events = ["\"x\"", "[1,2]", "7", "{}"];
    assert_eq!(cross(&events), ["[0,\"x\"]", "[0,[1,2]]", "[0,7]", "{}"]);
}

#[test]
fn what_is_not_json_does_not_become_json_between_its_neighbours() {
    for broken in ["1,2", "oops", "", "\"a\",\"b\"", "{\"a\":[1", "{}]},{}", "{} {}"] {
        let crossed = cross(&[broken]).concat();
        assert!(serde_json::from_str::<Value>(&format!("[{crossed}]")).is_err(), "{crossed}");
        assert!(decode(&cross(&["{}", broken, "{}"])).len() == 1, "{broken}");
    }
}

#[test]
fn ambiguous_events_are_no_templates() {
    let many = format!(r#"{{"a":[{}"X"],"b":"{}"}}"#, r#""X","#.repeat(24), "b".repeat(200));
    for event in [
        many.as_str(),
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
        let crossed = cross(&events);
        assert_eq!(crossed.iter().map(|text| text.trim_start_matches('\u{1}')).collect::<Vec<_>>(), events, "{event}");
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
    assert_eq!(crossed[1], format!(r#"[1,0,[["sequence_number"],["delta"],["noise"]],{}]"#, events[1]));
    assert_eq!(crossed[2..4], [r#"[2,10,"b","yy"]"#, r#"[2,11,"","zzz"]"#]);
    assert_eq!(crossed.len(), 5);
    assert_eq!(decode(&crossed), events.map(|event| serde_json::from_str::<Value>(&event).unwrap()));
}

#[test]
fn shapes_that_take_turns_keep_their_templates() {
    let events: Vec<String> = (0..12)
        .map(|n| match n % 3 {
            0 => format!(r#"{{"a":"{n}"}}"#),
            1 => format!(r#"{{"b":"{n}","c":{n}}}"#),
            _ => format!(r#"{{"b":"{n}","c":null}}"#),
        })
        .collect();
    let crossed = cross(&events);
    assert_eq!(crossed[..3], events[..3]);
    let taught = crossed.iter().filter(|text| text.starts_with("[1,")).count();
    assert_eq!(taught, 3);
    assert_eq!(
        crossed[9..],
        ["0", r#""6""#, "1", r#"[2,"7",7]"#, "2", r#""8""#, "0", r#""9""#, "1", r#"[2,"10",10]"#, "2", r#""11""#]
    );
    assert_eq!(
        decode(&crossed),
        events.iter().map(|event| serde_json::from_str::<Value>(event).unwrap()).collect::<Vec<_>>()
    );
}

#[test]
fn the_shape_that_was_not_seen_for_longest_makes_room() {
    let events: Vec<String> = (0..60).map(|n| format!(r#"{{"k{}":"{n}"}}"#, if n < 40 { n % 10 } else { 3 })).collect();
    let crossed = cross(&events);
    assert_eq!(crossed.last().unwrap(), "\"59\"");
    assert_eq!(decode(&crossed).len(), 60);
}

#[test]
fn what_varied_once_stays_a_slot() {
    let event = |a: &str, b: u32| format!(r#"{{"a":"{a}","b":{b},"c":"same"}}"#);
    let events = [event("x", 1), event("y", 1), event("y", 2), event("z", 2), event("z", 3)];
    let crossed = cross(&events);
    assert_eq!(crossed[4..], [r#"[2,"y",2]"#, r#"[2,"z",2]"#, r#"[2,"z",3]"#]);
}

#[test]
fn log_probabilities_cross_as_their_values() {
    let event = |token: &str, bytes: &str, at: f64| {
        let alternative =
            |n: u32| format!(r#"{{"token":"{token}{n}","logprob":{},"bytes":{bytes}}}"#, at - f64::from(n));
        let top: Vec<String> = (0..5).map(alternative).collect();
        format!(
            r#"{{"id":"chatcmpl-1","choices":[{{"index":0,"delta":{{"content":"{token}"}},"logprobs":{{"content":[{{"token":"{token}","logprob":{at},"bytes":{bytes},"top_logprobs":[{}]}}],"refusal":null}}}}]}}"#,
            top.join(",")
        )
    };
    let events = [event("a", "[97]", -0.5), event("bc", "[98,99]", -1.25), event("", "[]", -2.5)];
    let crossed = cross(&events);
    assert!(crossed[2].starts_with(r#"[2,"bc","bc",-1.25,[98,99],"bc0""#), "{}", crossed[2]);
    assert!(crossed[3].starts_with(r#"[2,"","",-2.5,[],"#), "{}", crossed[3]);
    assert_eq!(decode(&crossed), events.map(|event| serde_json::from_str::<Value>(&event).unwrap()));
}

#[test]
fn a_broken_list_of_numbers_crosses_with_its_whole_event() {
    for broken in ["[1,]", "[,]", "[1 2]", "[01]", "[1", "[-]"] {
        let events = ["[1]", "[2,3]", broken, "[]"].map(|list| format!(r#"{{"list":{list}}}"#));
        let crossed = cross(&events);
        assert_eq!(crossed[3].trim_start_matches('\u{1}'), events[2], "{broken}");
    }
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

#[test]
fn events_with_very_many_keys_are_no_templates() {
    let event = |keys: usize, text: &str| {
        let keys: Vec<String> = (0..keys).map(|key| format!("\"k{key}\":0")).collect();
        format!("{{\"text\":\"{text}\",{}}}", keys.join(","))
    };
    for (keys, crossed) in [(63, 2), (64, 0)] {
        let events: Vec<String> = ["a", "b", "c"].iter().map(|text| event(keys, text)).collect();
        let strings = cross(&events).iter().filter(|text| text.starts_with('"')).count();
        assert_eq!(strings, crossed, "{keys}");
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
