//! One shape that events take.

use super::slot::{MAX_SLOTS, Slot, find};
use crate::delivery::batch::Batch;

/// A shape of which an event was seen, and what varies among events of that shape.
#[derive(Debug)]
pub struct Shape {
    /// What all its events have in common: see [`super::walk::shape_hash`].
    hash: u64,
    /// One of its events: the template, once it has slots.
    text: Vec<u8>,
    /// Where the others differ from it; empty until a second one was seen.
    slots: Vec<Slot>,
    /// When an event last had it.
    pub used: u64,
}

impl Shape {
    /// The shape of an event.
    pub fn new(event: &str, hash: u64, now: u64) -> Self {
        Self { hash, text: event.as_bytes().to_vec(), slots: Vec::new(), used: now }
    }

    /// Whether an event with this hash has this shape.
    pub fn has(&self, hash: u64) -> bool {
        self.hash == hash
    }

    /// The ways to its slots, as the text of a JSON array.
    pub fn paths(&self) -> String {
        let paths: Vec<&str> = self.slots.iter().map(Slot::path).collect();
        format!("[{}]", paths.join(","))
    }

    /// Makes an event the template, if there are values in which it differs from the one before. What varied once is
    /// expected to vary again.
    pub fn learn(&mut self, event: &str) -> bool {
        self.slots = find(&self.text, &self.slots, event.as_bytes()).unwrap_or_default();
        self.text.clear();
        self.text.extend_from_slice(event.as_bytes());
        !self.slots.is_empty()
    }

    /// Adds an event as its values, if that is all it differs in from the template; behind `switch`, if it does.
    pub fn push(&self, event: &str, switch: Option<&str>, batch: &mut Batch) -> bool {
        match &self.slots[..] {
            [] => false,
            [slot] if slot.is_text() => {
                let Some(text) = slot.only(&self.text, event) else {
                    return false;
                };
                batch.push_after(switch, &["\"", text, "\""]);
                true
            }
            _ => self.push_values(event, switch, batch),
        }
    }

    fn push_values(&self, event: &str, switch: Option<&str>, batch: &mut Batch) -> bool {
        let bytes = event.as_bytes();
        let mut parts = [""; 1 + 2 * MAX_SLOTS + 1];
        let (mut at, mut from, mut count) = (0, 0, 1);
        parts[0] = "[2";
        for slot in &self.slots {
            let same = &self.text[from..slot.start];
            let Some(value) = bytes[at..].strip_prefix(same).and_then(|rest| slot.value(rest)) else {
                return false;
            };
            let start = at + same.len();
            at = start + value;
            from = slot.end;
            parts[count] = ",";
            parts[count + 1] = &event[start..at];
            count += 2;
        }
        if bytes[at..] != self.text[from..] {
            return false;
        }
        parts[count] = "]";
        batch.push_after(switch, &parts[..=count]);
        true
    }
}
