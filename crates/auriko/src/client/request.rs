use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method};
use reqwest::Url;
use serde::Serialize;

use super::Client;
use super::builder::{header, invalid};
use super::response::Response;
use super::timeouts::Timeouts;
use crate::Error;
use crate::stream::{EventStream, StreamedCall};
use crate::transport::{
    self, AttemptLog, Attempts, Failure, MAX_BODY, Phase, Redirects, Repeat, Retries, Turn, within,
};

/// A request of your own. [`send`](Self::send) gives the whole answer, [`stream`](Self::stream) its server-sent events.
///
/// Failed attempts are repeated as for every request; [`repeat`](Self::repeat) keeps what must not happen twice from being
/// sent again.
#[derive(Debug)]
#[must_use = "nothing is sent before `send` or `stream`"]
pub struct RequestBuilder {
    client: Client,
    method: Method,
    path: String,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    body: Option<Bytes>,
    timeouts: Timeouts,
    retries: Retries,
}

impl RequestBuilder {
    pub(super) fn new(client: Client, method: Method, path: String) -> Self {
        let (timeouts, retries) = (client.settings.timeouts, client.settings.retries);
        Self { client, method, path, query: Vec::new(), headers: Vec::new(), body: None, timeouts, retries }
    }

    /// Adds to the query.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// Sets a header.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// A body of JSON.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] for what can't be written as JSON, such as a map whose keys are no text.
    pub fn json(mut self, body: &impl Serialize) -> Result<Self, Error> {
        let body = serde_json::to_vec(body)
            .map_err(|error| invalid("body", &format!("the body can't be written as json: {error}")))?;
        self.body = Some(body.into());
        Ok(self)
    }

    /// A body of JSON that is text already. It is sent as it is.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// The limits of this request; [`Timeouts::connect`] stays the client's.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Attempts after the first.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.retries.max = retries;
        self
    }

    /// The longest wait that the server may ask for.
    pub fn max_retry_delay(mut self, delay: Duration) -> Self {
        self.retries.max_delay = delay;
        self
    }

    /// Which failures it may be repeated after. Default: any that may be repeated; for what must not happen twice, such as
    /// creating something, [`Repeat::UntilReceived`].
    pub fn repeat(mut self, repeat: Repeat) -> Self {
        self.retries.repeat = repeat;
        self
    }

    /// Sends it and reads the whole answer. Dropping the future closes the connection.
    ///
    /// # Errors
    /// Any [`Error`] but those of streams.
    pub async fn send(self) -> Result<Response, Error> {
        let (pool, request) = (Arc::clone(&self.client.pool), self.prepare("application/json")?);
        let log = AttemptLog::default();
        let attempts = Attempts { pool: &pool, request: &request, log: &log, observer: None };
        // Boxed: a future that is handed on by value takes its room once for every hand that it passes through.
        let work = Box::pin(attempts.fetch(MAX_BODY));
        let answer = within(request.timeouts.total, Phase::Total, work).await;
        match answer.map_err(Failure::from).and_then(|answer| answer) {
            Ok((head, body)) => Ok(Response::new(head, body, log.facts())),
            Err(failure) => Err(Error::from_failure(failure, log.count())),
        }
    }

    /// Sends it and waits until its answer begins; the events of the answer come as a stream, up to `[DONE]` or the end of
    /// the body. Dropping the future or the stream closes the connection.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn stream(self) -> Result<EventStream, Error> {
        let (pool, request) = (Arc::clone(&self.client.pool), self.prepare("text/event-stream, application/json")?);
        EventStream::open(StreamedCall { pool, request, log: Arc::default() }).await
    }

    /// How often and how patiently it is repeated.
    pub(crate) fn retries(&self) -> Retries {
        self.retries
    }

    pub(crate) fn prepare(&self, accept: &'static str) -> Result<transport::Request, Error> {
        Ok(transport::Request {
            method: self.method.clone(),
            url: self.url()?,
            headers: self.all_headers(accept)?,
            body: self.body.clone(),
            timeouts: transport::Timeouts {
                headers: self.timeouts.headers,
                idle: self.timeouts.idle,
                total: self.timeouts.total,
            },
            retries: self.retries,
            redirects: Redirects::SameOrigin,
            any_status: false,
            pacing: self.client.settings.pacer.as_ref().map(|pacer| Turn::next(pacer).of_body(self.body.as_deref())),
        })
    }

    fn url(&self) -> Result<Url, Error> {
        let base = &self.client.settings.base;
        if !self.path.starts_with('/') {
            return Err(invalid("path", "the path must begin with a slash; it is relative to the base url"));
        }
        let mut url = Url::parse(&format!("{base}{}", self.path))
            .ok()
            // Dots could lead out of the base, and with the key to another service of the same host.
            .filter(|url| url.origin() == base.origin() && is_below(url.path(), base.path()))
            .ok_or_else(|| invalid("path", "the path can't be joined to the base url"))?;
        if !self.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.query);
        }
        Ok(url)
    }

    fn all_headers(&self, accept: &'static str) -> Result<HeaderMap, Error> {
        let mut headers = self.client.headers()?;
        headers.entry(ACCEPT).or_insert(HeaderValue::from_static(accept));
        if self.body.is_some() {
            headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
        }
        for (name, value) in &self.headers {
            let (name, value) = header(name, value)?;
            headers.insert(name, value);
        }
        Ok(headers)
    }
}

fn is_below(path: &str, base: &str) -> bool {
    path.strip_prefix(base).is_some_and(|rest| rest.starts_with('/'))
}
