use std::io::Write;

use serde_json::{Value, json};

/// A chat completion.
pub fn completion() -> Value {
    json!({
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1_790_000_000, "model": "gpt-5.4",
        "choices": [{ "index": 0, "message": { "role": "assistant", "content": "Hi." }, "finish_reason": "stop" }],
        "usage": { "prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5 },
        "routing_metadata": { "provider": "openai", "routing_strategy": "cost-focus", "cost": { "usd": 0.00042 } },
    })
}

/// An error envelope.
pub fn envelope(kind: &str, code: &str) -> Value {
    json!({ "error": { "message": format!("it went wrong: {code}"), "type": kind, "code": code, "param": null } })
}

/// An event.
pub fn sse(data: impl std::fmt::Display) -> String {
    format!("data: {data}\n\n")
}

/// The event of a chunk that brings text.
pub fn chunk(text: &str) -> String {
    sse(json!({ "id": "c", "created": 7, "model": "m", "choices": [{ "index": 0, "delta": { "content": text } }] }))
}

/// The events that end a complete stream, but for `[DONE]`.
pub fn finish() -> String {
    let end = json!({ "id": "c", "choices": [{ "index": 0, "delta": {}, "finish_reason": "stop" }] });
    let usage = json!({
        "id": "c", "choices": [], "usage": { "prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5 },
        "routing_metadata": { "provider": "openai", "cost": { "usd": 0.5 } },
    });
    sse(end) + &sse(usage)
}

/// Compressed.
pub fn gzip(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes.as_ref()).unwrap();
    encoder.finish().unwrap()
}

/// All text that a stream brings, and the error that ends it.
pub async fn text_of(mut stream: auriko::ChatCompletionStream) -> (String, Option<auriko::Error>) {
    use futures::StreamExt;
    let mut text = String::new();
    while let Some(chunk) = stream.next().await {
        match chunk {
            Ok(chunk) => text.push_str(chunk.text().unwrap_or_default()),
            Err(error) => return (text, Some(error)),
        }
    }
    (text, None)
}
