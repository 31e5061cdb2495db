//! Sends the requests of a batch.

use std::sync::Arc;
use std::time::{Instant, SystemTime};

use bytes::Bytes;
use futures::future::BoxFuture;
use http::header::AUTHORIZATION;
use http::{HeaderValue, StatusCode};
use tokio::sync::Mutex;

use super::answer::{Answer, Used, read};
use super::item::{Endpoint, Item};
use super::pace::Pace;
use super::result_line::{self, Sent};
use crate::Error;
use crate::error::{ApiError, Context};
use crate::transport::{AttemptLog, Attempts, Failure, Head, MAX_BODY, Pacer, Phase, Pool, Request, Turn, within};

/// Asks for the key: the whole `Authorization` header, or why there is none.
pub type KeySource = Arc<dyn Fn() -> BoxFuture<'static, Result<HeaderValue, String>> + Send + Sync>;

/// How the requests of a batch are sent: the same request each time, but for its body and its key.
pub struct Sender {
    /// Where connections come from.
    pub pool: Arc<Pool>,
    /// A request for a chat completion, without its body.
    pub chat: Request,
    /// A request for a response, without its body.
    pub responses: Request,
    /// How fast they may leave.
    pub pacer: Arc<Pacer>,
    /// What is learnt about that from refusals.
    pub pace: Pace,
    /// Where the key comes from, if it may change; it is asked for at the start, and again when the server does not take the
    /// last one.
    pub key: Option<Key>,
}

impl std::fmt::Debug for Sender {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sender").finish_non_exhaustive()
    }
}

/// A key that may change while a batch runs.
pub struct Key {
    source: KeySource,
    /// The last one, and how many there were before.
    current: Mutex<(u64, Option<HeaderValue>)>,
}

impl Key {
    /// A key that is asked for when it is needed.
    #[cfg_attr(not(feature = "transport"), expect(dead_code, reason = "the key of this crate's client stays the same"))]
    pub fn new(source: KeySource) -> Self {
        Self { source, current: Mutex::default() }
    }

    /// The key, another one than that of generation `refused`.
    async fn get(&self, refused: Option<u64>) -> Result<(u64, HeaderValue), String> {
        let mut current = self.current.lock().await;
        if let (generation, Some(key)) = &*current
            && refused != Some(*generation)
        {
            return Ok((*generation, key.clone()));
        }
        let key = (self.source)().await?;
        *current = (current.0 + 1, Some(key.clone()));
        Ok((current.0, key))
    }
}

/// What became of a request.
pub(super) enum Sending {
    /// A line for it, and what it came to.
    Ended(Vec<u8>, Used),
    /// The network can't be used as it is configured, for this request as for any other.
    Impossible(Error),
    /// The key is not taken: with the code and the words for it. No line: it would fail for every request alike, and should
    /// be asked again.
    Unauthorized(String, String),
}

impl Sender {
    /// Sends a request until it has an answer or has failed for good.
    pub(super) async fn send(&self, item: &Item) -> Sending {
        let (began, mut attempts, mut refused) = (Instant::now(), 0, None);
        self.pace.wait(&item.model).await;
        let refusals = self.pace.observer(&item.model);
        loop {
            let (generation, request) = match self.request(item, refused).await {
                Ok(request) => request,
                Err(message) => return Sending::Unauthorized("missing_api_key".into(), message),
            };
            let log = AttemptLog::default();
            let work = Attempts { pool: &self.pool, request: &request, log: &log, observer: Some(&refusals) };
            // Boxed: a future that is handed on by value takes its room once for every hand that it passes through.
            let work = Box::pin(work.fetch(MAX_BODY));
            let answer = within(request.timeouts.total, Phase::Total, work).await;
            attempts += log.count();
            let sent = Sent { finished: SystemTime::now(), duration: began.elapsed(), attempts };
            let error = match answer.map_err(Failure::from).and_then(|answer| answer) {
                Ok((head, body)) => match judge(item, sent, &head, &body) {
                    Ok((line, used)) => {
                        self.pace.answered(&item.model);
                        return Sending::Ended(line, used);
                    }
                    Err(error) => error,
                },
                Err(failure) => Error::from_failure(failure, attempts),
            };
            if matches!(error, Error::Config { .. }) {
                return Sending::Impossible(error);
            }
            if error.status() != Some(StatusCode::UNAUTHORIZED) {
                let used = Used::failed(&item.model, error.code(), &error.to_string());
                return Sending::Ended(result_line::failed(item, sent, &error), used);
            }
            match generation {
                // Once: a second key that is refused is no matter of its age.
                Some(generation) if refused.is_none() => refused = Some(generation),
                _ => return Sending::Unauthorized(error.code().to_owned(), error.to_string()),
            }
        }
    }

    async fn request(&self, item: &Item, refused: Option<u64>) -> Result<(Option<u64>, Request), String> {
        let template = match item.endpoint {
            Endpoint::ChatCompletions => &self.chat,
            Endpoint::Responses => &self.responses,
        };
        let pacing = Some(Turn::next(&self.pacer).of_body(Some(&item.body)));
        let mut request = Request { body: Some(item.body.clone()), pacing, ..template.clone() };
        let Some(key) = &self.key else { return Ok((None, request)) };
        let (generation, key) = key.get(refused).await?;
        request.headers.insert(AUTHORIZATION, key);
        Ok((Some(generation), request))
    }
}

/// A good answer as a line, unless it is none after all.
fn judge(item: &Item, sent: Sent, head: &Head, body: &Bytes) -> Result<(Vec<u8>, Used), Error> {
    let context = || Box::new(Context::new(sent.attempts).with_head(head.status, head.headers.clone()));
    let unreadable = |reason: String| Error::InvalidResponse { reason, context: context() };
    let text = std::str::from_utf8(body).map_err(|_| unreadable("it is not in UTF-8".into()))?;
    match read(text, &item.model) {
        Answer::Good(used) => {
            let id = head.headers.get("x-request-id").and_then(|id| id.to_str().ok());
            Ok((result_line::answered(item, sent, head.status, id, text), used))
        }
        Answer::Error => {
            Err(Error::Status { error: Box::new(ApiError::from_body(head.status, text)), context: context() })
        }
        Answer::Unreadable(reason) => Err(unreadable(reason)),
    }
}
