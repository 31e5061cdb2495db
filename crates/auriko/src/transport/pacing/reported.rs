//! What a server says about its rate limit.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::DATE;

/// What resets later than this is no limit on requests a minute; a refusal will say how long to wait.
pub const LONGEST: Duration = Duration::from_secs(90);

/// How many more requests the server takes until it starts to count anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reported {
    /// Requests that it still takes.
    pub remaining: u64,
    /// How long until it counts anew.
    pub reset_in: Duration,
    /// How many it takes each time that it counts anew, where it says so.
    pub limit: Option<u64>,
}

impl Reported {
    /// From `X-RateLimit-Remaining-Requests`, `X-RateLimit-Limit-Requests`, and `X-RateLimit-Reset-Requests`, a time in ISO
    /// 8601. It counts from the server's own `Date`, where there is one, so that a clock that is wrong here does no harm.
    pub fn read(headers: &HeaderMap, now: SystemTime) -> Option<Self> {
        let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
        let remaining = text("x-ratelimit-remaining-requests")?.parse().ok()?;
        let reset = text("x-ratelimit-reset-requests")?;
        let reset = humantime::parse_rfc3339_weak(reset.strip_suffix("+00:00").unwrap_or(reset)).ok()?;
        let sent = text(DATE.as_str()).and_then(|date| httpdate::parse_http_date(date).ok()).unwrap_or(now);
        let reset_in = reset.duration_since(sent).ok()?;
        let limit = text("x-ratelimit-limit-requests").and_then(|limit| limit.parse().ok()).filter(|limit| *limit > 0);
        (reset_in <= LONGEST).then_some(Self { remaining, reset_in, limit })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOON: u64 = 784_111_777;

    fn reported(remaining: &str, reset: &str, date: Option<&str>) -> Option<Reported> {
        let mut headers = HeaderMap::new();
        headers.insert("x-ratelimit-remaining-requests", remaining.parse().unwrap());
        headers.insert("x-ratelimit-reset-requests", reset.parse().unwrap());
        if let Some(date) = date {
            headers.insert(DATE, date.parse().unwrap());
        }
        Reported::read(&headers, SystemTime::UNIX_EPOCH + Duration::from_secs(NOON))
    }

    #[test]
    fn the_time_of_a_reset_counts_from_the_clock_of_the_server() {
        let ten = Some(Reported { remaining: 3, reset_in: Duration::from_secs(10), limit: None });
        assert_eq!(reported("3", "1994-11-06T08:49:47Z", None), ten);
        assert_eq!(reported(" 3 ", "1994-11-06T08:49:47+00:00", None), ten);
        assert_eq!(reported("3", "1994-11-06T09:49:47Z", Some("Sun, 06 Nov 1994 09:49:37 GMT")), ten);
    }

    #[test]
    fn what_can_not_be_read_is_gone_by_or_is_far_away_says_nothing() {
        for (remaining, reset) in [
            ("3", "1994-11-06T08:49:27Z"),
            ("3", "1994-11-06T09:49:37Z"),
            ("3", "soon"),
            ("3", "60"),
            ("-1", "1994-11-06T08:49:47Z"),
            ("many", "1994-11-06T08:49:47Z"),
        ] {
            assert_eq!(reported(remaining, reset, None), None, "{remaining} {reset}");
        }
    }

    #[test]
    fn the_limit_itself_is_told_or_not() {
        for (limit, known) in [("50", Some(50)), ("0", None), ("many", None)] {
            let mut headers = HeaderMap::new();
            headers.insert("x-ratelimit-limit-requests", limit.parse().unwrap());
            headers.insert("x-ratelimit-remaining-requests", "3".parse().unwrap());
            headers.insert("x-ratelimit-reset-requests", "1994-11-06T08:49:47Z".parse().unwrap());
            let reported = Reported::read(&headers, SystemTime::UNIX_EPOCH + Duration::from_secs(NOON)).unwrap();
            assert_eq!(reported.limit, known);
        }
    }

    proptest! {
        #[test]
        fn no_header_value_panics(remaining in "[ -~]{0,20}", reset in "[ -~]{0,40}") {
            let _ = reported(&remaining, &reset, Some(&reset));
        }
    }
}
