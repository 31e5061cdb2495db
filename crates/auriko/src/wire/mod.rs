//! How the types of the wire are read and written.
//!
//! Reading takes what fits and keeps the rest: a field that this version does not know, or that holds something else
//! than expected, stays in `extra` as it came, and is written again. A server that adds to its answers breaks nobody.

#[macro_use]
mod object;
#[macro_use]
mod open_enum;
mod unsendable;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use unsendable::is_deeper;
pub(crate) use unsendable::{MAX_DEPTH, Reason, Unsendable};

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

    /// The first part that can't be sent, where `depth` lists and objects stand around the value.
    fn unsendable(&self, _depth: usize) -> Option<Unsendable> {
        None
    }
}

impl Wire for Value {
    fn read(value: Value) -> Result<Self, Value> {
        Ok(value)
    }

    fn unsendable(&self, depth: usize) -> Option<Unsendable> {
        is_deeper(self, MAX_DEPTH.saturating_sub(depth)).then(|| Unsendable::here(Reason::TooDeep))
    }
}

impl Wire for Extra {
    fn read(value: Value) -> Result<Self, Value> {
        match value {
            Value::Object(fields) => Ok(fields),
            other => Err(other),
        }
    }

    fn unsendable(&self, depth: usize) -> Option<Unsendable> {
        self.iter().find_map(|(key, value)| Some(value.unsendable(depth + 1)?.below(key)))
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

    fn unsendable(&self, _depth: usize) -> Option<Unsendable> {
        (!self.is_finite()).then(|| Unsendable::here(Reason::NotFinite))
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

    fn unsendable(&self, depth: usize) -> Option<Unsendable> {
        self.as_ref().and_then(|value| value.unsendable(depth))
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

    fn unsendable(&self, depth: usize) -> Option<Unsendable> {
        self.iter().enumerate().find_map(|(at, item)| Some(item.unsendable(depth + 1)?.below(&format!("[{at}]"))))
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

    fn unsendable(&self, depth: usize) -> Option<Unsendable> {
        self.iter().find_map(|(key, value)| Some(value.unsendable(depth + 1)?.below(key)))
    }
}

/// The value that something was read from.
fn unread<T: Wire>(item: &T) -> Value {
    serde_json::to_value(item).unwrap_or(Value::Null)
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
