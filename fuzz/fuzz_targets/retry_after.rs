//! Any `Retry-After` of any server: no panic, and never a wait that is not finite.
#![no_main]

use std::time::SystemTime;

use auriko::transport::retry::backoff::retry_after;
use http::header::{HeaderMap, HeaderValue, RETRY_AFTER};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(value) = HeaderValue::from_bytes(bytes) {
        let headers = HeaderMap::from_iter([(RETRY_AFTER, value)]);
        let _ = retry_after(&headers, SystemTime::now());
    }
});
