//! Turns under a paused clock, taken without a network.

use std::sync::Mutex;
use std::time::Duration;

use http::{HeaderMap, StatusCode, Version};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use super::*;
use crate::transport::error::{Answer, Error};
use crate::transport::head::Head;
use std::sync::Arc;

const PATIENT: Patience = Patience { max_wait: Some(Duration::from_secs(60)), is_retry: false };

fn pacer(limits: Limits) -> Arc<Pacer> {
    Arc::new(Pacer::new(&limits, None))
}

fn call(pacer: &Arc<Pacer>, model: &str) -> Paced {
    Turn::next(pacer).of_body(Some(format!(r#"{{"model":"{model}"}}"#).as_bytes()))
}

async fn permit(pacer: &Arc<Pacer>, model: &str) -> Permit {
    Permit::wait_for(&call(pacer, model), PATIENT).await.unwrap()
}

fn head(headers: &[(&'static str, &str)]) -> Head {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.insert(*name, value.parse().unwrap());
    }
    Head { status: StatusCode::OK, reason: String::new(), version: Version::HTTP_11, headers: map, redirected_to: None }
}

fn refused(code: &str, retry_after: Option<&str>) -> Error {
    let mut headers = HeaderMap::new();
    if let Some(value) = retry_after {
        headers.insert("retry-after", value.parse().unwrap());
    }
    let body = format!(r#"{{"error":{{"message":"m","type":"rate_limit_error","code":"{code}","param":null}}}}"#);
    Error::Status(Box::new(Answer { status: StatusCode::TOO_MANY_REQUESTS, headers, body, delay_too_long: false }))
}

/// How long somebody else waits for a turn.
async fn wait(pacer: &Arc<Pacer>, model: &str) -> f64 {
    let asked = Instant::now();
    drop(permit(pacer, model).await);
    asked.elapsed().as_secs_f64()
}

/// When so many calls leave that are made at once and each take a while, in seconds.
async fn departures(pacer: &Arc<Pacer>, calls: usize, takes: Duration, body: &str) -> Vec<f64> {
    let started = Instant::now();
    let seen = Arc::<Mutex<Vec<f64>>>::default();
    let mut running = JoinSet::new();
    for _ in 0..calls {
        let (call, seen) = (Turn::next(pacer).of_body(Some(body.as_bytes())), Arc::clone(&seen));
        running.spawn(async move {
            let mut permit = Permit::wait_for(&call, PATIENT).await.unwrap();
            seen.lock().unwrap().push(started.elapsed().as_secs_f64());
            permit.learn(Ok(&head(&[])), 0);
            sleep(takes).await;
        });
    }
    running.join_all().await;
    let seen = seen.lock().unwrap();
    seen.clone()
}

#[tokio::test(start_paused = true)]
async fn as_many_run_as_may_and_the_others_follow_in_the_order_in_which_they_came() {
    let pacer = pacer(Limits::default().concurrency(2));
    let order = Arc::<Mutex<Vec<usize>>>::default();
    let mut running = JoinSet::new();
    for number in 0..20 {
        let (call, order) = (call(&pacer, ["a", "b", "c"][number % 3]), Arc::clone(&order));
        running.spawn(async move {
            let _permit = Permit::wait_for(&call, PATIENT).await.unwrap();
            order.lock().unwrap().push(number);
            sleep(Duration::from_secs(1)).await;
        });
    }
    let started = Instant::now();
    running.join_all().await;
    assert_eq!(*order.lock().unwrap(), (0..20).collect::<Vec<_>>());
    assert_eq!(started.elapsed().as_secs(), 10);
}

#[tokio::test(start_paused = true)]
async fn no_minute_has_more_requests_than_it_may_wherever_it_begins() {
    for (limit, calls) in [(1, 3), (7, 30), (50, 200), (600, 3000), (6000, 13_000)] {
        let times = departures(&pacer(Limits::default().requests_per_minute(limit)), calls, Duration::ZERO, "{}").await;
        let (limit, last) = (limit as usize, times[calls - 1]);
        for (at, time) in times.iter().enumerate().skip(limit) {
            assert!(time - times[at - limit] >= 60.0, "{limit} a minute: number {at} at {time}");
        }
        let minutes = f64::from(u32::try_from(calls - 1).unwrap()) / f64::from(u32::try_from(limit).unwrap());
        assert!(last <= minutes * 60.0 * 1.03, "{limit} a minute: {minutes} minutes took {last} s");
    }
}

#[tokio::test(start_paused = true)]
async fn tokens_are_paid_for_before_the_next_request_leaves_however_large_one_is() {
    let pacer = pacer(Limits::default().tokens_per_minute(6000));
    let body = r#"{"model":"m","max_tokens":8992,"messages":[{"role":"user","content":"hi"}]}"#;
    let times = departures(&pacer, 3, Duration::ZERO, body).await;
    assert!(times[0] < 0.01 && (89.0..92.0).contains(&times[1]) && (179.0..183.0).contains(&times[2]), "{times:?}");
    // What has no prompt costs none.
    let free = departures(&pacer, 1, Duration::ZERO, "{}").await;
    assert!((89.0..92.0).contains(&free[0]), "{free:?}");
    assert!(departures(&pacer, 100, Duration::ZERO, "{}").await.iter().all(|time| *time < 0.01));
}

#[tokio::test(start_paused = true)]
async fn a_refusal_holds_back_its_model_and_no_other_until_the_server_has_been_waited_for() {
    let pacer = pacer(Limits::default().concurrency(10));
    let mut first = permit(&pacer, "a").await;
    first.learn(Err(&refused("rate_limit_exceeded", Some("7"))), 0);
    drop(first);
    assert!(wait(&pacer, "b").await < 0.01);
    assert!((6.99..7.01).contains(&wait(&pacer, "a").await));
    let mut unnamed = permit(&pacer, "a").await;
    unnamed.learn(Err(&refused("rate_limit_exceeded", None)), 0);
    drop(unnamed);
    assert!((0.39..0.61).contains(&wait(&pacer, "a").await));
}

#[tokio::test(start_paused = true)]
async fn a_code_that_never_gets_better_closes_no_gate() {
    let pacer = pacer(Limits::default().concurrency(10));
    for code in ["budget_exhausted", "insufficient_quota"] {
        let mut first = permit(&pacer, "a").await;
        first.learn(Err(&refused(code, Some("30"))), 0);
        drop(first);
        assert!(wait(&pacer, "a").await < 0.01, "{code}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_whose_body_nobody_has_read_closes_the_gate_unless_it_names_a_budget() {
    let pacer = pacer(Limits::default().concurrency(10));
    let limited = |headers: &[(&'static str, &str)]| Head { status: StatusCode::TOO_MANY_REQUESTS, ..head(headers) };
    for (head, closed) in [
        (limited(&[("retry-after", "5"), ("x-budget-exceeded", "true")]), 0.0),
        (limited(&[]), 0.0),
        (limited(&[("retry-after", "5")]), 5.0),
    ] {
        let mut first = permit(&pacer, "a").await;
        first.learn(Ok(&head), 0);
        drop(first);
        assert!((wait(&pacer, "a").await - closed).abs() < 0.01, "{head:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn who_would_have_to_wait_too_long_hears_what_the_server_said_and_does_not_knock() {
    let pacer = pacer(Limits::default().concurrency(1));
    let mut first = permit(&pacer, "a").await;
    let queued = call(&pacer, "a");
    let queued = tokio::spawn(async move { Permit::wait_for(&queued, PATIENT).await.map(drop) });
    sleep(Duration::from_secs(1)).await;
    first.learn(Err(&refused("rate_limit_exceeded", Some("3600"))), 0);
    drop(first);
    sleep(Duration::from_secs(600)).await;
    let later = Permit::wait_for(&call(&pacer, "a"), PATIENT).await.map(drop);
    for (outcome, left) in [(queued.await.unwrap(), "3600"), (later, "3000")] {
        let Err(Error::Status(answer)) = outcome else { panic!("{outcome:?}") };
        assert!(answer.delay_too_long);
        assert_eq!(answer.headers["retry-after"], left);
    }
    let anyhow = Patience { max_wait: None, is_retry: false };
    let patient = call(&pacer, "a");
    assert!(timeout(Duration::from_secs(3100), Permit::wait_for(&patient, anyhow)).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn whoever_gives_up_makes_room_and_what_it_was_given_meanwhile_goes_on_to_the_next() {
    let pacer = pacer(Limits::default().concurrency(1).requests_per_minute(60));
    let first = permit(&pacer, "a").await;
    // The first in the queue is the one that the clock wakes: when it goes, another has to take its place.
    for patience in [1, 2, 3] {
        let waiting = call(&pacer, "a");
        assert!(timeout(Duration::from_secs(patience), Permit::wait_for(&waiting, PATIENT)).await.is_err());
    }
    let (dropped, next) = (call(&pacer, "a"), call(&pacer, "a"));
    let mut dropped = Box::pin(async move { Permit::wait_for(&dropped, PATIENT).await });
    assert!(timeout(Duration::ZERO, &mut dropped).await.is_err());
    let next = tokio::spawn(async move { Permit::wait_for(&next, PATIENT).await.map(drop) });
    sleep(Duration::from_secs(5)).await;
    drop(first);
    // Its turn has come, and it has not been told yet.
    drop(dropped);
    assert!(timeout(Duration::from_secs(5), next).await.unwrap().unwrap().is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_queue_that_is_full_refuses_at_once_but_no_attempt_that_follows_another() {
    let pacer = pacer(Limits::default().concurrency(1).max_queue(1));
    let first = permit(&pacer, "a").await;
    let waiting = call(&pacer, "b");
    let waiting = tokio::spawn(async move { Permit::wait_for(&waiting, PATIENT).await.map(drop) });
    tokio::task::yield_now().await;
    let outcome = Permit::wait_for(&call(&pacer, "c"), PATIENT).await;
    assert!(matches!(outcome, Err(Error::QueueFull { max: 1 })), "{outcome:?}");
    let retry = call(&pacer, "d");
    let again = Patience { is_retry: true, ..PATIENT };
    let retry = tokio::spawn(async move { Permit::wait_for(&retry, again).await.map(drop) });
    tokio::task::yield_now().await;
    drop(first);
    assert!(waiting.await.unwrap().is_ok() && retry.await.unwrap().is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_queue_of_none_lets_through_what_need_not_wait() {
    let pacer = pacer(Limits::default().concurrency(1).max_queue(0));
    let first = permit(&pacer, "a").await;
    assert!(Permit::wait_for(&call(&pacer, "a"), PATIENT).await.is_err());
    drop(first);
    assert!(Permit::wait_for(&call(&pacer, "a"), PATIENT).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn what_the_server_says_is_left_until_it_counts_anew_is_not_exceeded() {
    let pacer = pacer(Limits::default().concurrency(100));
    let reset = humantime::format_rfc3339_millis(std::time::SystemTime::now() + Duration::from_secs(20)).to_string();
    let left =
        |remaining| head(&[("x-ratelimit-remaining-requests", remaining), ("x-ratelimit-reset-requests", &reset)]);
    let mut first = permit(&pacer, "a").await;
    first.learn(Ok(&left("3")), 0);
    let mut others = [permit(&pacer, "a").await, permit(&pacer, "a").await, permit(&pacer, "a").await];
    let held = timeout(Duration::from_secs(5), permit(&pacer, "a")).await;
    assert!(held.is_err(), "a fourth one went");
    // The server has counted one of them, and takes two more beside the two that it may not know of.
    others[0].learn(Ok(&left("4")), 0);
    assert!(timeout(Duration::from_secs(1), permit(&pacer, "a")).await.is_ok(), "the lowest number counts");
    others[1].learn(Ok(&left("0")), 0);
    let waited = wait(&pacer, "a").await;
    assert!((10.0..21.0).contains(&waited), "{waited}");
}

#[tokio::test(start_paused = true)]
async fn when_the_server_counts_anew_no_more_go_than_it_takes_until_it_has_answered_one() {
    let pacer = pacer(Limits::default().concurrency(100));
    let told = |remaining: &str, seconds| {
        let reset = std::time::SystemTime::now() + Duration::from_secs(seconds);
        let reset = humantime::format_rfc3339_millis(reset).to_string();
        head(&[
            ("x-ratelimit-limit-requests", "5"),
            ("x-ratelimit-remaining-requests", remaining),
            ("x-ratelimit-reset-requests", &reset),
        ])
    };
    permit(&pacer, "a").await.learn(Ok(&told("0", 20)), 0);
    sleep(Duration::from_secs(25)).await;
    let mut five = Vec::new();
    for _ in 0..5 {
        five.push(permit(&pacer, "a").await);
    }
    assert!(timeout(Duration::from_secs(5), permit(&pacer, "a")).await.is_err(), "a sixth one went");
    assert!(timeout(Duration::from_secs(5), permit(&pacer, "b")).await.is_ok(), "another model waited");
    five[0].learn(Ok(&told("4", 40)), 0);
    assert!(timeout(Duration::from_secs(5), permit(&pacer, "a")).await.is_err(), "a sixth one went");
    // The others have not reached the server.
    five.clear();
    assert!(timeout(Duration::from_secs(1), permit(&pacer, "a")).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn limits_of_a_child_hold_beside_those_of_the_client_that_it_was_made_from() {
    let parent = pacer(Limits::default().concurrency(2));
    let child = Arc::new(Pacer::new(&Limits::default().concurrency(1), Some(Arc::clone(&parent))));
    let first = permit(&child, "a").await;
    assert!(timeout(Duration::from_secs(1), permit(&child, "a")).await.is_err());
    let second = permit(&parent, "a").await;
    assert!(timeout(Duration::from_secs(1), permit(&parent, "a")).await.is_err());
    drop(first);
    drop(permit(&child, "a").await);
    drop(second);
}

#[tokio::test(start_paused = true)]
async fn an_adaptive_number_settles_where_the_server_refuses_nothing() {
    let pacer = pacer(Limits::default().adaptive_concurrency(64));
    let running = Arc::<Mutex<(u32, u32, u32)>>::default();
    let mut calls = JoinSet::new();
    for _ in 0..4000 {
        let (call, running) = (call(&pacer, "m"), Arc::clone(&running));
        calls.spawn(async move {
            for attempt in 0.. {
                let again = Patience { is_retry: attempt > 0, ..PATIENT };
                let mut permit = Permit::wait_for(&call, again).await.unwrap();
                let is_one_too_many = {
                    let mut seen = running.lock().unwrap();
                    seen.0 += 1;
                    seen.1 += 1;
                    seen.2 += u32::from(seen.0 > 20);
                    seen.0 > 20
                };
                sleep(Duration::from_millis(if is_one_too_many { 1 } else { 100 })).await;
                running.lock().unwrap().0 -= 1;
                if is_one_too_many {
                    permit.learn(Err(&refused("rate_limit_exceeded", Some("0.1"))), attempt);
                } else {
                    return permit.learn(Ok(&head(&[])), attempt);
                }
            }
        });
    }
    calls.join_all().await;
    let (_, sent, too_many) = *running.lock().unwrap();
    assert!(f64::from(too_many) < f64::from(sent) * 0.02, "{too_many} of {sent} were refused");
}

#[tokio::test(start_paused = true)]
async fn whatever_happens_everybody_gets_a_turn_and_every_permit_comes_back() {
    let mut random = fastrand::Rng::with_seed(7);
    for round in 0..50 {
        let limits = Limits::default().concurrency(random.u32(1..5)).requests_per_minute(random.u32(300..3000));
        let pacer = pacer(limits);
        let mut calls = JoinSet::new();
        for _ in 0..40 {
            let (call, mut random) = (call(&pacer, ["a", "b"][random.usize(0..2)]), random.fork());
            calls.spawn(async move {
                sleep(Duration::from_millis(random.u64(0..2000))).await;
                let patience = Duration::from_millis(random.u64(0..20_000));
                let is_patient = random.bool();
                let turn = Permit::wait_for(&call, PATIENT);
                let permit = if is_patient { Ok(turn.await) } else { timeout(patience, turn).await };
                let Ok(Ok(mut permit)) = permit else { return };
                sleep(Duration::from_millis(random.u64(0..500))).await;
                match random.u8(0..4) {
                    0 => permit.learn(Err(&refused("rate_limit_exceeded", Some("1"))), 0),
                    1 => {}
                    _ => permit.learn(Ok(&head(&[])), 0),
                }
            });
        }
        assert!(timeout(Duration::from_secs(3600), calls.join_all()).await.is_ok(), "round {round} stands still");
        sleep(Duration::from_secs(2)).await;
        let all = (0..limits.concurrency.unwrap()).map(|_| Box::pin(permit(&pacer, "a")));
        assert!(
            timeout(Duration::from_secs(60), futures::future::join_all(all)).await.is_ok(),
            "round {round} lost one"
        );
    }
}
