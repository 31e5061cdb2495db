//! How long to wait before the next attempt.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, header::RETRY_AFTER};

const BASE: f64 = 0.5;
const FACTOR: f64 = 1.5;
const CEILING: f64 = 30.0;
const JITTER: std::ops::Range<f64> = 0.8..1.2;

/// The wait before retry number `retry`, the first being 0: 0.5 s, growing by half each time up to 30 s, spread by a
/// fifth to either side so that clients that failed together do not return together.
pub fn delay(retry: u32) -> Duration {
    let growth = FACTOR.powi(i32::try_from(retry).unwrap_or(i32::MAX));
    let jitter = JITTER.start + fastrand::f64() * (JITTER.end - JITTER.start);
    Duration::from_secs_f64((BASE * growth).min(CEILING) * jitter)
}

/// The wait that the server asks for: `retry-after-ms` in milliseconds, as some gateways send it, else `Retry-After` in
/// seconds or as a date. Anything else, also a date gone by, asks for nothing.
pub fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    milliseconds(headers).or_else(|| {
        let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
        match value.parse::<f64>() {
            Ok(seconds) => Duration::try_from_secs_f64(seconds).ok(),
            Err(_) => httpdate::parse_http_date(value).ok()?.duration_since(now).ok(),
        }
    })
}

fn milliseconds(headers: &HeaderMap) -> Option<Duration> {
    let value: f64 = headers.get("retry-after-ms")?.to_str().ok()?.trim().parse().ok()?;
    Duration::try_from_secs_f64(value / 1000.0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn asked(value: &str) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, value.parse().unwrap());
        retry_after(&headers, SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777))
    }

    #[test]
    fn delays_grow_by_half_up_to_the_ceiling_within_the_jitter() {
        for (retry, middle) in [(0, 0.5), (1, 0.75), (2, 1.125), (10, 28.83), (11, 30.0), (u32::MAX, 30.0)] {
            for _ in 0..50 {
                let seconds = delay(retry).as_secs_f64();
                assert!((middle * 0.799..middle * 1.201).contains(&seconds), "{retry}: {seconds}");
            }
        }
    }

    #[test]
    fn the_server_may_ask_in_seconds_or_with_a_date() {
        assert_eq!(asked("3"), Some(Duration::from_secs(3)));
        assert_eq!(asked(" 0.25 "), Some(Duration::from_millis(250)));
        assert_eq!(asked("Sun, 06 Nov 1994 08:49:47 GMT"), Some(Duration::from_secs(10)));
    }

    #[test]
    fn milliseconds_come_first_and_serve_alone() {
        let mut headers = HeaderMap::new();
        headers.insert("retry-after-ms", "1500".parse().unwrap());
        assert_eq!(retry_after(&headers, SystemTime::now()), Some(Duration::from_millis(1500)));
        headers.insert(RETRY_AFTER, "9".parse().unwrap());
        assert_eq!(retry_after(&headers, SystemTime::now()), Some(Duration::from_millis(1500)));
        headers.insert("retry-after-ms", "soon".parse().unwrap());
        assert_eq!(retry_after(&headers, SystemTime::now()), Some(Duration::from_secs(9)));
    }

    #[test]
    fn absurd_values_ask_for_nothing() {
        for value in ["-1", "NaN", "inf", "1e300", "soon", "", "Sun, 06 Nov 1994 08:49:27 GMT"] {
            assert_eq!(asked(value), None, "{value}");
        }
    }

    proptest! {
        #[test]
        fn no_header_value_panics(value in "[ -~]{0,40}") {
            let _ = asked(&value);
        }
    }
}
