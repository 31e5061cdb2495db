//! Requests as they come in: texts, which are read on the network's threads and not on the caller's.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};

use super::error::Error;
use super::request::{Request, Retries, Timeouts};

/// A request that has not been read yet.
pub struct Draft {
    /// The HTTP method.
    pub method: String,
    /// The absolute address.
    pub url: String,
    /// The whole `Authorization` header.
    pub authorization: Option<String>,
    /// All other headers.
    pub headers: Headers,
    /// The body.
    pub body: Option<Bytes>,
    /// The limits of this call.
    pub timeouts: Timeouts,
    /// How often and how patiently a failed attempt is repeated.
    pub retries: Retries,
}

/// Headers, read or not.
pub enum Headers {
    /// A client's own.
    Ready(Arc<HeaderMap>),
    /// `name: value` lines.
    Lines(String),
}

impl Draft {
    /// The request that it stands for.
    pub fn read(self) -> Result<Request, Error> {
        let mut headers = match self.headers {
            Headers::Ready(headers) => HeaderMap::clone(&headers),
            Headers::Lines(lines) => parse_lines(&lines)?,
        };
        if let Some(authorization) = self.authorization {
            let mut value =
                HeaderValue::try_from(authorization).map_err(|_| invalid("the key is not a valid header"))?;
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        Ok(Request {
            method: self.method.parse().map_err(|_| invalid("the method is not valid"))?,
            url: self.url.parse().map_err(|_| invalid("the address is not valid"))?,
            headers,
            body: self.body,
            timeouts: self.timeouts,
            retries: self.retries,
        })
    }
}

/// Headers from `name: value` lines.
pub fn parse_lines(lines: &str) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    for line in lines.lines() {
        let (name, value) = line.split_once(": ").ok_or_else(|| invalid("a header line has no colon"))?;
        let name = HeaderName::try_from(name).map_err(|_| invalid("a header's name is not valid"))?;
        // JavaScript's strings in headers stand for latin1 bytes, as in every HTTP client of Node.
        let bytes: Option<Vec<u8>> = value.chars().map(|char| u8::try_from(u32::from(char)).ok()).collect();
        let value = bytes.and_then(|bytes| HeaderValue::from_bytes(&bytes).ok());
        let mut value = value.ok_or_else(|| invalid("a header's value is not valid"))?;
        value.set_sensitive(true);
        headers.insert(name, value);
    }
    Ok(headers)
}

fn invalid(reason: &str) -> Error {
    Error::Config { reason: reason.into(), no_roots: false }
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
