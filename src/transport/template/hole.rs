//! Where two events differ, if they differ in one string value only.

/// A string value of an event.
#[derive(Debug, PartialEq, Eq)]
pub struct Hole {
    /// How many bytes come before its text, the opening quote included.
    pub before: usize,
    /// How many bytes come behind its text, the closing quote included.
    pub after: usize,
    path: String,
}

impl Hole {
    /// The way to it, as the text of a JSON array of keys and indexes.
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// Deeper events are not worth the walk.
const MAX_DEPTH: usize = 16;

/// The one string value in which `event` differs from `last`.
pub fn find(last: &[u8], event: &[u8]) -> Option<Hole> {
    let differs = last.iter().zip(event).position(|(one, other)| one != other)?;
    let (start, end, path) = Walk::new(event).string_at(differs)?;
    let after = event.len() - end;
    let end_in_last = last.len().checked_sub(after)?;
    let same_around = end_in_last >= start && last[end_in_last..] == event[end..];
    let plain = same_around && is_plain(&last[start..end_in_last]) && is_plain(&event[start..end]);
    plain.then_some(Hole { before: start, after, path })
}

/// Whether bytes can stand between the quotes of a JSON string.
pub fn is_plain(text: &[u8]) -> bool {
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        at += match byte {
            b'"' | 0..=0x1f => return false,
            b'\\' => match text.get(at + 1) {
                Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 2,
                Some(b'u') if text.len() >= at + 6 && text[at + 2..at + 6].iter().all(u8::is_ascii_hexdigit) => 6,
                _ => return false,
            },
            _ => 1,
        };
    }
    true
}

/// One open object or array on the way through an event.
struct Level<'a> {
    /// The keys seen, the last being the current one; `None` for an array.
    keys: Option<Vec<&'a [u8]>>,
    index: usize,
}

/// A walk through the text of an event that keeps track of where it is. It need not be valid JSON: what the walk does
/// not understand has no hole, and everything that crosses is parsed once in full.
struct Walk<'a> {
    text: &'a [u8],
    at: usize,
    levels: Vec<Level<'a>>,
    /// In an object: the next string is a key.
    key_next: bool,
}

impl<'a> Walk<'a> {
    fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0, levels: Vec::new(), key_next: false }
    }

    /// Start, end and path of the text of the string value that holds `position`, or that ends there.
    fn string_at(mut self, position: usize) -> Option<(usize, usize, String)> {
        let mut found = None;
        while let Some(&byte) = self.text.get(self.at) {
            match byte {
                b'{' | b'[' => self.open(byte == b'{')?,
                b'}' | b']' => {
                    let level = self.levels.pop()?;
                    level.is_unambiguous().then_some(())?;
                    self.at += 1;
                }
                b',' => self.next_item()?,
                b'"' => {
                    let is_key = self.key_next;
                    let (start, end) = self.string()?;
                    if !is_key && (start..=end).contains(&position) {
                        found = Some((start, end, self.path()?));
                    }
                }
                _ => self.at += 1,
            }
        }
        found
    }

    fn open(&mut self, is_object: bool) -> Option<()> {
        self.levels.push(Level { keys: is_object.then(Vec::new), index: 0 });
        self.key_next = is_object;
        self.at += 1;
        (self.levels.len() <= MAX_DEPTH).then_some(())
    }

    fn next_item(&mut self) -> Option<()> {
        let level = self.levels.last_mut()?;
        level.index += 1;
        self.key_next = level.keys.is_some();
        self.at += 1;
        Some(())
    }

    /// Steps over a string; a key is remembered. Gives the range between its quotes.
    fn string(&mut self) -> Option<(usize, usize)> {
        let start = self.at + 1;
        let mut end = start;
        while *self.text.get(end)? != b'"' {
            end += if self.text[end] == b'\\' { 2 } else { 1 };
        }
        self.at = end + 1;
        if std::mem::take(&mut self.key_next) {
            self.levels.last_mut()?.keys.as_mut()?.push(&self.text[start..end]);
        }
        Some((start, end))
    }

    fn path(&self) -> Option<String> {
        let mut path = String::from("[");
        for (depth, level) in self.levels.iter().enumerate() {
            if depth > 0 {
                path.push(',');
            }
            match &level.keys {
                Some(keys) => {
                    let key = keys.last().filter(|key| is_name(key))?;
                    path.push('"');
                    path.push_str(str::from_utf8(key).ok()?);
                    path.push('"');
                }
                None => path.push_str(&level.index.to_string()),
            }
        }
        path.push(']');
        Some(path)
    }
}

impl Level<'_> {
    /// Whether every key stands for itself: a repeated one would hide the first, and an escaped one could be any.
    /// `__proto__` is a key like any other to a parser but not to an assignment.
    fn is_unambiguous(&self) -> bool {
        let Some(keys) = &self.keys else {
            return true;
        };
        let clear = |key: &[u8]| !key.contains(&b'\\') && key != b"__proto__";
        keys.iter().enumerate().all(|(at, key)| clear(key) && !keys[..at].contains(key))
    }
}

fn is_name(key: &[u8]) -> bool {
    key.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
}
