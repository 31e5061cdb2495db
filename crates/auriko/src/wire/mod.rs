//! How the types of the wire are read and written.
//!
//! Reading takes what fits and keeps the rest: a field that this version does not know, or that holds something else
//! than expected, stays in `extra` as it came, and is written again. A server that adds to its answers breaks nobody.

#[macro_use]
mod object;
#[macro_use]
mod open_enum;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

/// Fields of an object by name, in the order in which they came.
pub type Extra = Map<String, Value>;

/// A type of the wire.
pub(crate) trait Wire: Sized + Serialize {
    /// Takes a value in; one that does not fit is given back.
    fn read(value: Value) -> Result<Self, Value>;

    /// Whether it is left out of the object that holds it.
    fn is_absent(&self) -> bool {
        false
    }

    /// The path of the first number that JSON has no form for.
    fn not_finite(&self) -> Option<String> {
        None
    }
}

impl Wire for Value {
    fn read(value: Value) -> Result<Self, Value> {
        Ok(value)
    }
}

impl Wire for Extra {
    fn read(value: Value) -> Result<Self, Value> {
        match value {
            Value::Object(fields) => Ok(fields),
            other => Err(other),
        }
    }
}

impl Wire for String {
    fn read(value: Value) -> Result<Self, Value> {
        match value {
            Value::String(text) => Ok(text),
            other => Err(other),
        }
    }
}

impl Wire for bool {
    fn read(value: Value) -> Result<Self, Value> {
        value.as_bool().ok_or(value)
    }
}

impl Wire for f64 {
    fn read(value: Value) -> Result<Self, Value> {
        value.as_f64().ok_or(value)
    }

    fn not_finite(&self) -> Option<String> {
        (!self.is_finite()).then(String::new)
    }
}

impl Wire for i64 {
    fn read(value: Value) -> Result<Self, Value> {
        value.as_i64().ok_or(value)
    }
}

impl Wire for u64 {
    fn read(value: Value) -> Result<Self, Value> {
        value.as_u64().ok_or(value)
    }
}

impl<T: Wire> Wire for Option<T> {
    fn read(value: Value) -> Result<Self, Value> {
        if value.is_null() { Ok(None) } else { T::read(value).map(Some) }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn not_finite(&self) -> Option<String> {
        self.as_ref().and_then(Wire::not_finite)
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn read(value: Value) -> Result<Self, Value> {
        let Value::Array(items) = value else { return Err(value) };
        let mut list = Self::with_capacity(items.len());
        let mut rest = items.into_iter();
        while let Some(item) = rest.next() {
            match T::read(item) {
                Ok(item) => list.push(item),
                Err(item) => {
                    let before = list.iter().map(unread);
                    return Err(before.chain([item]).chain(rest).collect());
                }
            }
        }
        Ok(list)
    }

    fn not_finite(&self) -> Option<String> {
        self.iter().enumerate().find_map(|(at, item)| Some(below(&format!("[{at}]"), &item.not_finite()?)))
    }
}

impl<T: Wire> Wire for BTreeMap<String, T> {
    fn read(value: Value) -> Result<Self, Value> {
        let Value::Object(fields) = value else { return Err(value) };
        let mut map = Self::new();
        let mut rest = fields.into_iter();
        while let Some((key, value)) = rest.next() {
            match T::read(value) {
                Ok(value) => {
                    map.insert(key, value);
                }
                Err(value) => {
                    let before = map.iter().map(|(key, value)| (key.clone(), unread(value)));
                    return Err(Value::Object(before.chain([(key, value)]).chain(rest).collect()));
                }
            }
        }
        Ok(map)
    }

    fn not_finite(&self) -> Option<String> {
        self.iter().find_map(|(key, value)| Some(below(key, &value.not_finite()?)))
    }
}

/// The value that something was read from.
fn unread<T: Wire>(item: &T) -> Value {
    serde_json::to_value(item).unwrap_or(Value::Null)
}

/// The path of a field, or of an element, inside the field `name`.
pub(crate) fn below(name: &str, path: &str) -> String {
    if path.is_empty() || path.starts_with('[') { format!("{name}{path}") } else { format!("{name}.{path}") }
}

/// Takes a known field in, or keeps what it holds among the extra ones.
pub(crate) fn take<T: Wire>(key: String, value: Value, field: &mut T, extra: &mut Extra) {
    match T::read(value) {
        Ok(value) => *field = value,
        Err(value) => {
            extra.insert(key, value);
        }
    }
}

#[cfg(test)]
mod tests;
