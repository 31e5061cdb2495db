//! The other side of the encoder, for whoever checks it: what JavaScript does, as plainly as possible.

use serde_json::Value;

use super::{Encoder, MAX_SHAPES};
use crate::delivery::{Batch, Text};

/// What crosses for the events of a stream.
pub fn cross<T: AsRef<str>>(events: &[T]) -> Vec<String> {
    let (mut encoder, mut batch) = (Encoder::default(), Batch::default());
    for event in events {
        encoder.push(event.as_ref(), &mut batch);
    }
    crossed_in(&batch)
}

/// What crosses for the events of a batch.
pub fn crossed_in(batch: &Batch) -> Vec<String> {
    let read = |text: &Text| match text {
        Text::Latin1(units) => units.iter().map(|&unit| char::from(unit)).collect(),
        Text::Utf16(units) => String::from_utf16_lossy(units),
    };
    batch.events().iter().map(read).collect()
}

/// The events in what crossed, up to the first text that is not JSON.
pub fn decode(crossed: &[String]) -> Vec<Value> {
    let mut templates = vec![(Value::Null, Value::Null); MAX_SHAPES];
    let mut current = 0;
    let mut events = Vec::new();
    for item in crossed.iter().map_while(|text| serde_json::from_str(text).ok()) {
        match item {
            Value::Array(mut parts) if parts[0] == 0 => events.push(parts.remove(1)),
            Value::Array(mut parts) if parts[0] == 1 => {
                current = index(&parts[1]);
                templates[current] = (parts.remove(3), parts.remove(2));
            }
            number @ Value::Number(_) => current = index(&number),
            Value::Array(parts) => events.push(rebuild(&templates[current], &parts[1..])),
            string @ Value::String(_) => events.push(rebuild(&templates[current], &[string])),
            event => events.push(event),
        }
    }
    events
}

fn rebuild((event, paths): &(Value, Value), values: &[Value]) -> Value {
    let mut event = event.clone();
    for (path, value) in list(paths).iter().zip(values) {
        let place = list(path).iter().fold(&mut event, |place, step| match step {
            Value::String(key) => &mut place[key],
            step => &mut place[index(step)],
        });
        *place = value.clone();
    }
    event
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn index(value: &Value) -> usize {
    value.as_u64().and_then(|index| usize::try_from(index).ok()).unwrap_or(usize::MAX)
}
