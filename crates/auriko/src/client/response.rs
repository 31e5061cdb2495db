use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::Error;
use crate::error::{ApiError, Context};
use crate::transport::{AttemptFacts, Head};
use crate::wire::Wire;

/// A whole answer.
#[derive(Debug, Clone)]
pub struct Response {
    head: Head,
    body: Bytes,
    attempts: Vec<AttemptFacts>,
}

impl Response {
    pub(super) fn new(head: Head, body: Bytes, attempts: Vec<AttemptFacts>) -> Self {
        Self { head, body, attempts }
    }

    /// The status: one that means success.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// All headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The request's id at Auriko; quote it when you ask for support.
    pub fn request_id(&self) -> Option<&str> {
        self.head.headers.get("x-request-id")?.to_str().ok()
    }

    /// What happened on the way, attempt by attempt.
    pub fn attempts(&self) -> &[AttemptFacts] {
        &self.attempts
    }

    /// The body as it came, unpacked.
    pub fn bytes(&self) -> &Bytes {
        &self.body
    }

    /// The body as text. Bytes that are no UTF-8 become U+FFFD.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// [`Error::InvalidResponse`] if it is none, or not of this form; [`Error::Status`] if it is an error under a status
    /// that means success.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_value(self.value()?).map_err(|error| self.unreadable(&error))
    }

    /// The body as a type of the wire, which takes whatever fits.
    pub(super) fn read<T: Wire>(&self) -> Result<T, Error> {
        T::read(self.value()?).map_err(|_| self.unreadable(&"it is json of another form"))
    }

    fn value(&self) -> Result<Value, Error> {
        let value: Value = serde_json::from_slice(&self.body).map_err(|error| self.unreadable(&error))?;
        if value.get("error").is_some_and(|error| !error.is_null()) && value.get("object").is_none() {
            let error = Box::new(ApiError::from_value(self.head.status, value));
            return Err(Error::Status { error, context: Box::new(self.context()) });
        }
        Ok(value)
    }

    fn unreadable(&self, reason: &dyn std::fmt::Display) -> Error {
        Error::InvalidResponse { reason: reason.to_string(), context: Box::new(self.context()) }
    }

    fn context(&self) -> Context {
        let attempts = u32::try_from(self.attempts.len()).unwrap_or(u32::MAX);
        Context::new(attempts).with_head(self.head.status, self.head.headers.clone())
    }
}
