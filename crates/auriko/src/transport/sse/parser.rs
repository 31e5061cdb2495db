use std::borrow::Cow;
use std::ops::ControlFlow;

use memchr::memchr2;

const BOM: &[u8] = b"\xef\xbb\xbf";
/// A longer id is passed over: it lasts for all events that follow, and each brings it along.
const MAX_ID: usize = 1024;

/// One dispatched event, borrowed from the bytes that were fed wherever that is possible.
#[derive(Debug, PartialEq, Eq)]
pub struct Event<'a> {
    /// The `data` lines, joined by a line feed.
    pub data: Cow<'a, str>,
    /// The `event` field, empty when there was none.
    pub name: Cow<'a, str>,
    /// The last `id` seen on the stream that is no longer than 1024 bytes.
    pub id: Cow<'a, str>,
}

/// A line or an event is longer than the parser's limit, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a server-sent event is longer than {limit} bytes")]
pub struct TooLong {
    /// The limit that was passed.
    pub limit: usize,
}

/// Incremental parser of the `text/event-stream` format of the HTML standard.
///
/// Every byte is looked at a fixed number of times: a line that spans many feeds is scanned only where it is new, and
/// an event whose lines lie inside one feed is handed out without a copy.
#[derive(Debug)]
pub struct Parser {
    limit: usize,
    /// How many bytes of the byte order mark have matched; `BOM.len()` once the question is settled.
    bom: usize,
    /// A carriage return ended the last line: a line feed right after it belongs to the same line end.
    after_cr: bool,
    /// The beginning of a line whose end has not arrived.
    line: Vec<u8>,
    /// The data of the event in progress, without its last line feed.
    data: Vec<u8>,
    has_data: bool,
    name: Vec<u8>,
    id: Vec<u8>,
    retry: Option<u64>,
    /// Whether the body is a document instead of events; `None` until something but blanks has come.
    is_document: Option<bool>,
}

impl Parser {
    /// A parser that refuses lines and events longer than `limit` bytes.
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            bom: 0,
            after_cr: false,
            line: Vec::new(),
            data: Vec::new(),
            has_data: false,
            name: Vec::new(),
            id: Vec::new(),
            retry: None,
            is_document: None,
        }
    }

    /// The last reconnection time that the server asked for, in milliseconds.
    pub fn retry(&self) -> Option<u64> {
        self.retry
    }

    /// Takes the next bytes and hands every event that they complete to `sink`, in order, until it breaks.
    ///
    /// After a break or an error the rest of `bytes` is dropped and the parser must not be fed again.
    pub fn feed<S>(&mut self, bytes: &[u8], mut sink: S) -> Result<ControlFlow<()>, TooLong>
    where
        S: FnMut(Event<'_>) -> ControlFlow<()>,
    {
        let mut rest = self.skip_bom(bytes);
        if self.reads_document(rest) {
            self.check(self.data.len() + rest.len())?;
            self.data.extend_from_slice(rest);
            return Ok(ControlFlow::Continue(()));
        }
        // The single data line of the event in progress, as long as it lies in `bytes`: the common case is one such
        // line and a blank one, and needs no copy.
        let mut borrowed: Option<&[u8]> = None;

        while !rest.is_empty() {
            if self.after_cr {
                self.after_cr = false;
                if rest[0] == b'\n' {
                    rest = &rest[1..];
                    continue;
                }
            }
            let Some(end) = memchr2(b'\n', b'\r', rest) else {
                break;
            };
            self.after_cr = rest[end] == b'\r';
            let head = &rest[..end];
            rest = &rest[end + 1..];

            if self.line.is_empty() {
                self.check(head.len())?;
                if head.is_empty() {
                    if self.dispatch(borrowed.take(), &mut sink).is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                } else if let Some(data) = data_line(head)
                    && !self.has_data
                    && borrowed.is_none()
                {
                    borrowed = Some(data);
                } else {
                    self.own(borrowed.take());
                    self.field(head)?;
                }
            } else {
                self.own(borrowed.take());
                self.check(self.line.len() + head.len())?;
                let mut line = std::mem::take(&mut self.line);
                line.extend_from_slice(head);
                let outcome = self.field(&line);
                line.clear();
                self.line = line;
                outcome?;
            }
        }

        self.own(borrowed);
        self.check(self.line.len() + rest.len())?;
        self.line.extend_from_slice(rest);
        Ok(ControlFlow::Continue(()))
    }

    /// Hands out the document that came instead of events, once the body has ended: servers and proxies answer with one when
    /// they fail, whatever they call it. Gives nothing where events came.
    pub fn finish<S>(&mut self, sink: S)
    where
        S: FnOnce(Event<'_>) -> ControlFlow<()>,
    {
        if self.is_document == Some(true) && !self.data.is_empty() {
            let data = std::mem::take(&mut self.data);
            let _ = sink(Event { data: text(&data), name: Cow::Borrowed(""), id: Cow::Borrowed("") });
        }
    }

    /// A document tells itself by its first character, with which no event begins. Until that has come, all that is kept
    /// is blank, and not looked at again.
    fn reads_document(&mut self, bytes: &[u8]) -> bool {
        if self.is_document.is_none()
            && let Some(first) = bytes.iter().find(|byte| !byte.is_ascii_whitespace())
        {
            self.is_document = Some(matches!(first, b'{' | b'[' | b'<'));
        }
        self.is_document == Some(true)
    }

    fn check(&self, length: usize) -> Result<(), TooLong> {
        if length > self.limit { Err(TooLong { limit: self.limit }) } else { Ok(()) }
    }

    /// Drops a byte order mark at the very start, which may arrive in pieces.
    fn skip_bom<'a>(&mut self, mut bytes: &'a [u8]) -> &'a [u8] {
        while self.bom < BOM.len() {
            match bytes.first() {
                None => return bytes,
                Some(&byte) if byte == BOM[self.bom] => {
                    self.bom += 1;
                    bytes = &bytes[1..];
                }
                Some(_) => {
                    if self.bom > 0 {
                        self.is_document = Some(false);
                    }
                    self.line.extend_from_slice(&BOM[..self.bom]);
                    self.bom = BOM.len();
                }
            }
        }
        bytes
    }

    /// Moves a borrowed data line into the parser, because the event does not end within the bytes it lies in or has
    /// more lines.
    fn own(&mut self, borrowed: Option<&[u8]>) {
        if let Some(data) = borrowed {
            self.data.extend_from_slice(data);
            self.has_data = true;
        }
    }

    /// Applies one line that is not blank.
    fn field(&mut self, line: &[u8]) -> Result<(), TooLong> {
        let (name, value) = match memchr::memchr(b':', line) {
            Some(0) => return Ok(()),
            Some(colon) => {
                let value = &line[colon + 1..];
                (&line[..colon], value.strip_prefix(b" ").unwrap_or(value))
            }
            None => (line, &[][..]),
        };
        match name {
            b"data" => {
                self.check(self.data.len() + value.len() + 1)?;
                if self.has_data {
                    self.data.push(b'\n');
                }
                self.data.extend_from_slice(value);
                self.has_data = true;
            }
            // No standard knows such a field, but some servers report their failure in one.
            b"error" if !value.is_empty() => {
                let told = serde_json::from_slice(value)
                    .unwrap_or_else(|_| serde_json::Value::String(String::from_utf8_lossy(value).into_owned()));
                self.data = serde_json::json!({ "error": told }).to_string().into_bytes();
                self.has_data = true;
            }
            b"event" => {
                self.name.clear();
                self.name.extend_from_slice(value);
            }
            b"id" if value.len() <= MAX_ID && memchr::memchr(0, value).is_none() => {
                self.id.clear();
                self.id.extend_from_slice(value);
            }
            b"retry" if !value.is_empty() && value.iter().all(u8::is_ascii_digit) => {
                self.retry = str::from_utf8(value).ok().and_then(|digits| digits.parse().ok());
            }
            _ => {}
        }
        Ok(())
    }

    /// A blank line: hands the event out, unless it has no data.
    fn dispatch<S>(&mut self, borrowed: Option<&[u8]>, sink: &mut S) -> ControlFlow<()>
    where
        S: FnMut(Event<'_>) -> ControlFlow<()>,
    {
        let flow = match borrowed {
            Some(data) => sink(Event { data: text(data), name: text(&self.name), id: text(&self.id) }),
            None if self.has_data => sink(Event { data: text(&self.data), name: text(&self.name), id: text(&self.id) }),
            None => ControlFlow::Continue(()),
        };
        self.data.clear();
        self.has_data = false;
        self.name.clear();
        flow
    }
}

/// The value of a `data: …` line; any other line, also a bare `data`, takes the general road.
fn data_line(line: &[u8]) -> Option<&[u8]> {
    let value = line.strip_prefix(b"data:")?;
    Some(value.strip_prefix(b" ").unwrap_or(value))
}

/// Line ends are ASCII, so replacing invalid bytes line by line gives what decoding the whole stream would have given.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    // The lossy decoder looks for errors from the first byte on; nearly all text has none.
    str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}
