//! Requests as they come in: texts, which are read on the network's threads and not on the caller's.

use std::sync::Arc;

use auriko::transport::{Error, Redirects, Request, Retries, Timeouts, Turn};
use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderMap};

use super::address::parse_address;
use super::header_lines::parse_lines;
use super::secret_header::secret_header;

/// A request that has not been read yet.
pub struct RawRequest {
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
    /// For a `fetch`: which redirects are followed; every status counts as an answer then.
    pub redirects: Option<Redirects>,
    /// Its turn, for a client with limits.
    pub turn: Option<Turn>,
}

/// Headers, read or not.
pub enum Headers {
    /// A client's own.
    Ready(Arc<HeaderMap>),
    /// `name: value` lines.
    Lines(String),
}

impl RawRequest {
    /// The request that it stands for.
    pub fn read(self) -> Result<Request, Error> {
        let mut headers = match self.headers {
            Headers::Ready(headers) => HeaderMap::clone(&headers),
            Headers::Lines(lines) => parse_lines(&lines)?,
        };
        if let Some(authorization) = self.authorization {
            headers.insert(AUTHORIZATION, secret_header(authorization)?);
        }
        let pacing = self.turn.map(|turn| turn.of_body(self.body.as_deref()));
        Ok(Request {
            method: self.method.parse().map_err(|_| invalid("the method is not valid"))?,
            url: parse_address(&self.url)?,
            headers,
            body: self.body,
            timeouts: self.timeouts,
            retries: self.retries,
            redirects: self.redirects.unwrap_or_default(),
            any_status: self.redirects.is_some(),
            pacing,
        })
    }
}

pub(super) fn invalid(reason: &str) -> Error {
    Error::Config { reason: reason.into(), no_roots: false }
}
