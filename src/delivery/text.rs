use std::collections::TryReserveError;

/// The first byte in UTF-8 of all characters up to U+00FF is at most this; no other byte of theirs is greater.
const LAST_OF_LATIN1: u8 = 0xc3;

/// Text in the form in which a JavaScript engine stores it, made on the network's thread so that handing it over is one
/// copy and no decoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// One byte a character, up to U+00FF.
    Latin1(Vec<u8>),
    /// UTF-16.
    Utf16(Vec<u16>),
}

impl Default for Text {
    fn default() -> Self {
        Self::Latin1(Vec::new())
    }
}

impl Text {
    /// The length in code units.
    pub fn len(&self) -> usize {
        match self {
            Self::Latin1(units) => units.len(),
            Self::Utf16(units) => units.len(),
        }
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The space it takes, in bytes.
    pub fn size(&self) -> usize {
        match self {
            Self::Latin1(units) => units.len(),
            Self::Utf16(units) => units.len() * 2,
        }
    }

    /// Adds a string, widening what is there if that is needed.
    pub fn push_str(&mut self, text: &str) {
        match self {
            Self::Latin1(units) if text.is_ascii() => units.extend_from_slice(text.as_bytes()),
            Self::Latin1(units) => {
                if !extend_latin1(units, text) {
                    extend_utf16(self.widen(), text);
                }
            }
            Self::Utf16(units) => extend_utf16(units, text),
        }
    }

    /// Decodes the UTF-8 of a body of any size, replacing what is invalid. Piece by piece, since a repaired copy of the
    /// whole would take three times its size where every byte is replaced; and no byte makes more than one unit, so that
    /// what is reserved at once is enough.
    ///
    /// # Errors
    /// Where the machine has no memory for it.
    pub fn of_body(bytes: &[u8]) -> Result<Self, TryReserveError> {
        let mut units = Vec::new();
        units.try_reserve_exact(bytes.len())?;
        let mut text = Self::Latin1(units);
        let mut rest = bytes;
        while !rest.is_empty() {
            let (piece, later) = rest.split_at(end_of_piece(rest));
            let piece = String::from_utf8_lossy(piece);
            if let Self::Latin1(units) = &text
                && piece.bytes().fold(0, u8::max) > LAST_OF_LATIN1
            {
                let mut wide = Vec::new();
                wide.try_reserve_exact(bytes.len())?;
                wide.extend(units.iter().map(|&unit| u16::from(unit)));
                text = Self::Utf16(wide);
            }
            text.push_str(&piece);
            rest = later;
        }
        Ok(text)
    }

    /// Adds a range of code units of another text.
    pub fn push_units(&mut self, other: &Self, from: usize, to: usize) {
        match (&mut *self, other) {
            (Self::Latin1(units), Self::Latin1(other)) => units.extend_from_slice(&other[from..to]),
            (Self::Utf16(units), Self::Utf16(other)) => units.extend_from_slice(&other[from..to]),
            (Self::Utf16(units), Self::Latin1(other)) => {
                units.extend(other[from..to].iter().map(|&unit| u16::from(unit)));
            }
            (Self::Latin1(_), Self::Utf16(other)) => self.widen().extend_from_slice(&other[from..to]),
        }
    }

    /// A range of code units as a text of its own.
    #[must_use]
    pub fn slice(&self, from: usize, to: usize) -> Self {
        match self {
            Self::Latin1(units) => Self::Latin1(units[from..to].to_vec()),
            Self::Utf16(units) => Self::Utf16(units[from..to].to_vec()),
        }
    }

    /// Empties it, keeping the space if it was narrow.
    pub fn clear(&mut self) {
        match self {
            Self::Latin1(units) => units.clear(),
            Self::Utf16(_) => *self = Self::default(),
        }
    }

    fn widen(&mut self) -> &mut Vec<u16> {
        if let Self::Latin1(units) = self {
            *self = Self::Utf16(units.iter().map(|&unit| u16::from(unit)).collect());
        }
        match self {
            Self::Utf16(units) => units,
            Self::Latin1(_) => unreachable!("it was widened above"),
        }
    }
}

impl From<String> for Text {
    /// Without a copy where it is ASCII.
    fn from(text: String) -> Self {
        if text.is_ascii() { Self::Latin1(text.into_bytes()) } else { Self::from(text.as_bytes()) }
    }
}

impl From<&[u8]> for Text {
    /// Decodes UTF-8, replacing what is invalid.
    fn from(bytes: &[u8]) -> Self {
        let mut text = Self::default();
        text.push_str(&String::from_utf8_lossy(bytes));
        text
    }
}

/// Where bytes can be cut so that both parts read as they do in one: before a byte that continues no character, or that
/// is too many of those that do.
fn end_of_piece(bytes: &[u8]) -> usize {
    const PIECE: usize = 64 * 1024;
    const LONGEST: usize = 4;
    if bytes.len() <= PIECE {
        return bytes.len();
    }
    let continues = |at: &usize| bytes[*at] & 0b1100_0000 == 0b1000_0000;
    (PIECE + 1 - LONGEST..=PIECE).rev().find(|at| !continues(at)).unwrap_or(PIECE)
}

/// Adds text whose characters end at U+00FF; adds nothing, and says so, where one is beyond.
fn extend_latin1(units: &mut Vec<u8>, mut text: &str) -> bool {
    let before = units.len();
    while !text.is_empty() {
        let (ascii, rest) = text.split_at(ascii_run(text));
        units.extend_from_slice(ascii.as_bytes());
        let Some(char) = rest.chars().next() else {
            break;
        };
        let Ok(unit) = u8::try_from(u32::from(char)) else {
            units.truncate(before);
            return false;
        };
        units.push(unit);
        text = &rest[char.len_utf8()..];
    }
    true
}

/// Mostly-ASCII text, as JSON is even in Chinese, goes run by run.
fn extend_utf16(units: &mut Vec<u16>, mut text: &str) {
    while !text.is_empty() {
        let (ascii, rest) = text.split_at(ascii_run(text));
        units.extend(ascii.bytes().map(u16::from));
        let end = rest.bytes().position(|byte| byte.is_ascii()).unwrap_or(rest.len());
        let (others, rest) = rest.split_at(end);
        units.extend(others.encode_utf16());
        text = rest;
    }
}

/// How many of the first bytes are ASCII.
fn ascii_run(text: &str) -> usize {
    const STEP: usize = 16;
    let bytes = text.as_bytes();
    let whole = bytes.chunks_exact(STEP).take_while(|chunk| chunk.is_ascii()).count() * STEP;
    let rest = bytes[whole..].iter().position(|byte| !byte.is_ascii());
    rest.map_or(bytes.len(), |rest| whole + rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &Text) -> String {
        match text {
            Text::Latin1(units) => units.iter().map(|&unit| char::from(unit)).collect(),
            Text::Utf16(units) => String::from_utf16(units).unwrap(),
        }
    }

    #[test]
    fn text_is_as_narrow_as_its_characters_allow() {
        assert!(matches!(Text::from("plain".as_bytes()), Text::Latin1(_)));
        assert_eq!(Text::from("é".as_bytes()), Text::Latin1(vec![0xe9]));
        assert!(matches!(Text::from("日".as_bytes()), Text::Utf16(_)));
        assert_eq!(read(&Text::from(&b"a\xffb"[..])), "a\u{fffd}b");
    }

    #[test]
    fn long_text_is_decoded_in_pieces_as_it_is_in_one() {
        for filler in ["\u{e9}", "日", "😀", "a"] {
            for shift in 0..8 {
                let mut bytes = vec![b'x'; 64 * 1024 - shift];
                bytes.extend(filler.repeat(9).bytes());
                bytes.extend(b"\xf0\x9f\x98");
                bytes.extend([0x80; 9]);
                bytes.resize(bytes.len() + 70_000, 0xff);
                assert_eq!(read(&of_body(&bytes)), String::from_utf8_lossy(&bytes), "{filler} {shift}");
            }
        }
        for start in [&b"\xff"[..], b"\x80", b"\xe6\x97", b"\xf0\x9f"] {
            let bytes: Vec<u8> = start.iter().copied().cycle().take(200_001).collect();
            assert_eq!(read(&of_body(&bytes)), String::from_utf8_lossy(&bytes));
        }
    }

    /// Decodes, and checks that nothing had to be made larger on the way.
    fn of_body(bytes: &[u8]) -> Text {
        let text = Text::of_body(bytes).unwrap();
        let room = match &text {
            Text::Latin1(units) => units.capacity(),
            Text::Utf16(units) => units.capacity(),
        };
        assert_eq!(room, bytes.len());
        text
    }

    #[test]
    fn a_body_is_as_narrow_as_its_characters_allow() {
        assert_eq!(of_body("plain é".as_bytes()), Text::Latin1(b"plain \xe9".to_vec()));
        assert!(matches!(of_body("日".as_bytes()), Text::Utf16(_)));
    }

    proptest! {
        #[test]
        fn pieces_read_back_as_they_were_pushed(pieces in prop::collection::vec("[a-é日😀\u{2028}]{0,9}", 0..9)) {
            let (mut strings, mut units) = (Text::default(), Text::default());
            for piece in &pieces {
                strings.push_str(piece);
                let piece = Text::from(piece.as_bytes());
                units.push_units(&piece, 0, piece.len());
            }
            prop_assert_eq!(read(&strings), pieces.concat());
            prop_assert_eq!(read(&units), pieces.concat());
        }
    }
}
