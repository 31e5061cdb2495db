//! What a program can put into a request that must not or can't be written as JSON.

use serde_json::Value;

/// How many levels of lists and objects a request may have: what is nested deeper is read by hardly any server, and
/// writing it could use up the stack.
pub(crate) const MAX_DEPTH: usize = 128;

/// A part of a request that can't be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unsendable {
    /// Where it stands.
    pub path: String,
    /// What about it.
    pub reason: Reason,
}

/// Why something can't be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// A number that JSON has no form for.
    NotFinite,
    /// It is nested too deeply.
    TooDeep,
}

impl Unsendable {
    /// The value itself.
    pub fn here(reason: Reason) -> Self {
        Self { path: String::new(), reason }
    }

    /// The same, seen from the object or list that holds it under `name`.
    pub fn below(self, name: &str) -> Self {
        let Self { path, reason } = self;
        let path =
            if path.is_empty() || path.starts_with('[') { format!("{name}{path}") } else { format!("{name}.{path}") };
        Self { path, reason }
    }

    /// What to change.
    pub fn message(&self) -> String {
        let Self { path, reason } = self;
        match reason {
            Reason::NotFinite => format!("`{path}` must be a finite number: json has no form for others"),
            Reason::TooDeep => format!("`{path}` is nested deeper than {MAX_DEPTH} levels: make it flatter"),
        }
    }
}

/// Whether a value has more levels than this. It looks no deeper, so it needs little of the stack.
pub(super) fn is_deeper(value: &Value, levels: usize) -> bool {
    let inside = |value: &Value| is_deeper(value, levels - 1);
    match value {
        Value::Array(items) => levels == 0 || items.iter().any(inside),
        Value::Object(fields) => levels == 0 || fields.values().any(inside),
        _ => false,
    }
}
