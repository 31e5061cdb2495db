//! Lines of a file, one at a time.

use std::io::{self, BufRead, ErrorKind};

use memchr::memchr;

/// The longest line that is taken, in bytes: what lies beyond is passed over, so that a file without line ends does not
/// fill the memory.
pub const MAX_LINE: usize = 128 * 1024 * 1024;

const BYTE_ORDER_MARK: &[u8] = &[0xef, 0xbb, 0xbf];

/// One line, without its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// 1 for the first; blank lines count.
    pub number: u64,
    /// The byte that it begins with.
    pub start: u64,
    /// What it says.
    pub content: Content,
    /// Whether a line end came; a file that was cut off ends without one.
    pub is_terminated: bool,
}

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// It is longer than the limit, and its bytes were passed over.
    TooLong,
}

/// Reads lines: ended by LF or CRLF, the last one perhaps by nothing; blank ones and a byte order mark are passed over.
#[derive(Debug)]
pub struct LineReader<R> {
    input: R,
    limit: usize,
    number: u64,
    position: u64,
}

impl<R: BufRead> LineReader<R> {
    /// The lines of `input`, each at most `limit` bytes long.
    pub fn new(input: R, limit: usize) -> Self {
        Self { input, limit, number: 0, position: 0 }
    }

    /// How many bytes have been read.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// The next line that is not blank.
    ///
    /// # Errors
    /// As the input.
    pub fn next_line(&mut self) -> io::Result<Option<Line>> {
        loop {
            match self.read()? {
                None => return Ok(None),
                Some(line) if line.is_blank() => {}
                Some(line) => return Ok(Some(line)),
            }
        }
    }

    fn read(&mut self) -> io::Result<Option<Line>> {
        let start = self.position;
        let mut bytes = Vec::new();
        let mut too_long = false;
        let is_terminated = loop {
            let piece = match self.input.fill_buf() {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                piece => piece?,
            };
            if piece.is_empty() {
                break false;
            }
            let end = memchr(b'\n', piece);
            let taken = end.unwrap_or(piece.len());
            too_long |= taken > self.limit - bytes.len();
            if too_long {
                bytes = Vec::new();
            } else {
                bytes.extend_from_slice(&piece[..taken]);
            }
            let consumed = end.map_or(taken, |end| end + 1);
            self.input.consume(consumed);
            self.position += consumed as u64;
            if end.is_some() {
                break true;
            }
        };
        if self.position == start {
            return Ok(None);
        }
        self.number += 1;
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
        if self.number == 1 && bytes.starts_with(BYTE_ORDER_MARK) {
            bytes.drain(..BYTE_ORDER_MARK.len());
        }
        let content = if too_long { Content::TooLong } else { Content::Bytes(bytes) };
        Ok(Some(Line { number: self.number, start, content, is_terminated }))
    }
}

impl Line {
    fn is_blank(&self) -> bool {
        matches!(&self.content, Content::Bytes(bytes) if bytes.trim_ascii().is_empty())
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Read};

    use proptest::prelude::*;

    use super::*;

    fn lines(bytes: &[u8], buffer: usize, limit: usize) -> Vec<Line> {
        let mut reader = LineReader::new(BufReader::with_capacity(buffer, bytes), limit);
        std::iter::from_fn(|| reader.next_line().unwrap()).collect()
    }

    fn texts(bytes: &[u8]) -> Vec<(u64, String)> {
        let text = |content| match content {
            Content::Bytes(bytes) => String::from_utf8(bytes).unwrap(),
            Content::TooLong => "too long".into(),
        };
        lines(bytes, 7, 10).into_iter().map(|line| (line.number, text(line.content))).collect()
    }

    #[test]
    fn lines_end_as_systems_end_them_and_blank_ones_count_without_being_told() {
        let expected = [(1, "a".into()), (3, "b".into()), (5, "c".into())];
        assert_eq!(texts(b"\xef\xbb\xbfa\r\n\nb\n \t\r\nc"), expected);
        assert_eq!(texts(b"\n\n"), []);
    }

    #[test]
    fn a_line_beyond_the_limit_is_passed_over_and_the_next_one_is_read() {
        assert_eq!(
            texts(b"0123456789\n0123456789a\n0123456789abcdefghijkl\nb"),
            [(1, "0123456789".into()), (2, "too long".into()), (3, "too long".into()), (4, "b".into())]
        );
    }

    #[test]
    fn an_interrupted_read_is_made_again() {
        struct Interrupted(bool);
        impl Read for Interrupted {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                self.0 = !self.0;
                if self.0 {
                    return Err(ErrorKind::Interrupted.into());
                }
                buffer[0] = b'\n';
                Ok(1)
            }
        }
        let mut reader = LineReader::new(BufReader::new(Interrupted(false).take(3)), 10);
        assert_eq!(reader.next_line().unwrap(), None);
        assert_eq!(reader.position(), 3);
    }

    proptest! {
        #[test]
        fn lines_are_what_splitting_gives_however_the_bytes_come(
            bytes in prop::collection::vec(prop::sample::select(&b"ab \t\r\n\xef\xbb\xbf"[..]), 0..200),
            buffer in 1usize..20,
        ) {
            let split: Vec<_> = bytes.split(|&byte| byte == b'\n').enumerate().filter_map(|(at, line)| {
                let line = line.strip_suffix(b"\r").unwrap_or(line);
                let line = if at == 0 { line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line) } else { line };
                (!line.trim_ascii().is_empty()).then(|| (at as u64 + 1, line.to_vec()))
            }).collect();
            let read: Vec<_> = lines(&bytes, buffer, 1000).into_iter().map(|line| match line.content {
                Content::Bytes(bytes) => (line.number, bytes),
                Content::TooLong => unreachable!(),
            }).collect();
            prop_assert_eq!(read, split);
        }

        #[test]
        fn a_line_begins_where_it_says(
            bytes in prop::collection::vec(prop::sample::select(&b"ab\n"[..]), 0..100),
            buffer in 1usize..20,
        ) {
            for line in lines(&bytes, buffer, 1000) {
                let Content::Bytes(content) = line.content else { unreachable!() };
                let start = usize::try_from(line.start).unwrap();
                prop_assert_eq!(&bytes[start..start + content.len()], &content[..]);
                prop_assert_eq!(bytes.get(start + content.len()).is_some(), line.is_terminated);
            }
        }
    }
}
