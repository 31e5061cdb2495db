use serde_json::{Value, json};

use super::*;

fn accumulated(chunks: &[Value]) -> ChatCompletionAccumulator {
    let mut accumulator = ChatCompletionAccumulator::new();
    for chunk in chunks {
        accumulator.add(&serde_json::from_value(chunk.clone()).unwrap());
    }
    accumulator
}

fn delta(delta: impl Into<Value>) -> Value {
    let delta: Value = delta.into();
    json!({ "id": "c", "created": 7, "model": "m", "choices": [{ "index": 0, "delta": delta }] })
}

fn message_of(deltas: &[Value]) -> Value {
    let chunks: Vec<_> = deltas.iter().cloned().map(delta).collect();
    let completion = accumulated(&chunks).completion().unwrap();
    serde_json::to_value(&completion.choices[0].message).unwrap()
}

#[test]
fn text_usage_and_route_come_together_as_one_completion() {
    let accumulator = accumulated(&[
        delta(json!({ "role": "assistant", "content": "" })),
        delta(json!({ "content": "Hel" })),
        delta(json!({ "content": "lo" })),
        json!({ "choices": [{ "index": 0, "delta": {}, "finish_reason": "stop", "native_finish_reason": "end" }] }),
        json!({ "choices": [], "usage": { "prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3 } }),
        json!({ "choices": [], "routing_metadata": { "provider": "p", "cost": { "usd": 0.5 } }, "x": 1 }),
    ]);
    assert!(accumulator.is_complete(1));
    assert_eq!(
        serde_json::to_value(accumulator.completion().unwrap()).unwrap(),
        json!({
            "id": "c", "object": "chat.completion", "created": 7, "model": "m",
            "choices": [{
                "index": 0,
                "message": { "role": "assistant", "content": "Hello" },
                "finish_reason": "stop",
                "native_finish_reason": "end",
            }],
            "usage": { "prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3 },
            "routing_metadata": { "provider": "p", "cost": { "usd": 0.5 } },
            "x": 1,
        })
    );
}

#[test]
fn an_empty_finish_reason_is_none_and_a_missing_choice_is_missed() {
    let empty = json!({ "choices": [{ "index": 0, "delta": {}, "finish_reason": "" }] });
    assert!(!accumulated(&[empty]).is_complete(1));
    let one = json!({ "choices": [{ "index": 0, "delta": {}, "finish_reason": "stop" }] });
    assert!(accumulated(std::slice::from_ref(&one)).is_complete(1));
    assert!(!accumulated(&[one]).is_complete(2));
    assert!(!accumulated(&[]).is_complete(1));
}

#[test]
fn pieces_of_parallel_tool_calls_find_their_call() {
    let message = message_of(&[
        json!({ "tool_calls": [{ "index": 0, "id": "a", "type": "function", "function": { "name": "f", "arguments": "" } }] }),
        json!({ "tool_calls": [{ "index": 1, "id": "b", "type": "function", "function": { "name": "g", "arguments": "{}" } }] }),
        json!({ "tool_calls": [{ "index": 0, "function": { "arguments": "{\"x\":" } }] }),
        json!({ "tool_calls": [{ "index": 0, "function": { "arguments": "1}" } }] }),
    ]);
    assert_eq!(
        message,
        json!({ "role": "assistant", "tool_calls": [
            { "id": "a", "type": "function", "function": { "name": "f", "arguments": "{\"x\":1}" } },
            { "id": "b", "type": "function", "function": { "name": "g", "arguments": "{}" } },
        ] })
    );
}

#[test]
fn providers_that_misnumber_their_tool_calls_are_understood() {
    // One index for all.
    let message = message_of(&[
        json!({ "tool_calls": [{ "index": 0, "id": "a", "function": { "name": "f", "arguments": "{}" } }] }),
        json!({ "tool_calls": [{ "index": 0, "id": "b", "function": { "name": "f", "arguments": "{}" } }] }),
    ]);
    assert_eq!(message["tool_calls"].as_array().unwrap().len(), 2);
    // No index, no id: the second begins when the first is whole.
    let message = message_of(&[
        json!({ "tool_calls": [{ "function": { "name": "f", "arguments": "{\"a\":\"}\"" } }] }),
        json!({ "tool_calls": [{ "function": { "arguments": "}" } }] }),
        json!({ "tool_calls": [{ "function": { "name": "f", "arguments": "{}" } }] }),
    ]);
    assert_eq!(message["tool_calls"][0]["function"]["arguments"], "{\"a\":\"}\"}");
    assert_eq!(message["tool_calls"][1]["id"], "call_0_1");
    // The same id and name with every piece, and arguments as an object.
    let message = message_of(&[
        json!({ "tool_calls": [{ "index": 0, "id": "a", "function": { "name": "f" } }] }),
        json!({ "tool_calls": [{ "index": 0, "id": "a", "function": { "name": "f", "arguments": { "x": 1 } } }] }),
    ]);
    assert_eq!(
        message["tool_calls"],
        json!([{ "id": "a", "type": "function", "function": { "name": "f", "arguments": "{\"x\":1}" } }])
    );
}

#[test]
fn reasoning_becomes_text_and_the_blocks_that_have_to_be_sent_back() {
    let message = message_of(&[
        json!({ "reasoning_content": "Let me" }),
        json!({ "reasoning_content": " see" }),
        json!({ "reasoning_signature": "s1" }),
        json!({ "reasoning_signature": "s2" }),
        json!({ "reasoning_redacted_data": "hidden" }),
        json!({ "content": "So." }),
        json!({ "reasoning_content": "more" }),
    ]);
    assert_eq!(message["reasoning_content"], "Let me seemore");
    assert_eq!(
        message["reasoning"],
        json!([
            { "type": "thinking", "thinking": "Let me see", "signature": "s1s2" },
            { "type": "redacted", "data": "hidden" },
        ])
    );
}

#[test]
fn refusals_images_citations_and_older_function_calls_are_kept() {
    let message = message_of(&[
        json!({ "refusal": "I can", "function_call": { "name": "f", "arguments": "{" } }),
        json!({ "refusal": "'t", "function_call": { "arguments": "}" } }),
        json!({ "images": [{ "type": "image", "mime_type": "image/png", "data": "AA" }], "annotations": [1] }),
        json!({ "images": [{ "type": "image", "mime_type": "image/png", "data": "BB" }], "annotations": [2] }),
    ]);
    assert_eq!(message["refusal"], "I can't");
    assert_eq!(message["function_call"], json!({ "name": "f", "arguments": "{}" }));
    assert_eq!(message["images"].as_array().unwrap().len(), 2);
    assert_eq!(message["annotations"], json!([1, 2]));
    assert_eq!(message.get("content"), None);
}

#[test]
fn beyond_the_limit_text_is_dropped_while_finish_reasons_and_money_are_noted() {
    let mut accumulator = ChatCompletionAccumulator::with_limit(4);
    for chunk in [
        delta(json!({ "content": "1234" })),
        delta(json!({ "content": "5" })),
        json!({ "choices": [{ "index": 0, "delta": { "content": "6" }, "finish_reason": "stop" }],
                "usage": { "total_tokens": 9 } }),
    ] {
        accumulator.add(&serde_json::from_value(chunk).unwrap());
    }
    assert!(accumulator.is_over_limit() && accumulator.is_complete(1));
    assert_eq!(accumulator.completion(), None);
    assert_eq!(accumulator.usage().map(|usage| usage.total_tokens), Some(9));
}
