//! Events that repeat the one before but for a few strings and numbers cross as those alone.
//!
//! Most chunks of a stream differ from their predecessor in a few letters of `content`, and perhaps in a counter. Parsing
//! the whole event again is what streaming costs JavaScript most; rebuilding it from a template costs a fraction.
//!
//! What crosses is one of five JSON values, told apart by their shape:
//!
//! | value | meaning |
//! |---|---|
//! | `{…}` | an event |
//! | `[1,[["choices",0,"delta","content"],…],{…}]` | a template and the places in it that will vary; not an event |
//! | `"…"` | the template with this string in its one place |
//! | `[2,…,…]` | the template with these values in its places |
//! | `[0,…]` | an event that is no object, valid or not |

mod hole;
mod walk;

use hole::{Hole, MAX_HOLES, find};

use super::batch::Batch;

/// Longer events are rare, and comparing them is not free.
const MAX_LENGTH: usize = 16 * 1024;
/// After this many events without a template, looking for one becomes rarer.
const PATIENCE: u32 = 3;
/// At the least, every 64th event is looked at.
const MAX_PAUSE: u32 = 6;

/// Writes the events of one stream in their shortest form.
#[derive(Debug, Default)]
pub struct Encoder {
    /// The last event that crossed whole.
    last: Vec<u8>,
    /// Where in it the following ones vary; empty without a template.
    holes: Vec<Hole>,
    /// How often in a row no template was found.
    misses: u32,
    /// How many events pass unseen, because the last ones had nothing in common.
    pause: u32,
}

impl Encoder {
    /// Adds an event to a batch.
    pub fn push(&mut self, event: &str, batch: &mut Batch) {
        if self.fits(event, batch) {
            return;
        }
        if !event.starts_with('{') {
            batch.push_parts(&["[0,", event, "]"]);
        } else if event.len() > MAX_LENGTH {
            self.holes.clear();
            self.last.clear();
            batch.push(event);
        } else {
            self.learn(event, batch);
        }
    }

    /// Adds an event as its values, if that is all it differs in from the template.
    fn fits(&self, event: &str, batch: &mut Batch) -> bool {
        match &self.holes[..] {
            [] => false,
            [hole] if hole.is_text => match hole.only(&self.last, event) {
                Some(text) => {
                    batch.push_parts(&["\"", text, "\""]);
                    true
                }
                None => false,
            },
            holes => push_values(&self.last, holes, event, batch),
        }
    }

    /// An event that does not fit the template: it may begin a new one.
    fn learn(&mut self, event: &str, batch: &mut Batch) {
        self.holes.clear();
        if self.pause > 0 {
            self.pause -= 1;
            batch.push(event);
            if self.pause == 0 {
                self.remember(event);
            }
            return;
        }
        self.holes = find(&self.last, event.as_bytes()).unwrap_or_default();
        if self.holes.is_empty() {
            self.misses += 1;
            if self.misses > PATIENCE {
                self.pause = 1 << (self.misses - PATIENCE).min(MAX_PAUSE);
            }
            batch.push(event);
        } else {
            self.misses = 0;
            let paths: Vec<&str> = self.holes.iter().map(Hole::path).collect();
            batch.push_parts(&["[1,[", &paths.join(","), "],", event, "]"]);
        }
        self.remember(event);
        if !self.holes.is_empty() {
            self.fits(event, batch);
        }
    }

    fn remember(&mut self, event: &str) {
        self.last.clear();
        self.last.extend_from_slice(event.as_bytes());
    }
}

/// Reads the values of an event in the holes of a template, and adds them if all between them is the same.
fn push_values(template: &[u8], holes: &[Hole], event: &str, batch: &mut Batch) -> bool {
    let bytes = event.as_bytes();
    let mut parts = [""; 1 + 2 * MAX_HOLES + 1];
    let (mut at, mut from, mut count) = (0, 0, 1);
    parts[0] = "[2";
    for hole in holes {
        let same = &template[from..hole.start];
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
    if bytes[at..] != template[from..] {
        return false;
    }
    parts[count] = "]";
    batch.push_parts(&parts[..=count]);
    true
}

#[cfg(test)]
mod tests;
