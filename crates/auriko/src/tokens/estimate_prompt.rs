use serde_json::Value;

use super::estimate_tokens;

/// Tokens that a message costs beside its content, and every prompt beside its messages.
const TOKENS_PER_MESSAGE: u64 = 4;
const TOKENS_PER_PROMPT: u64 = 3;
/// What an image or a file counts in a prompt; its encoded length says nothing about its price.
const TOKENS_PER_ATTACHMENT: u64 = 1_000;
/// Output tokens of a request that sets no limit.
const ASSUMED_OUTPUT_TOKENS: u64 = 1_000;
const MAX_DEPTH: u32 = 32;

/// Fields whose texts the model reads.
const SPOKEN: [&str; 3] = ["messages", "input", "instructions"];
/// Fields that are shown to the model as they are, names included.
const DEFINITIONS: [&str; 3] = ["tools", "response_format", "text"];
/// What belongs to the form of a message, not to its text.
const UNSPOKEN: [&str; 3] = ["role", "type", "cache_control"];

/// About how many tokens the prompt of a request has, of either API; 0 for a body without one.
pub(crate) fn estimate_prompt_tokens(body: &Value) -> u64 {
    let spoken: u64 = SPOKEN.iter().filter_map(|field| body.get(field)).map(|value| tokens_in(value, 0)).sum();
    let shown = DEFINITIONS.iter().filter_map(|field| body.get(field)).filter(|value| !value.is_null());
    let shown: u64 = shown.map(|value| estimate_tokens(&value.to_string())).sum();
    let lists = ["messages", "input"].iter().filter_map(|field| body.get(field)?.as_array());
    let messages: u64 = lists.map(|list| list.len() as u64 * TOKENS_PER_MESSAGE).sum();
    match spoken + shown + messages {
        0 => 0,
        tokens => tokens + TOKENS_PER_PROMPT,
    }
}

/// How many output tokens all choices of a request together may have, or are assumed to have where it sets no limit.
pub(crate) fn estimate_output_tokens(body: &Value) -> u64 {
    let given = |name: &str| body.get(name).filter(|value| !value.is_null());
    let limit = given("max_completion_tokens").or_else(|| given("max_tokens")).or_else(|| given("max_output_tokens"));
    match limit.and_then(Value::as_u64) {
        Some(limit) => limit.saturating_mul(body.get("n").and_then(Value::as_u64).unwrap_or(1)),
        None => ASSUMED_OUTPUT_TOKENS,
    }
}

fn tokens_in(value: &Value, depth: u32) -> u64 {
    match value {
        Value::String(text) if text.starts_with("data:") => TOKENS_PER_ATTACHMENT,
        Value::String(text) => estimate_tokens(text),
        Value::Array(items) if depth <= MAX_DEPTH => items.iter().map(|item| tokens_in(item, depth + 1)).sum(),
        Value::Object(fields) if depth <= MAX_DEPTH => {
            if matches!(fields.get("type").and_then(Value::as_str), Some("image_url" | "input_image")) {
                return TOKENS_PER_ATTACHMENT;
            }
            let spoken = fields.iter().filter(|(name, _)| !UNSPOKEN.contains(&name.as_str()));
            spoken.map(|(_, item)| tokens_in(item, depth + 1)).sum()
        }
        _ => 0,
    }
}
