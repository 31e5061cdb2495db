//! Waits under a paused clock, with attempts that are scripted: over sockets a paused clock would fire every limit at once.

use std::time::Duration;

use http::{HeaderMap, Method, StatusCode};
use tokio::time::Instant;

use super::*;
use crate::transport::error::Answer;
use crate::transport::{Network, Phase, Redirects, Repeat, Retries, Timeouts};

fn request(max: u32, repeat: Repeat) -> Request {
    Request {
        method: Method::POST,
        url: "http://127.0.0.1:9/".parse().unwrap(),
        headers: HeaderMap::new(),
        body: None,
        timeouts: Timeouts::default(),
        retries: Retries { max, max_delay: Duration::from_secs(60), repeat },
        redirects: Redirects::SameOrigin,
        any_status: false,
        pacing: None,
    }
}

fn busy(retry_after: Option<&str>) -> Error {
    let mut headers = HeaderMap::new();
    if let Some(value) = retry_after {
        headers.insert("retry-after", value.parse().unwrap());
    }
    let status = StatusCode::SERVICE_UNAVAILABLE;
    Error::Status(Box::new(Answer { status, headers, body: String::new(), delay_too_long: false }))
}

/// How long the waits before the next attempts are, and the failure that ends them.
async fn waits(request: &Request, failure: impl Fn() -> Error) -> (Vec<f64>, Failure) {
    let (pool, log) = (Pool::new(Network::default()), AttemptLog::default());
    let attempts = Attempts { pool: &pool, request, log: &log, observer: None };
    let mut waits = Vec::new();
    loop {
        log.start(0, None);
        let started = Instant::now();
        match attempts.wait_before_retry(Failure::from(failure())).await {
            Ok(()) => waits.push(started.elapsed().as_secs_f64()),
            Err(failure) => return (waits, failure),
        }
    }
}

/// A future is copied whenever it is handed on, and an open stream holds its room for as long as it lasts.
#[test]
fn a_call_under_way_takes_less_than_a_page() {
    let (pool, log) = (Pool::new(Network::default()), AttemptLog::default());
    let request = request(0, Repeat::Always);
    let attempts = Attempts { pool: &pool, request: &request, log: &log, observer: None };
    let sizes = (size_of_val(&attempts.open()), size_of_val(&attempts.fetch(1)));
    assert!(sizes.0 < 4096 && sizes.1 < 4096, "{sizes:?}");
}

#[tokio::test(start_paused = true)]
async fn waits_grow_by_half_up_to_half_a_minute_until_no_attempt_is_left() {
    let (waits, _) = waits(&request(14, Repeat::Always), || busy(None)).await;
    assert_eq!(waits.len(), 14);
    for (retry, wait) in (0_i32..).zip(&waits) {
        let middle = (0.5 * 1.5_f64.powi(retry)).min(30.0);
        assert!((middle * 0.79..middle * 1.21).contains(wait), "{retry}: {wait}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_longer_wait_of_the_servers_is_kept_a_shorter_one_changes_nothing_and_one_above_the_limit_ends_the_call() {
    let (long, _) = waits(&request(2, Repeat::Always), || busy(Some("59.5"))).await;
    assert!(long.len() == 2 && long.iter().all(|wait| (59.5..59.6).contains(wait)), "{long:?}");
    let (short, _) = waits(&request(1, Repeat::Always), || busy(Some("0.001"))).await;
    assert!(short[0] > 0.39, "{short:?}");
    let (none, failure) = waits(&request(2, Repeat::Always), || busy(Some("60.1"))).await;
    assert!(none.is_empty());
    assert!(matches!(failure.error, Error::Status(answer) if answer.delay_too_long));
}

#[tokio::test(start_paused = true)]
async fn what_stays_as_it_is_and_what_may_have_arrived_is_not_waited_for() {
    let idle = || Error::Timeout { phase: Phase::Idle, limit: Duration::ZERO };
    assert!(waits(&request(2, Repeat::Always), idle).await.0.is_empty());
    assert!(waits(&request(2, Repeat::UntilReceived), || busy(None)).await.0.is_empty());
    let connect = || Error::Timeout { phase: Phase::Connect, limit: Duration::ZERO };
    assert_eq!(waits(&request(2, Repeat::UntilReceived), connect).await.0.len(), 2);
}
