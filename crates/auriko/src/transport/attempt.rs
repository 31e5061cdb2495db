//! One attempt: a request, the redirects that it meets, and what its status says.

use std::borrow::Cow;
use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use http::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, LOCATION, PROXY_AUTHORIZATION,
    TRANSFER_ENCODING,
};
use http::{HeaderMap, Method, StatusCode, Version};
use reqwest::{Response, Url};

use super::body::Body;
use super::error::{Answer, Error, Phase};
use super::facts::AttemptLog;
use super::head::Head;
use super::limit::within;
use super::pool::Pool;
use super::request::{Redirects, Request};
use super::source::Source;
use super::unpack::{ACCEPTED, Unpacker};

/// Redirects within the origin that are followed; `fetch` follows twice as many.
const MAX_REDIRECTS: u32 = 10;
const MAX_FETCH_REDIRECTS: u32 = 20;
/// More than this of an error's body is of no use to anyone.
const MAX_ERROR_BODY: usize = 1024 * 1024;
/// The status has said the most of it: a body that does not come in this time is told as far as it came.
const ERROR_BODY_TIME: Duration = Duration::from_secs(5);

/// What the next request of an attempt sends.
struct Hop<'a> {
    method: Method,
    url: Cow<'a, Url>,
    headers: Cow<'a, HeaderMap>,
    body: Option<Bytes>,
    count: u32,
}

/// Sends once, follows redirects, and turns an answer that says no into an error. The limit on headers is for all of it.
pub async fn attempt<'a>(pool: &'a Pool, request: &Request, log: &'a AttemptLog) -> Result<(Head, Body<'a>), Error> {
    let answered = pin!(travel(pool, request, log));
    let (mut response, hop) = within(request.timeouts.headers, Phase::Headers, answered).await??;
    let reused = pool.is_reused(&response);
    let mut head = Head::take(&mut response, (hop.count > 0).then(|| Url::clone(&hop.url)));
    log.head_arrived(&head, reused, hop.count);
    // Asked before the headers are adapted to what is unpacked.
    let ends_with_connection = head.is_delimited_by_close();
    let unpacker =
        if pool.network().keep_encoding { None } else { Unpacker::for_answer(&hop.headers, &mut head.headers)? };
    let body = Body::new(Source { response, unpacker, ends_with_connection }, pool, request, log);
    if request.any_status || head.status.is_success() {
        return Ok((head, body));
    }
    // Boxed, so that a good answer does not carry its room.
    Err(Box::pin(refusal(head, body)).await)
}

/// The answer at the end of all redirects.
async fn travel<'a>(pool: &Pool, request: &'a Request, log: &AttemptLog) -> Result<(Response, Hop<'a>), Error> {
    let mut hop = Hop {
        method: request.method.clone(),
        url: Cow::Borrowed(&request.url),
        headers: Cow::Borrowed(&request.headers),
        body: request.body.clone(),
        count: 0,
    };
    loop {
        let response = send(pool, &hop, log).await?;
        if is_ambiguous(&response) {
            pool.renew();
        }
        match redirect(&response, &hop, request.redirects)? {
            Some(target) => {
                hop.follow(response.status(), target);
                log.redirected(hop.count);
            }
            None => return Ok((response, hop)),
        }
    }
}

/// Whether an answer says twice how long it is. One who reads it by the other length takes what follows for the next
/// answer, so HTTP wants the connection closed behind it (RFC 9112, 6.3).
fn is_ambiguous(response: &Response) -> bool {
    let headers = response.headers();
    response.version() < Version::HTTP_2
        && headers.contains_key(TRANSFER_ENCODING)
        && headers.contains_key(CONTENT_LENGTH)
}

async fn send(pool: &Pool, hop: &Hop<'_>, log: &AttemptLog) -> Result<Response, Error> {
    let mut outgoing = reqwest::Request::new(hop.method.clone(), Url::clone(&hop.url));
    *outgoing.headers_mut() = HeaderMap::clone(&hop.headers);
    if let Some(body) = &hop.body {
        *outgoing.body_mut() = Some(body.clone().into());
    } else {
        outgoing.headers_mut().remove(CONTENT_TYPE);
        outgoing.headers_mut().remove(CONTENT_LENGTH);
    }
    if !pool.network().keep_encoding {
        outgoing.headers_mut().entry(ACCEPT_ENCODING).or_insert(ACCEPTED);
    }
    // Where one idle connection had died, the others probably have, too.
    let client = if log.has_lost_connection() { pool.client_without_idle()? } else { pool.client()? };
    client.execute(outgoing).await.map_err(|error| pool.error(error, &hop.url))
}

/// Where a redirect leads, if it is to be followed.
fn redirect(response: &Response, hop: &Hop<'_>, redirects: Redirects) -> Result<Option<Url>, Error> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let location = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
    let target = location.map(|location| hop.url.join(location));
    match (redirects, target) {
        (Redirects::Manual, _) | (_, None) => Ok(None),
        (Redirects::Refuse, _) => Err(Error::Redirect { reason: "unexpected redirect" }),
        (Redirects::SameOrigin, Some(target)) => {
            // The key must not travel to another origin.
            Ok(target.ok().filter(|target| target.origin() == hop.url.origin() && hop.count < MAX_REDIRECTS))
        }
        (Redirects::Follow, Some(target)) => {
            let target = target.map_err(|_| Error::Redirect { reason: "the location of a redirect is not valid" })?;
            if !matches!(target.scheme(), "http" | "https") {
                return Err(Error::Redirect { reason: "a redirect leads to no http address" });
            }
            if hop.count == MAX_FETCH_REDIRECTS {
                return Err(Error::Redirect { reason: "redirect count exceeded" });
            }
            Ok(Some(target))
        }
    }
}

impl Hop<'_> {
    /// Goes where a redirect leads, as browsers do: without credentials to another origin, and where the method changes,
    /// without a body.
    fn follow(&mut self, status: StatusCode, target: Url) {
        if target.origin() != self.url.origin() {
            for name in [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE] {
                self.headers.to_mut().remove(name);
            }
        }
        let keeps_method = matches!(status.as_u16(), 307 | 308) || matches!(self.method, Method::GET | Method::HEAD);
        if !keeps_method {
            self.method = Method::GET;
            self.body = None;
        }
        self.url = Cow::Owned(target);
        self.count += 1;
    }
}

async fn refusal(head: Head, mut body: Body<'_>) -> Error {
    let body = body.read_briefly(ERROR_BODY_TIME, MAX_ERROR_BODY).await;
    let Head { status, headers, .. } = head;
    let body = String::from_utf8_lossy(&body).into_owned();
    Error::Status(Box::new(Answer { status, headers, body, delay_too_long: false }))
}
