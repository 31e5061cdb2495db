//! Events that repeat the one before but for one string cross as that string alone.
//!
//! Most chunks of a stream differ from their predecessor in a few letters of `content`. Parsing the whole event again
//! is what streaming costs JavaScript most; rebuilding it from a template costs a fraction.
//!
//! What crosses is one of four JSON values, told apart by their shape:
//!
//! | value | meaning |
//! |---|---|
//! | `{…}` | an event |
//! | `[1,["choices",0,"delta","content"],{…}]` | a template and the place in it that will vary; not an event |
//! | `"…"` | the template with this string in its place |
//! | `[0,…]` | an event that is no object, valid or not |

mod hole;

use hole::{Hole, find, is_plain};

use super::batch::Batch;

/// Longer events are rare, and comparing them is not free.
const MAX_LENGTH: usize = 16 * 1024;

/// Writes the events of one stream in their shortest form.
#[derive(Debug, Default)]
pub struct Encoder {
    /// The last event that crossed whole.
    last: Vec<u8>,
    /// Where in it the following ones vary.
    hole: Option<Hole>,
}

impl Encoder {
    /// Adds an event to a batch.
    pub fn push(&mut self, event: &str, batch: &mut Batch) {
        if let Some(text) = self.hole.as_ref().and_then(|hole| hole.fit(&self.last, event)) {
            batch.push_parts(&["\"", text, "\""]);
        } else if !event.starts_with('{') {
            batch.push_parts(&["[0,", event, "]"]);
        } else if event.len() > MAX_LENGTH {
            self.hole = None;
            self.last.clear();
            batch.push(event);
        } else {
            self.learn(event, batch);
        }
    }

    /// An event that does not fit the template: it may begin a new one.
    fn learn(&mut self, event: &str, batch: &mut Batch) {
        self.hole = find(&self.last, event.as_bytes());
        match &self.hole {
            Some(hole) => {
                batch.push_parts(&["[1,", hole.path(), ",", event, "]"]);
                batch.push_parts(&["\"", hole.text(event), "\""]);
            }
            None => batch.push(event),
        }
        self.last.clear();
        self.last.extend_from_slice(event.as_bytes());
    }
}

impl Hole {
    /// The string that an event has in this place, if that is all it differs in.
    fn fit<'a>(&self, template: &[u8], event: &'a str) -> Option<&'a str> {
        let bytes = event.as_bytes();
        let end = bytes.len().checked_sub(self.after)?;
        let fits = end >= self.before
            && bytes[..self.before] == template[..self.before]
            && bytes[end..] == template[template.len() - self.after..];
        let text = fits.then(|| &event[self.before..end])?;
        is_plain(text.as_bytes()).then_some(text)
    }

    /// The string of the event that the hole was found in.
    fn text<'a>(&self, event: &'a str) -> &'a str {
        &event[self.before..event.len() - self.after]
    }
}

#[cfg(test)]
mod tests;
