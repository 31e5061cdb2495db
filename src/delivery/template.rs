//! Events that differ from one before in a few values only cross as those alone.
//!
//! Most chunks of a stream differ from their predecessor in a few letters of `content`, and perhaps in a counter; with
//! log probabilities they differ in a dozen values, and with several kinds of chunks from one further back. Parsing the
//! whole event again is what streaming costs JavaScript most; rebuilding it from a template costs a fraction.
//!
//! What crosses is one of six JSON values, told apart by their form:
//!
//! | value | meaning |
//! |---|---|
//! | `{…}` | an event |
//! | `[1,3,[["choices",0,"delta","content"],…],{…}]` | template 3, which is used from here on, and the places in it that vary; not an event |
//! | `3` | template 3 is used from here on; not an event |
//! | `"…"` | the template with this string in its one place |
//! | `[2,…,…]` | the template with these values in its places |
//! | `[0,…]` | an event that is no object |
//!
//! What is not JSON must not become JSON between its neighbours, as `1,2` would in an array: where that is looked at, a
//! control character goes before it, which is valid nowhere.

#[cfg(any(test, fuzzing))]
pub mod decode;
mod shape;
mod slot;
mod walk;

use serde::de::IgnoredAny;
use shape::Shape;
use walk::shape_hash;

use super::batch::Batch;

/// Longer events are rare, and comparing them is not free.
const MAX_LENGTH: usize = 16 * 1024;
/// As many shapes are kept in mind; streams have a handful.
const MAX_SHAPES: usize = 8;
/// After this many events without a template, looking for one becomes rarer.
const PATIENCE: u32 = 10;
/// So many events of a stream pass unseen before templates are looked for: most short answers are over by then, and what
/// finding templates takes would come before their first piece.
const SHORT_STREAM: u32 = 8;
/// At the least, every 64th event is looked at.
const MAX_PAUSE: u32 = 6;

/// Goes before what is not JSON.
const BROKEN: &str = "\u{1}";

/// The text that names each template.
const NAMES: [&str; MAX_SHAPES] = ["0", "1", "2", "3", "4", "5", "6", "7"];

/// Writes the events of one stream in their shortest form.
#[derive(Debug, Default)]
pub struct Encoder {
    shapes: Vec<Shape>,
    /// The template that was used last.
    current: usize,
    /// Counts events, to know which shape was not used for the longest time.
    clock: u64,
    /// How often in a row no template was found.
    misses: u32,
    /// How many events pass unseen, because the last ones had nothing in common.
    pause: u32,
}

impl Encoder {
    /// For a stream that has just begun.
    pub fn for_stream() -> Self {
        Self { pause: SHORT_STREAM, ..Self::default() }
    }

    /// Adds an event to a batch.
    pub fn push(&mut self, event: &str, batch: &mut Batch) {
        self.clock += 1;
        if self.fits(event, batch) {
            return;
        }
        if !event.starts_with('{') {
            let parts = if is_json(event) { ["[0,", event, "]"] } else { [BROKEN, event, ""] };
            batch.push_parts(&parts);
        } else if event.len() > MAX_LENGTH {
            batch.push(event);
        } else if self.pause > 1 {
            self.pause -= 1;
            batch.push(event);
        } else if !self.learn(event, batch) {
            batch.push(event);
            self.miss();
        }
    }

    fn miss(&mut self) {
        if self.pause == 1 {
            // The last of a pause is remembered, so that the next one has something to be compared with.
            self.pause = 0;
            return;
        }
        self.misses += 1;
        if self.misses > PATIENCE {
            self.pause = 1 << (self.misses - PATIENCE).min(MAX_PAUSE);
        }
    }

    /// Adds an event as its values, if that is all it differs in from a template.
    fn fits(&mut self, event: &str, batch: &mut Batch) -> bool {
        let Self { shapes, current, clock, misses, .. } = self;
        if let Some(shape) = shapes.get_mut(*current)
            && shape.push(event, None, batch)
        {
            shape.used = *clock;
            return true;
        }
        for (at, shape) in shapes.iter_mut().enumerate() {
            if at != *current && shape.push(event, Some(NAMES[at]), batch) {
                shape.used = *clock;
                (*current, *misses) = (at, 0);
                return true;
            }
        }
        false
    }

    /// An event that fits no template: it may show what varies in its shape. Whether it was added.
    fn learn(&mut self, event: &str, batch: &mut Batch) -> bool {
        let Some(hash) = shape_hash(event.as_bytes()) else {
            if is_json(event) {
                return false;
            }
            batch.push_parts(&[BROKEN, event]);
            return true;
        };
        let Some(at) = self.shapes.iter().position(|shape| shape.has(hash)) else {
            self.remember(Shape::new(event, hash, self.clock));
            return false;
        };
        let shape = &mut self.shapes[at];
        shape.used = self.clock;
        if !shape.learn(event) {
            return false;
        }
        batch.push_parts(&["[1,", NAMES[at], ",", &shape.paths(), ",", event, "]"]);
        self.current = at;
        self.misses = 0;
        shape.push(event, None, batch)
    }

    /// Keeps a shape, in place of the one that was not seen for longest where there are enough.
    fn remember(&mut self, shape: Shape) {
        if self.shapes.len() < MAX_SHAPES {
            self.shapes.push(shape);
        } else if let Some(oldest) = self.shapes.iter_mut().min_by_key(|shape| shape.used) {
            *oldest = shape;
        }
    }
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

#[cfg(test)]
mod tests;
