//! One attempt: a request, the redirects that it meets, and what its status says.

use std::borrow::Cow;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, LOCATION, PROXY_AUTHORIZATION};
use http::{HeaderMap, Method, StatusCode};
use reqwest::{Response, Url};

use super::body::Body;
use super::error::{Answer, Error, Phase};
use super::facts::AttemptLog;
use super::head::Head;
use super::limit::within;
use super::pool::Pool;
use super::request::{Redirects, Request};

/// Redirects within the origin that are followed; `fetch` follows twice as many.
const MAX_REDIRECTS: u32 = 10;
const MAX_FETCH_REDIRECTS: u32 = 20;
/// More than this of an error's body is of no use to anyone.
const MAX_ERROR_BODY: usize = 1024 * 1024;

/// What the next request of an attempt sends.
struct Hop<'a> {
    method: Method,
    url: Url,
    headers: Cow<'a, HeaderMap>,
    body: Option<Bytes>,
    count: u32,
}

/// Sends once, follows redirects, and turns an answer that says no into an error.
pub async fn attempt<'a>(pool: &'a Pool, request: &Request, log: &'a AttemptLog) -> Result<(Head, Body<'a>), Error> {
    let mut hop = Hop {
        method: request.method.clone(),
        url: request.url.clone(),
        headers: Cow::Borrowed(&request.headers),
        body: request.body.clone(),
        count: 0,
    };
    loop {
        let mut response = send(pool, request, &hop, log).await?;
        if let Some(target) = redirect(&response, &hop, request.redirects)? {
            hop.follow(response.status(), target);
            continue;
        }
        let reused = pool.is_reused(&response);
        let head = Head::take(&mut response, (hop.count > 0).then(|| hop.url.clone()));
        log.head_arrived(&head, reused, hop.count);
        let body = Body::new(response, &head, pool, request, log);
        if request.any_status || head.status.is_success() {
            return Ok((head, body));
        }
        return Err(refusal(head, body).await);
    }
}

async fn send(pool: &Pool, request: &Request, hop: &Hop<'_>, log: &AttemptLog) -> Result<Response, Error> {
    let mut outgoing = reqwest::Request::new(hop.method.clone(), hop.url.clone());
    *outgoing.headers_mut() = HeaderMap::clone(&hop.headers);
    if let Some(body) = &hop.body {
        *outgoing.body_mut() = Some(body.clone().into());
    } else {
        outgoing.headers_mut().remove(CONTENT_TYPE);
        outgoing.headers_mut().remove(CONTENT_LENGTH);
    }
    // Where one idle connection had died, the others probably have, too.
    let client = if log.has_lost_connection() { pool.client_without_idle()? } else { pool.client()? };
    let sent = within(request.timeouts.headers, Phase::Headers, client.execute(outgoing)).await?;
    sent.map_err(|error| pool.error(error, &hop.url))
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
        self.url = target;
        self.count += 1;
    }
}

async fn refusal(head: Head, body: Body<'_>) -> Error {
    let body = body.collect(MAX_ERROR_BODY).await.unwrap_or_else(|(_, partial)| partial);
    let Head { status, headers, .. } = head;
    let body = String::from_utf8_lossy(&body).into_owned();
    Error::Status(Box::new(Answer { status, headers, body, delay_too_long: false }))
}
