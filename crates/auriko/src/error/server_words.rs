//! What a server says, in whatever shape it says it.

use serde_json::Value;

/// Where servers put the text of an error, the likeliest place first.
const PLACES: [&str; 8] =
    ["message", "error", "detail", "error_message", "error_description", "msg", "reason", "errors"];
/// How deep the text is looked for: `{error: {error: {message}}}` in a list, and a little more.
const MAX_DEPTH: usize = 5;
/// The most characters of the server's words that a message repeats.
const MAX_WORDS: usize = 2000;
/// Texts of a list that are told; some servers list a fault per field.
const MAX_LISTED: usize = 5;

/// The text in which a server says what went wrong, wherever in a JSON value it stands. Servers of other makers nest it,
/// put it into a list, or call it `detail`.
pub(super) fn server_words(value: &Value) -> Option<String> {
    let words = words_in(value, MAX_DEPTH)?;
    match words.char_indices().nth(MAX_WORDS) {
        Some((end, _)) => Some(format!("{}…", &words[..end])),
        None => Some(words),
    }
}

fn words_in(value: &Value, depth: usize) -> Option<String> {
    match value {
        Value::String(text) => (!text.trim().is_empty()).then(|| text.clone()),
        Value::Array(items) if depth > 0 => words_of_list(items, depth - 1),
        Value::Object(fields) if depth > 0 => PLACES.iter().find_map(|place| words_in(fields.get(*place)?, depth - 1)),
        _ => None,
    }
}

/// Texts that stand in a list by themselves are data; in objects they are told, one after another.
fn words_of_list(items: &[Value], depth: usize) -> Option<String> {
    let told: Vec<_> = items
        .iter()
        .take(MAX_LISTED)
        .filter(|item| !item.is_string())
        .filter_map(|item| words_in(item, depth))
        .collect();
    (!told.is_empty()).then(|| told.join("; "))
}

/// Whether an event in the place of a chunk, or a document in the place of a stream, reports an error: it has one, or it
/// has no choices but a text that servers report errors with.
pub(crate) fn reports_error(value: &Value) -> bool {
    if value.get("error").is_some_and(|error| !error.is_null()) || value["object"] == "error" {
        return true;
    }
    let says = |place: &str| value.get(place).and_then(server_words).is_some();
    value.get("object").is_none() && !value["choices"].is_array() && (says("message") || says("detail"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_words_are_found_wherever_they_stand() {
        for (value, words) in [
            (json!({ "error": { "message": "a" } }), Some("a")),
            (json!({ "error": "b" }), Some("b")),
            (json!({ "detail": [{ "msg": "c" }, { "msg": "d" }, "data"] }), Some("c; d")),
            (json!([{ "error": { "error": { "message": "e" } } }]), Some("e")),
            (json!({ "message": " " , "reason": "f" }), Some("f")),
            (json!({ "other": "g" }), None),
            (json!(7), None),
        ] {
            assert_eq!(server_words(&value).as_deref(), words, "{value}");
        }
    }
}
