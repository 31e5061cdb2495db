//! One request and its answer: attempts, redirects, limits.

use std::time::{Duration, SystemTime};

use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use http::{HeaderMap, Method};
use reqwest::{Response, Url};
use tokio::time::{sleep, timeout};

use super::call::{Call, Failure, Head};
use super::error::{Answer, Error, Phase};
use super::network::Pool;
use super::request::Request;
use super::text::Text;
use super::{backoff, classify};

const MAX_REDIRECTS: usize = 10;
/// More than this of an error's body is of no use to anyone.
const MAX_ERROR_BODY: usize = 1024 * 1024;
/// A guard against a server that never ends, not a limit that an answer is expected to meet.
const MAX_BODY: usize = 512 * 1024 * 1024;

/// The whole answer, as text.
pub async fn fetch(pool: &Pool, request: &Request, call: &Call) -> Result<(Head, Text), Failure> {
    retrying(request, call, move || async move {
        let mut response = attempt(pool, request).await?;
        let head = take_head(&mut response);
        match read(response, MAX_BODY, pool, request).await {
            Ok(body) => Ok((head, Text::from(&body[..]))),
            Err((error, _)) => Err(Failure { error, head: Some(head) }),
        }
    })
    .await
}

/// A good answer whose body has not been read.
pub async fn open(pool: &Pool, request: &Request, call: &Call) -> Result<Response, Failure> {
    retrying(request, call, move || async move { Ok(attempt(pool, request).await?) }).await
}

async fn retrying<T, F>(request: &Request, call: &Call, mut attempt: impl FnMut() -> F) -> Result<T, Failure>
where
    F: Future<Output = Result<T, Failure>>,
{
    loop {
        call.count_attempt();
        match attempt().await {
            Ok(answer) => return Ok(answer),
            Err(failure) => pause(failure, request, call).await?,
        }
    }
}

/// Waits for the next attempt, or gives the failure back where there is none.
pub async fn pause(mut failure: Failure, request: &Request, call: &Call) -> Result<(), Failure> {
    let retries = call.attempts().saturating_sub(1);
    if retries >= request.retries.max || !classify::is_retryable(&failure.error) {
        return Err(failure);
    }
    let mut delay = backoff::delay(retries);
    if let Error::Status(answer) = &mut failure.error
        && let Some(asked) = backoff::retry_after(&answer.headers, SystemTime::now())
    {
        if asked > request.retries.max_delay {
            answer.delay_too_long = true;
            return Err(failure);
        }
        delay = delay.max(asked);
    }
    sleep(delay).await;
    Ok(())
}

/// Sends once, follows redirects within the origin, and turns an answer that says no into an error.
async fn attempt(pool: &Pool, request: &Request) -> Result<Response, Error> {
    let mut method = request.method.clone();
    let mut url = request.url.clone();
    let mut body = request.body.clone();
    let mut redirects = 0;
    loop {
        let response = send(pool, request, method.clone(), url.clone(), body.clone()).await?;
        if response.status().is_success() {
            return Ok(response);
        }
        let Some(target) = redirect(&response, &url).filter(|_| redirects < MAX_REDIRECTS) else {
            return Err(refusal(response, pool, request).await);
        };
        redirects += 1;
        let keeps_method = matches!(response.status().as_u16(), 307 | 308) || method == Method::GET;
        if !keeps_method {
            method = Method::GET;
            body = None;
        }
        url = target;
    }
}

async fn send(
    pool: &Pool,
    request: &Request,
    method: Method,
    url: Url,
    body: Option<Bytes>,
) -> Result<Response, Error> {
    let mut outgoing = reqwest::Request::new(method, url);
    outgoing.headers_mut().clone_from(&request.headers);
    if let Some(body) = body {
        *outgoing.body_mut() = Some(body.into());
    } else {
        outgoing.headers_mut().remove(CONTENT_TYPE);
        outgoing.headers_mut().remove(CONTENT_LENGTH);
    }
    let sent = limited(request.timeouts.headers, Phase::Headers, pool.client()?.execute(outgoing)).await?;
    sent.map_err(|error| Error::from_attempt(error, pool.connect_timeout(), pool.is_proxied()))
}

/// Where a redirect leads, if it stays within the origin: the key must not travel to another.
fn redirect(response: &Response, from: &Url) -> Option<Url> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let target = from.join(response.headers().get(LOCATION)?.to_str().ok()?).ok()?;
    (target.origin() == from.origin()).then_some(target)
}

async fn refusal(mut response: Response, pool: &Pool, request: &Request) -> Error {
    let status = response.status();
    let headers = std::mem::take(response.headers_mut());
    let body = read(response, MAX_ERROR_BODY, pool, request).await.unwrap_or_else(|(_, partial)| partial);
    Error::Status(Box::new(Answer {
        status,
        headers,
        body: String::from_utf8_lossy(&body).into_owned(),
        delay_too_long: false,
    }))
}

/// Reads a body to its end; with an error comes what had arrived.
pub async fn read(
    mut response: Response,
    limit: usize,
    pool: &Pool,
    request: &Request,
) -> Result<Bytes, (Error, Bytes)> {
    let mut body = BytesMut::new();
    loop {
        match limited(request.timeouts.idle, Phase::Idle, response.chunk()).await {
            Ok(Ok(Some(piece))) if body.len() + piece.len() > limit => {
                body.extend_from_slice(&piece[..limit - body.len()]);
                return Err((Error::BodyTooLong { limit }, body.freeze()));
            }
            Ok(Ok(Some(piece))) => body.extend_from_slice(&piece),
            Ok(Ok(None)) => return Ok(body.freeze()),
            Ok(Err(error)) => {
                let error = Error::from_attempt(error, pool.connect_timeout(), pool.is_proxied());
                return Err((error, body.freeze()));
            }
            Err(error) => return Err((error, body.freeze())),
        }
    }
}

/// Runs something within a limit, if there is one.
pub async fn limited<T>(limit: Option<Duration>, phase: Phase, work: impl Future<Output = T>) -> Result<T, Error> {
    match limit {
        Some(limit) => timeout(limit, work).await.map_err(|_| Error::Timeout { phase, limit }),
        None => Ok(work.await),
    }
}

/// Status and headers, taken out before the body is read: left in, they would keep the first bytes of the connection in
/// memory for as long as the stream is open.
pub fn take_head(response: &mut Response) -> Head {
    Head { status: response.status().as_u16(), headers: lines_of(&std::mem::take(response.headers_mut())) }
}

/// Headers as `name: value` lines.
pub fn lines_of(headers: &HeaderMap) -> Text {
    let mut lines = Vec::with_capacity(headers.len() * 40);
    for (name, value) in headers {
        lines.extend_from_slice(name.as_str().as_bytes());
        lines.extend_from_slice(b": ");
        lines.extend_from_slice(value.as_bytes());
        lines.push(b'\n');
    }
    lines.pop();
    Text::Narrow(lines)
}
