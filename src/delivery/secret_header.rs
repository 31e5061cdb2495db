//! Keys as headers: one copy of each that is in use, wiped when nothing uses it any more.

use std::sync::{Mutex, PoisonError};

use auriko::transport::Error;
use bytes::Bytes;
use http::HeaderValue;
use zeroize::Zeroizing;

use super::raw_request::invalid;

/// As many are kept for the next request; one that is pushed out lives on while a request uses it.
const KEPT: usize = 16;

/// The value of an `Authorization` header. The text that it is made from is wiped; a value that was seen before is shared.
pub fn secret_header(text: String) -> Result<HeaderValue, Error> {
    static KNOWN: Mutex<Vec<HeaderValue>> = Mutex::new(Vec::new());
    let text = Zeroizing::new(text.into_bytes());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(at) = known.iter().position(|value| value.as_bytes() == text.as_slice()) {
        let value = known.remove(at);
        known.push(value.clone());
        return Ok(value);
    }
    let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(text))
        .map_err(|_| invalid("the key is not a valid header"))?;
    value.set_sensitive(true);
    if known.len() == KEPT {
        known.remove(0);
    }
    known.push(value.clone());
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_held_once_however_often_it_comes() {
        let values: Vec<_> = (0..50).map(|_| secret_header("Bearer held-once".into()).unwrap()).collect();
        let place = values[0].as_bytes().as_ptr();
        assert!(values.iter().all(|value| value.as_bytes().as_ptr() == place && value.is_sensitive()));
        assert_ne!(secret_header("Bearer another".into()).unwrap().as_bytes().as_ptr(), place);
    }

    #[test]
    fn a_key_that_no_header_can_hold_is_not_told() {
        let error = secret_header("Bearer secret\n".into()).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("secret"));
    }
}
