//! What crosses to JavaScript in one go: the grammar's one place on this side. `ts/native/collection.ts` is the other;
//! `docs/architecture.md` describes both.
//!
//! A collection is the text of one JSON array, `[batch, batch, …, index]`, and texts beside it. A batch holds the events
//! of one stream and, last, their number above the base. The index is a flat array of numbers: entries that begin with
//! their [`Tag`] and the call's number, [`Tag::End`] or [`Tag::More`] behind the last, the number of batches, and the base.
//!
//! Nothing that a server sends stands in the index, so no event can pass for one of another call, whatever it holds: a
//! batch that was broken open changes the number of batches, and then each is read by itself. Two events of one server
//! could still swallow what lies between theirs and put something else there; but its batch would have to end with the
//! right number, and the base is drawn anew for each collection.

use super::batch::Batch;
use super::call::Head;
use super::text::Text;

/// What an entry of the index says. The numbers stand in `ts/native/collection.ts` too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Tag {
    /// Nothing follows.
    End = 0,
    /// Nothing follows, but another collection is worthwhile at once.
    More = 1,
    /// `id`: the next batch; what comes after it will come by itself.
    Events = 2,
    /// `id`: the next batch; what comes after it has to be pulled.
    LastEvents = 3,
    /// `id`: there is something to pull.
    Ready = 4,
    /// `id`: does the reader wait?
    Probe = 5,
    /// `id, status, attempts`, texts headers and facts: a stream was opened, or opened anew.
    Opened = 6,
    /// `id, status, attempts`, texts headers, facts, reason and address: the answer to a `fetch`.
    OpenedRaw = 7,
    /// `id, status, attempts`, texts headers, facts and body: a whole answer. The call is over with that.
    Answered = 8,
    /// `id`: a failure to take.
    Failed = 9,
    /// `id`, text facts: an attempt is about to be sent.
    Attempt = 10,
    /// `id`, text facts: an attempt has failed and will be repeated.
    Retry = 11,
}

/// Engines read numbers of up to nine digits several times faster than longer ones; the counts leave room for that.
const MAX_BASE: u32 = 900_000_000;
/// A collection that has grown beyond this does not keep its space for the next.
const KEPT_SPACE: usize = 64 * 1024;

/// One collection. It can be filled again and again, which keeps the space that it has grown to.
#[derive(Debug, Default)]
pub struct Collection {
    text: Text,
    index: String,
    /// Texts that entries refer to, in their order.
    texts: Vec<Text>,
    batches: u32,
    /// What the number at the end of each batch counts from: a server can't know it.
    base: u32,
    size: usize,
}

impl Collection {
    /// Empties it, and draws the number that its batches count from.
    pub fn begin(&mut self) {
        self.begin_with(fastrand::u32(..MAX_BASE));
    }

    /// Empties it; its batches count from `base`.
    pub fn begin_with(&mut self, base: u32) {
        if self.text.size() > KEPT_SPACE {
            self.text = Text::default();
        }
        self.text.clear();
        self.text.push_str("[");
        self.index.clear();
        self.index.push('[');
        self.texts.clear();
        (self.batches, self.base, self.size) = (0, base, 0);
    }

    /// About how many bytes it holds.
    pub fn size(&self) -> usize {
        self.size + self.text.size()
    }

    /// A batch of events.
    pub fn events(&mut self, id: u32, batch: &Batch, tag: Tag) {
        self.entry(tag, id);
        self.batches += 1;
        batch.write_counted(self.base, &mut self.text);
        self.text.push_str(",");
    }

    /// An entry that is nothing but its tag and the call.
    pub fn entry(&mut self, tag: Tag, id: u32) {
        self.number(tag as u32);
        self.number(id);
    }

    /// The head of an answer, and whatever texts come with it.
    pub fn head(&mut self, tag: Tag, id: u32, head: Head, attempts: u32, facts: String) {
        self.entry(tag, id);
        self.number(head.status.into());
        self.number(attempts);
        self.text(head.headers);
        self.text(facts.into());
        if tag == Tag::OpenedRaw {
            self.text(head.reason.into());
            self.text(head.redirected_to.into());
        }
    }

    /// A text that belongs to the last entry.
    pub fn text(&mut self, text: Text) {
        self.size += text.size();
        self.texts.push(text);
    }

    /// Closes it behind the last entry.
    pub fn finish(&mut self, tag: Tag) {
        self.number(tag as u32);
        self.number(self.batches);
        self.index.push_str(itoa::Buffer::new().format(self.base));
        self.index.push(']');
        self.text.push_str(&self.index);
        self.text.push_str("]");
    }

    /// The JSON.
    pub fn json(&self) -> &Text {
        &self.text
    }

    /// The index by itself.
    pub fn index(&self) -> &str {
        &self.index
    }

    /// The texts that belong to it.
    pub fn texts(&self) -> &[Text] {
        &self.texts
    }

    /// Lets the texts go, which may be large.
    pub fn drop_texts(&mut self) {
        self.texts.clear();
    }

    fn number(&mut self, value: u32) {
        self.index.push_str(itoa::Buffer::new().format(value));
        self.index.push(',');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(base: u32, fill: impl FnOnce(&mut Collection), tag: Tag) -> (String, String, usize) {
        let mut collection = Collection::default();
        // What it held before must leave no trace.
        collection.begin_with(7);
        collection.events(9, &batch(&["0"]), Tag::Events);
        collection.text(Text::default());
        collection.finish(Tag::More);
        collection.begin_with(base);
        fill(&mut collection);
        collection.finish(tag);
        let Text::Latin1(units) = collection.json() else { panic!("only ascii was pushed") };
        (String::from_utf8(units.clone()).unwrap(), collection.index().to_owned(), collection.texts().len())
    }

    fn batch(events: &[&str]) -> Batch {
        let mut batch = Batch::default();
        for event in events {
            batch.push(event);
        }
        batch
    }

    #[test]
    fn batches_come_first_and_what_they_are_last() {
        let fill = |collection: &mut Collection| {
            collection.events(7, &batch(&["{}", "1"]), Tag::Events);
            collection.entry(Tag::Probe, 4_294_967_295);
            collection.events(10, &batch(&[]), Tag::LastEvents);
        };
        let index = "[2,7,5,4294967295,3,10,1,2,100]";
        assert_eq!(filled(100, fill, Tag::More), (format!("[[{{}},1,102],[100],{index}]"), index.into(), 0));
    }

    #[test]
    fn an_answer_brings_its_texts_in_order() {
        let fill = |collection: &mut Collection| {
            let head = Head { status: 200, headers: Text::default(), ..Head::default() };
            collection.head(Tag::Answered, 3, head, 2, "[]".into());
            collection.text(Text::from(&b"{}"[..]));
        };
        let expected = ("[[8,3,200,2,0,0,100]]".into(), "[8,3,200,2,0,0,100]".into(), 3);
        assert_eq!(filled(100, fill, Tag::End), expected);
    }

    /// What JavaScript hands out: the events of each batch, where the whole fits.
    fn events_of(text: &str) -> Option<Vec<Vec<serde_json::Value>>> {
        let mut items: Vec<serde_json::Value> = serde_json::from_str(text).ok()?;
        let index = items.pop()?;
        let numbers = index.as_array()?;
        let [.., batches, base] = &numbers[..] else { return None };
        if batches.as_u64()? != items.len() as u64 {
            return None;
        }
        let read = |item: &serde_json::Value| {
            let mut events = item.as_array()?.clone();
            let count = events.pop()?.as_u64()?.checked_sub(base.as_u64()?)?;
            (count == events.len() as u64).then_some(events)
        };
        // A batch that does not fit is read event by event, as if it were alone.
        Some(items.iter().map(|item| read(item).unwrap_or_default()).collect())
    }

    fn neighbours(one: &str, honest: &str, other: &str) -> Option<Vec<Vec<serde_json::Value>>> {
        let fill = |collection: &mut Collection| {
            for (id, event) in [(1, one), (2, honest), (3, other)] {
                collection.events(id, &batch(&[event]), Tag::Events);
            }
        };
        events_of(&filled(fastrand::u32(..MAX_BASE), fill, Tag::End).0)
    }

    #[test]
    fn an_event_that_breaks_its_batch_open_is_noticed() {
        assert!(neighbours("{}", "{}", "{}").is_some());
        assert!(neighbours("{},1],[{}", "[2,7]", "{}").is_none());
        // Two events around an honest one that swallow it, and put another in its place.
        let swallowed = neighbours(r#"{"a":""#, "[2,7]", r#""},1],[[2,8],1],[{}"#);
        assert_eq!(swallowed.map(|events| events[1].clone()), Some(vec![]));
    }

    proptest::proptest! {
        #[test]
        fn nothing_that_a_neighbour_sends_changes_what_a_stream_gets(
            one in r#"([\[\]{}",:1a\\]|\],\[|"a":){0,12}"#,
            other in r#"([\[\]{}",:1a\\]|\],\[|"a":){0,12}"#,
            honest in proptest::sample::select(vec!["[2,7]", "{\"a\":1}", "\"x\""]),
        ) {
            let expected: serde_json::Value = serde_json::from_str(honest).unwrap();
            if let Some(events) = neighbours(&one, honest, &other) {
                proptest::prop_assert!(events[1].is_empty() || events[1] == [expected], "{:?}", events);
            }
        }
    }
}
