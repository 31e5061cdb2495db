//! Where two events differ, if they differ in a few values only.

use super::walk::{Token, Walk, number_length, numbers_length, text_length};

/// More varying values than this are not worth a template: enough for a token with five alternatives and their bytes.
pub const MAX_SLOTS: usize = 24;
/// As many pay whatever their length; more of them have to leave at least as much of an event unchanged.
const FEW: usize = 4;

/// A value of an event that varies.
#[derive(Debug, PartialEq, Eq)]
pub struct Slot {
    /// Where it begins, the quote of a string included.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    kind: Kind,
    path: String,
}

/// What can stand in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    /// An array of numbers, as the bytes of a token are.
    Numbers,
}

impl Kind {
    fn of(token: Token) -> Option<Self> {
        match token {
            Token::Text => Some(Self::Text),
            Token::Number => Some(Self::Number),
            Token::Numbers => Some(Self::Numbers),
            Token::Other => None,
        }
    }

    /// How long the value of this kind at the start of some bytes is.
    fn length(self, bytes: &[u8]) -> Option<usize> {
        match self {
            Self::Text => bytes.starts_with(b"\"").then(|| text_length(bytes))?,
            Self::Number => {
                let length = number_length(bytes);
                is_number(&bytes[..length]).then_some(length)
            }
            Self::Numbers => {
                let length = numbers_length(bytes)?;
                let inner = &bytes[1..length - 1];
                (inner.is_empty() || inner.split(|&byte| byte == b',').all(is_number)).then_some(length)
            }
        }
    }
}

impl Slot {
    /// The way to it, as the text of a JSON array of keys and indexes.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether a string stands here.
    pub fn is_text(&self) -> bool {
        self.kind == Kind::Text
    }

    /// How long the value at the start of some bytes is, if it is one that can stand here.
    pub fn value(&self, bytes: &[u8]) -> Option<usize> {
        self.kind.length(bytes)
    }

    /// The text that an event has here, quotes excluded, if it equals the template but for that. The common case has a
    /// road of its own: both ends are compared at once, and only what is left is looked at byte by byte.
    pub fn only<'a>(&self, template: &[u8], event: &'a str) -> Option<&'a str> {
        let bytes = event.as_bytes();
        let (before, after) = (self.start + 1, template.len() - (self.end - 1));
        let end = bytes.len().checked_sub(after)?;
        let same = end >= before
            && bytes[..before] == template[..before]
            && bytes[end..] == template[template.len() - after..];
        (same && text_length(&bytes[self.start..]) == Some(end + 1 - self.start)).then(|| &event[before..end])
    }
}

/// The values in which `event` differs from `last`, and those that were `known` to vary there; none if it differs in
/// anything else, or in too many.
pub fn find(last: &[u8], known: &[Slot], event: &[u8]) -> Option<Vec<Slot>> {
    let (mut one, mut other) = (Walk::new(last), Walk::new(event));
    let (mut slots, mut varying) = (Vec::new(), 0);
    while other.position() < event.len() {
        let (from_one, start) = (one.position(), other.position());
        let (token, counterpart) = (other.next()?, one.next()?);
        let end = other.position();
        let is_same = token == counterpart && last[from_one..one.position()] == event[start..end];
        if is_same && !known.iter().any(|slot| slot.start == from_one) {
            continue;
        }
        let kind = Kind::of(token).filter(|_| token == counterpart && slots.len() < MAX_SLOTS)?;
        if kind.length(&event[start..end])? != end - start {
            return None;
        }
        varying += end - start;
        slots.push(Slot { start, end, kind, path: other.path()? });
    }
    let is_worth_it = slots.len() <= FEW || varying <= event.len() / 2;
    (is_worth_it && one.position() == last.len()).then_some(slots)
}

/// Whether bytes are a number as JSON writes them.
fn is_number(bytes: &[u8]) -> bool {
    let digits = |bytes: &[u8]| bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut rest = bytes.strip_prefix(b"-").unwrap_or(bytes);
    let whole = digits(rest);
    if whole == 0 || (whole > 1 && rest[0] == b'0') {
        return false;
    }
    rest = &rest[whole..];
    if let Some(fraction) = rest.strip_prefix(b".") {
        let length = digits(fraction);
        if length == 0 {
            return false;
        }
        rest = &fraction[length..];
    }
    if let [b'e' | b'E', exponent @ ..] = rest {
        let exponent = exponent.strip_prefix(b"+").or_else(|| exponent.strip_prefix(b"-")).unwrap_or(exponent);
        let length = digits(exponent);
        return length > 0 && length == exponent.len();
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::{is_number, text_length};

    #[test]
    fn only_what_json_allows_is_a_number() {
        for number in ["0", "-0", "10", "1.5", "1e5", "1.5E-3", "2E+7", "-1.0"] {
            assert!(is_number(number.as_bytes()), "{number}");
        }
        for other in ["", "-", "01", "1.", ".5", "1e", "1e+", "+1", "1.5.2", "1-2", "--1", "0x1"] {
            assert!(!is_number(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn only_what_json_allows_is_a_string() {
        let long = format!("\"{}\"", "a long é text ".repeat(9));
        for text in [long.as_str(), r#""""#, r#""a""#, r#""\n""#, r#""\u00e9""#, r#""é""#, r#""\\""#, r#""\"""#] {
            assert_eq!(text_length(text.as_bytes()), Some(text.len()), "{text}");
        }
        for other in ["\"", r#""\"#, r#""\x""#, r#""\u12""#, r#""\u12g4""#, "\"a\nb\"", r#""\\\"#, "\"\0\""] {
            assert_eq!(text_length(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn a_string_ends_at_its_quote_wherever_in_a_word_that_stands() {
        for before in 0..20 {
            let plain = "x~\u{7f}".repeat(before);
            for (end, length) in [("\"", Some(1)), ("\\\"\"", Some(3)), ("\u{1f}\"", None), ("\\x\"", None)] {
                let text = format!("\"{plain}{end}, \"more\": \"text\"");
                assert_eq!(text_length(text.as_bytes()), length.map(|length| 1 + plain.len() + length), "{text}");
            }
        }
    }
}
