use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderMap, StatusCode, Version};
use reqwest::{Response, Url};

use super::error::Error;

/// Status and headers of an answer.
#[derive(Debug, Clone)]
pub struct Head {
    /// The status.
    pub status: StatusCode,
    /// The words behind the status, as the server wrote them; empty in HTTP/2.
    pub reason: String,
    /// The HTTP version.
    pub version: Version,
    /// All headers.
    pub headers: HeaderMap,
    /// Where redirects led, if any were followed.
    pub redirected_to: Option<Url>,
}

impl Head {
    /// The head of an answer, taken out before its body is read: left in, it would keep the first bytes of the connection
    /// in memory for as long as a stream is open.
    pub(super) fn take(response: &mut Response, redirected_to: Option<Url>) -> Self {
        let status = response.status();
        let version = response.version();
        Self {
            status,
            reason: reason(response),
            version,
            headers: std::mem::take(response.headers_mut()),
            redirected_to,
        }
    }

    /// Whether only the end of the connection says where the body ends.
    pub(super) fn is_delimited_by_close(&self) -> bool {
        self.version < Version::HTTP_2
            && !self.headers.contains_key(CONTENT_LENGTH)
            && !self.headers.contains_key(TRANSFER_ENCODING)
    }
}

/// The library keeps the words only where they differ from the usual ones.
fn reason(response: &Response) -> String {
    if response.version() >= Version::HTTP_2 {
        return String::new();
    }
    match response.extensions().get::<hyper::ext::ReasonPhrase>() {
        Some(phrase) => phrase.as_bytes().iter().map(|&byte| char::from(byte)).collect(),
        None => response.status().canonical_reason().unwrap_or_default().to_owned(),
    }
}

/// Why a call ended without what was asked for.
#[derive(Debug)]
pub struct Failure {
    /// What happened.
    pub error: Error,
    /// The answer it happened inside of.
    pub head: Option<Box<Head>>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, head: None }
    }
}
