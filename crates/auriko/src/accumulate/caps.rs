//! Chunks with very many parts. Work that grew with the square of their number would not end here.

use serde_json::{Value, json};

use super::{CHOICE_OVERHEAD, ChatCompletionAccumulator, MAX_EMPTY_CHOICES};

const MANY: usize = 100_000;
/// More than the tests below keep.
const ROOM: usize = 1 << 30;

fn accumulator(chunk: Value) -> ChatCompletionAccumulator {
    let mut accumulator = ChatCompletionAccumulator::with_limit(ROOM);
    add(&mut accumulator, chunk);
    accumulator
}

fn add(accumulator: &mut ChatCompletionAccumulator, chunk: Value) {
    accumulator.add(&serde_json::from_value(chunk).unwrap());
}

fn calls(piece: impl Fn(usize) -> Value) -> usize {
    let pieces: Vec<Value> = (0..MANY).map(piece).collect();
    let accumulator = accumulator(json!({ "choices": [{ "index": 0, "delta": { "tool_calls": pieces } }] }));
    let completion = accumulator.completion().unwrap();
    completion.choices[0].message.tool_calls.as_ref().map_or(0, Vec::len)
}

#[test]
fn one_chunk_with_very_many_tool_calls() {
    let function = json!({ "name": "f", "arguments": "{}" });
    assert_eq!(calls(|at| json!({ "index": at, "id": format!("c{at}"), "function": function })), MANY);
    assert_eq!(calls(|at| json!({ "id": format!("c{at}"), "function": function })), MANY);
    assert_eq!(calls(|at| json!({ "index": MANY - at, "function": function })), MANY);
    assert_eq!(calls(|at| json!({ "index": 0, "id": format!("c{at}"), "function": function })), MANY);
}

#[test]
fn one_chunk_with_very_many_choices() {
    let choices: Vec<Value> = (0..MANY).map(|at| json!({ "index": MANY - at, "delta": { "content": "x" } })).collect();
    let completion = accumulator(json!({ "choices": choices })).completion().unwrap();
    assert_eq!((completion.choices.len(), completion.choices[0].index), (MANY, 1));
}

#[test]
fn beyond_the_limit_very_many_choices_take_no_memory() {
    let mut accumulator = ChatCompletionAccumulator::with_limit(2 * CHOICE_OVERHEAD);
    for index in 0..MANY {
        let chunk = json!({ "choices": [{ "index": index, "delta": {}, "finish_reason": "stop" }] });
        add(&mut accumulator, chunk);
    }
    assert_eq!((accumulator.choices.len(), accumulator.places.len()), (MAX_EMPTY_CHOICES, MAX_EMPTY_CHOICES));
    assert!(accumulator.is_over_limit() && accumulator.is_complete(3));
}

#[test]
fn everything_that_is_kept_counts_and_not_only_text() {
    for delta in [
        json!({ "images": [{ "type": "image", "mime_type": "image/png", "data": "A".repeat(200) }] }),
        json!({ "annotations": ["a".repeat(200)] }),
        json!({ "reasoning_redacted_data": "hidden" }),
        json!({ "tool_calls": [{ "function": { "name": "f" } }] }),
        json!({ "function_call": { "name": "f".repeat(200) } }),
    ] {
        let mut accumulator = ChatCompletionAccumulator::with_limit(CHOICE_OVERHEAD + 3000);
        let mut chunks = 0;
        while !accumulator.is_over_limit() && chunks < 100 {
            // A name that comes again whole is no piece of it; a call without an index or id goes on where it has begun.
            let mut delta = delta.clone();
            if let Some(call) = delta.get_mut("tool_calls") {
                call[0]["index"] = json!(chunks);
            }
            if let Some(call) = delta.get_mut("function_call") {
                call["name"] = json!("f".repeat(200 + chunks));
            }
            add(&mut accumulator, json!({ "choices": [{ "index": 0, "delta": delta }] }));
            chunks += 1;
        }
        assert!(chunks < 20, "{delta}: {chunks}");
    }
    let mut accumulator = ChatCompletionAccumulator::with_limit(CHOICE_OVERHEAD + 3000);
    for _ in 0..20 {
        let logprobs =
            json!({ "content": [{ "token": "word ", "logprob": -1, "bytes": [1, 2, 3], "top_logprobs": [] }] });
        let chunk = json!({ "choices": [{ "index": 0, "delta": {}, "logprobs": logprobs }] });
        add(&mut accumulator, chunk);
    }
    assert!(accumulator.is_over_limit());
}

#[test]
fn what_a_server_repeats_counts_once() {
    let mut accumulator = ChatCompletionAccumulator::with_limit(CHOICE_OVERHEAD + 3000);
    for _ in 0..1000 {
        let chunk =
            json!({ "repeated": "x".repeat(500), "choices": [{ "index": 0, "delta": { "again": [1, 2, 3] } }] });
        add(&mut accumulator, chunk);
    }
    assert!(!accumulator.is_over_limit());
}
