//! Headers as they cross: `name: value` lines.

use auriko::transport::Error;
use bytes::Bytes;
use http::header::{HeaderMap, HeaderName, HeaderValue};

use super::raw_request::invalid;
use super::text::Text;

/// Headers from `name: value` lines.
pub fn parse_lines(lines: &str) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    for line in lines.lines() {
        let (name, value) = line.split_once(": ").ok_or_else(|| invalid("a header line has no colon"))?;
        let name = HeaderName::try_from(name).map_err(|_| invalid("a header's name is not valid"))?;
        let mut value = value_of(value).ok_or_else(|| invalid("a header's value is not valid"))?;
        value.set_sensitive(true);
        headers.insert(name, value);
    }
    Ok(headers)
}

/// JavaScript's strings in headers stand for latin1 bytes, as in every HTTP client of Node.
fn value_of(text: &str) -> Option<HeaderValue> {
    if text.is_ascii() {
        return HeaderValue::from_str(text).ok();
    }
    let bytes: Option<Vec<u8>> = text.chars().map(|char| u8::try_from(u32::from(char)).ok()).collect();
    HeaderValue::from_maybe_shared(Bytes::from(bytes?)).ok()
}

/// Headers as `name: value` lines, the values as the bytes they came as.
pub fn lines_of(headers: &HeaderMap) -> Text {
    let mut lines = Vec::with_capacity(headers.len() * 40);
    for (name, value) in headers {
        lines.extend_from_slice(name.as_str().as_bytes());
        lines.extend_from_slice(b": ");
        lines.extend_from_slice(value.as_bytes());
        lines.push(b'\n');
    }
    lines.pop();
    Text::Latin1(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_headers_whose_values_are_hidden_and_latin1() {
        let headers = parse_lines("x-one: 1\nx-two: \u{e9}\nx-one: 2\n").unwrap();
        assert_eq!(
            (headers.len(), &headers["x-one"], headers["x-two"].as_bytes()),
            (2, &HeaderValue::from_static("2"), &[0xe9][..])
        );
        assert!(!format!("{headers:?}").contains('2'));
    }

    #[test]
    fn a_header_that_would_end_its_line_is_refused_without_being_shown() {
        for lines in ["x: a\rb", "x", "x y: a", "x: \u{20ac}"] {
            let error = parse_lines(lines).unwrap_err();
            assert!(matches!(error, Error::Config { .. }), "{lines}");
        }
    }
}
