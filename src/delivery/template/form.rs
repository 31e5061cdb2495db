//! One form that events take.

use super::hole::{Hole, MAX_HOLES, find};
use crate::delivery::batch::Batch;

/// A form of which an event was seen, and what varies among events of that form.
#[derive(Debug)]
pub struct Form {
    /// What all its events have in common: see [`super::walk::skeleton`].
    skeleton: u64,
    /// One of its events: the template, once it has holes.
    text: Vec<u8>,
    /// Where the others differ from it; empty until a second one was seen.
    holes: Vec<Hole>,
    /// When an event last had it.
    pub used: u64,
}

impl Form {
    /// The form of an event.
    pub fn new(event: &str, skeleton: u64, now: u64) -> Self {
        Self { skeleton, text: event.as_bytes().to_vec(), holes: Vec::new(), used: now }
    }

    /// Whether an event with this skeleton has this form.
    pub fn has(&self, skeleton: u64) -> bool {
        self.skeleton == skeleton
    }

    /// The ways to its holes, as the text of a JSON array.
    pub fn paths(&self) -> String {
        let paths: Vec<&str> = self.holes.iter().map(Hole::path).collect();
        format!("[{}]", paths.join(","))
    }

    /// Makes an event the template, if there are values in which it differs from the one before. What varied once is
    /// expected to vary again.
    pub fn learn(&mut self, event: &str) -> bool {
        self.holes = find(&self.text, &self.holes, event.as_bytes()).unwrap_or_default();
        self.text.clear();
        self.text.extend_from_slice(event.as_bytes());
        !self.holes.is_empty()
    }

    /// Adds an event as its values, if that is all it differs in from the template; behind `switch`, if it does.
    pub fn push(&self, event: &str, switch: Option<&str>, batch: &mut Batch) -> bool {
        match &self.holes[..] {
            [] => false,
            [hole] if hole.is_text() => {
                let Some(text) = hole.only(&self.text, event) else {
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
        let mut parts = [""; 1 + 2 * MAX_HOLES + 1];
        let (mut at, mut from, mut count) = (0, 0, 1);
        parts[0] = "[2";
        for hole in &self.holes {
            let same = &self.text[from..hole.start];
            let Some(value) = bytes[at..].strip_prefix(same).and_then(|rest| hole.value(rest)) else {
                return false;
            };
            let start = at + same.len();
            at = start + value;
            from = hole.end;
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
