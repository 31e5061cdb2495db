//! Fields that this version does not know, as their pieces come.

use serde_json::Value;
use serde_json::map::Entry;

use crate::Extra;

/// Strings that name a thing; they are sent again, not sent in pieces.
const NAMES: [&str; 8] = ["id", "type", "name", "role", "object", "status", "format", "mime_type"];

/// What a value takes besides its text, in bytes.
const OVERHEAD: usize = 32;

/// Adds a field to what arrived of it before: text and lists grow, objects are merged field by field, anything else is
/// replaced, and `null` never erases. Gives about how many bytes that takes at most.
pub(super) fn merge(fields: &mut Extra, key: &str, value: &Value) -> usize {
    match fields.entry(key) {
        Entry::Vacant(entry) => {
            entry.insert(value.clone());
        }
        Entry::Occupied(mut entry) => grow(key, entry.get_mut(), value),
    }
    key.len() + size_of_value(value)
}

/// Keeps the newest value of a field; `null` never erases. Gives about how many bytes more it takes now: some servers
/// repeat long lists in every chunk.
pub(super) fn replace(fields: &mut Extra, key: &str, value: &Value) -> usize {
    if value.is_null() && fields.contains_key(key) {
        return 0;
    }
    match fields.insert(key.into(), value.clone()) {
        Some(before) => size_of_value(value).saturating_sub(size_of_value(&before)),
        None => key.len() + size_of_value(value),
    }
}

/// About how many bytes a value takes. Its depth is that of one event, which the parser bounds.
fn size_of_value(value: &Value) -> usize {
    OVERHEAD
        + match value {
            Value::String(text) => text.len(),
            Value::Array(items) => items.iter().map(size_of_value).sum(),
            Value::Object(fields) => fields.iter().map(|(key, value)| key.len() + size_of_value(value)).sum(),
            Value::Null | Value::Bool(_) | Value::Number(_) => 0,
        }
}

/// The depth of what is merged is that of one event, which the parser bounds.
fn grow(key: &str, before: &mut Value, value: &Value) {
    match (before, value) {
        (_, Value::Null) => {}
        (Value::Array(before), Value::Array(items)) => before.extend(items.iter().cloned()),
        (Value::Object(before), Value::Object(fields)) => {
            for (key, value) in fields {
                merge(before, key, value);
            }
        }
        (Value::String(before), Value::String(piece)) if !NAMES.contains(&key) => before.push_str(piece),
        (before, value) => *before = value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn text_and_lists_grow_objects_are_merged_and_null_never_erases() {
        let mut fields = Extra::new();
        for piece in [
            json!({ "text": "a", "id": "x", "list": [1], "deep": { "n": 1, "text": "p" } }),
            json!({ "text": "b", "id": "x", "list": [2], "deep": { "n": 2, "text": "q" } }),
            json!({ "text": null, "id": null, "list": null, "deep": null, "late": null }),
        ] {
            for (key, value) in piece.as_object().unwrap() {
                merge(&mut fields, key, value);
            }
        }
        assert_eq!(
            Value::from(fields),
            json!({ "text": "ab", "id": "x", "list": [1, 2], "deep": { "n": 2, "text": "pq" }, "late": null })
        );
    }
}
