use super::text::Text;

/// A batch grows to about this size, in bytes, before the next begins, so that parsing one does not hold up the event loop.
pub const BATCH_SIZE: usize = 32 * 1024;

/// Events that cross together: the text of one JSON array, so that one parse reads them all.
///
/// An event is taken as it came, valid or not. Whoever parses the array compares its length with the count that ends
/// it, and goes through [`Batch::events`] one by one if it does not fit.
#[derive(Debug, Default)]
pub struct Batch {
    /// `[` and the events, each followed by a comma.
    text: Text,
    /// Where each event ends in `text`.
    ends: Vec<usize>,
}

impl Batch {
    /// Adds an event.
    pub fn push(&mut self, event: &str) {
        self.push_parts(&[event]);
    }

    /// Adds an event that comes in parts.
    pub fn push_parts(&mut self, parts: &[&str]) {
        if self.ends.is_empty() {
            self.text.push_str("[");
        }
        for part in parts {
            self.text.push_str(part);
        }
        self.ends.push(self.text.len());
        self.text.push_str(",");
    }

    /// Adds an event that comes in parts, and before it one that must directly precede it, if there is one.
    pub fn push_after(&mut self, before: Option<&str>, parts: &[&str]) {
        if let Some(before) = before {
            self.push(before);
        }
        self.push_parts(parts);
    }

    /// Adds all events of another batch.
    pub fn append(&mut self, other: &Self) {
        if other.ends.is_empty() {
            return;
        }
        if self.ends.is_empty() {
            self.text.push_str("[");
        }
        let shift = self.text.len() - 1;
        self.text.push_units(&other.text, 1, other.text.len());
        self.ends.extend(other.ends.iter().map(|end| end + shift));
    }

    /// How many events it holds.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The space its text takes, in bytes.
    pub fn size(&self) -> usize {
        self.text.size()
    }

    /// Forgets all events and keeps the space.
    pub fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    /// The array with the number of events as its last element.
    pub fn counted(&mut self) -> &Text {
        if self.ends.is_empty() {
            self.text.push_str("[");
        }
        close(self.ends.len() as u64, &mut self.text);
        &self.text
    }

    /// Writes the array into `out`; its last element is the number of events above `base`.
    pub fn write_counted(&self, base: u32, out: &mut Text) {
        match self.ends.last() {
            Some(end) => out.push_units(&self.text, 0, end + 1),
            None => out.push_str("["),
        }
        close(u64::from(base) + self.ends.len() as u64, out);
    }

    /// Each event as it came.
    pub fn events(&self) -> Vec<Text> {
        let starts = std::iter::once(1).chain(self.ends.iter().map(|end| end + 1));
        starts.zip(&self.ends).map(|(start, end)| self.text.slice(start, *end)).collect()
    }
}

fn close(count: u64, out: &mut Text) {
    out.push_str(itoa::Buffer::new().format(count));
    out.push_str("]");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(events: &[&str]) -> Batch {
        let mut batch = Batch::default();
        for event in events {
            batch.push(event);
        }
        batch
    }

    fn texts(events: &[&str]) -> Vec<Text> {
        events.iter().map(|event| Text::from(event.as_bytes())).collect()
    }

    #[test]
    fn a_batch_is_an_array_that_ends_with_its_count() {
        assert_eq!(*batch(&["{}", "1"]).counted(), Text::from(&b"[{},1,2]"[..]));
        assert_eq!(*batch(&[]).counted(), Text::from(&b"[0]"[..]));
    }

    #[test]
    fn a_batch_can_be_written_among_others() {
        let mut out = Text::default();
        batch(&["{}"]).write_counted(0, &mut out);
        batch(&[]).write_counted(7, &mut out);
        assert_eq!(out, Text::from(&b"[{},1][7]"[..]));
    }

    #[test]
    fn events_come_back_as_they_were_pushed_also_after_a_count() {
        let mut batch = batch(&["{}", "not json", "é", "日"]);
        batch.counted();
        let mut wide = Text::Utf16(Vec::new());
        wide.push_str("{}");
        assert_eq!(batch.events()[0], wide);
        assert_eq!(batch.len(), 4);
    }

    #[test]
    fn appended_events_follow_the_first() {
        for (one, other) in [(&["1"][..], &["2", "3"][..]), (&[], &["1"]), (&["1"], &[]), (&["日"], &["2"])] {
            let mut sum = batch(one);
            sum.append(&batch(other));
            let all = [one, other].concat();
            assert_eq!(sum.len(), all.len());
            if !all.contains(&"日") {
                assert_eq!(sum.events(), texts(&all));
            }
            assert_eq!(*sum.counted(), *batch(&all).counted());
        }
    }
}
