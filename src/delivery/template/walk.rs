use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher;

/// Deeper events are not worth the walk.
const MAX_DEPTH: usize = 16;
/// Nor are objects with more keys, each of which is compared with all before.
const MAX_KEYS: usize = 64;

/// One piece of the text of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    /// A string in the place of a value, its quotes included.
    Text,
    /// A number.
    Number,
    /// An array of nothing but numbers.
    Numbers,
    /// Anything else: a bracket, a comma, a key with its colon, a literal, blanks.
    Other,
}

/// One open object or array on the way through an event.
struct Level<'a> {
    /// The keys seen, the last being the current one; `None` for an array.
    keys: Option<Vec<&'a [u8]>>,
    index: usize,
}

/// A walk through the text of an event that keeps track of where it is. It need not be valid JSON: what the walk does
/// not understand ends it, and everything that crosses is parsed once in full.
pub struct Walk<'a> {
    text: &'a [u8],
    at: usize,
    levels: Vec<Level<'a>>,
    /// In an object: the next string is a key.
    key_next: bool,
}

impl<'a> Walk<'a> {
    pub fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0, levels: Vec::new(), key_next: false }
    }

    /// Where the next token begins.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Steps over the next token; `None` at the end and where the text can't be followed.
    pub fn next(&mut self) -> Option<Token> {
        match *self.text.get(self.at)? {
            b'{' => self.open(true),
            b'[' => match numbers_length(&self.text[self.at..]) {
                Some(length) => {
                    self.at += length;
                    Some(Token::Numbers)
                }
                None => self.open(false),
            },
            b'}' | b']' => {
                self.at += 1;
                self.levels.pop()?.is_unambiguous().then_some(Token::Other)
            }
            b',' => {
                self.at += 1;
                let level = self.levels.last_mut()?;
                level.index += 1;
                self.key_next = level.keys.is_some();
                Some(Token::Other)
            }
            b'"' => self.string(),
            b'-' | b'0'..=b'9' => {
                self.at += number_length(&self.text[self.at..]);
                Some(Token::Number)
            }
            _ => {
                self.at += 1;
                Some(Token::Other)
            }
        }
    }

    fn open(&mut self, is_object: bool) -> Option<Token> {
        self.levels.push(Level { keys: is_object.then(Vec::new), index: 0 });
        self.key_next = is_object;
        self.at += 1;
        (self.levels.len() <= MAX_DEPTH).then_some(Token::Other)
    }

    fn string(&mut self) -> Option<Token> {
        let start = self.at;
        self.at += text_length(&self.text[start..])?;
        if std::mem::take(&mut self.key_next) {
            self.levels.last_mut()?.keys.as_mut()?.push(&self.text[start + 1..self.at - 1]);
            return Some(Token::Other);
        }
        Some(Token::Text)
    }

    /// The way to the current value, as the text of a JSON array of keys and indexes.
    pub fn path(&self) -> Option<String> {
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
        keys.len() <= MAX_KEYS && keys.iter().enumerate().all(|(at, key)| clear(key) && !keys[..at].contains(key))
    }
}

fn is_name(key: &[u8]) -> bool {
    key.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
}

/// How long the JSON string at the start of some bytes is, quotes included; `None` if it is not valid or not closed.
pub fn text_length(bytes: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += plain_length(&bytes[at..]);
        at += match *bytes.get(at)? {
            b'"' => return Some(at + 1),
            0..=0x1f => return None,
            b'\\' => match *bytes.get(at + 1)? {
                b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => 2,
                b'u' if bytes.get(at + 2..at + 6)?.iter().all(u8::is_ascii_hexdigit) => 6,
                _ => return None,
            },
            _ => 1,
        };
    }
}

/// How many bytes at the start are certainly plain text, in steps of a word: neither quotes nor backslashes nor control
/// characters are among them.
fn plain_length(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 0xff;
    const HIGH: u64 = ONES << 7;
    // Each has its high bit where a byte is less than a bound of at most 0x80; a borrow may add others above it.
    let less = |word: u64, bound: u64| word.wrapping_sub(ONES * bound) & !word & HIGH;
    let is_plain = |word: &u64| {
        let (quotes, backslashes) = (word ^ (ONES * u64::from(b'"')), word ^ (ONES * u64::from(b'\\')));
        less(*word, 0x20) | less(quotes, 1) | less(backslashes, 1) == 0
    };
    let words = bytes.chunks_exact(8).map(|word| u64::from_ne_bytes(word.try_into().unwrap_or_default()));
    words.take_while(is_plain).count() * 8
}

/// How many of the first bytes can belong to a number.
pub fn number_length(bytes: &[u8]) -> usize {
    let belongs = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
    bytes.iter().position(|byte| !belongs(byte)).unwrap_or(bytes.len())
}

/// How long the array at the start of some bytes is, if nothing but what can belong to numbers stands in it.
pub fn numbers_length(bytes: &[u8]) -> Option<usize> {
    let belongs = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E' | b',');
    let inner = bytes.get(1..)?;
    let length = inner.iter().position(|byte| !belongs(byte))?;
    (bytes[0] == b'[' && inner[length] == b']').then_some(length + 2)
}

/// What events of one shape have in common: everything but their strings, numbers and lists of numbers. `None` for what
/// can't be followed. Two events of the same shape have the same; for others that is all but impossible and harmless.
pub fn shape_hash(event: &[u8]) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    let mut walk = Walk::new(event);
    // What lies between two values is hashed at once.
    let mut from = 0;
    while walk.position() < event.len() {
        let start = walk.position();
        let token = walk.next()?;
        if token != Token::Other {
            hasher.write(&event[from..start]);
            hasher.write_u8(token as u8);
            from = walk.position();
        }
    }
    hasher.write(&event[from..]);
    walk.levels.is_empty().then(|| hasher.finish())
}
