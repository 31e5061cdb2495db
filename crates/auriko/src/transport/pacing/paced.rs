//! What a pacer has to know of a request.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::Deserialize;
use serde_json::Value;

use super::pacer::Pacer;
use crate::tokens::{estimate_output_tokens, estimate_prompt_tokens};

/// Numbers the calls of the process, in the order in which they were made.
static CALLS: AtomicU64 = AtomicU64::new(0);

/// A call's place in the order, drawn when it is made.
#[derive(Debug, Clone)]
pub struct Turn {
    pacer: Arc<Pacer>,
    number: u64,
}

impl Turn {
    /// The next place.
    pub fn next(pacer: &Arc<Pacer>) -> Self {
        Self { pacer: Arc::clone(pacer), number: CALLS.fetch_add(1, Ordering::Relaxed) }
    }

    /// With what its body says: which model it asks, and how many tokens it may take.
    pub fn of_body(self, body: Option<&[u8]>) -> Paced {
        let body = body.unwrap_or_default();
        let (model, tokens) = if self.pacer.counts_tokens() { counted(body) } else { (model_of(body), 0) };
        Paced { pacer: self.pacer, number: self.number, model, tokens }
    }
}

/// One call, as a pacer sees it. All its attempts share its place.
#[derive(Debug, Clone)]
pub struct Paced {
    pub(super) pacer: Arc<Pacer>,
    pub(super) number: u64,
    /// Empty for what asks no model.
    pub(super) model: Arc<str>,
    pub(super) tokens: u64,
}

#[derive(Default, Deserialize)]
struct Models<'a> {
    #[serde(borrow, default)]
    model: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    gateway: Option<Gateway<'a>>,
}

#[derive(Default, Deserialize)]
struct Gateway<'a> {
    #[serde(borrow, default)]
    models: Option<Vec<Cow<'a, str>>>,
}

impl Models<'_> {
    fn asked(self) -> Arc<str> {
        let models = self.gateway.and_then(|gateway| gateway.models);
        self.model.map(|model| Arc::from(&*model)).or_else(|| Some(models?.join(",").into())).unwrap_or_default()
    }
}

/// A body that can't be read is the server's to judge.
fn model_of(body: &[u8]) -> Arc<str> {
    serde_json::from_slice::<Models<'_>>(body).unwrap_or_default().asked()
}

fn counted(body: &[u8]) -> (Arc<str>, u64) {
    let value: Value = serde_json::from_slice(body).unwrap_or_default();
    let tokens = estimate_prompt_tokens(&value);
    // What has no prompt is no question to a model.
    let tokens = if tokens == 0 { 0 } else { tokens + estimate_output_tokens(&value) };
    (Models::deserialize(&value).unwrap_or_default().asked(), tokens)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_held_back_by_the_model_or_the_models_that_it_asks() {
        assert_eq!(&*model_of(br#"{"messages":[],"model":"gpt-\u0035"}"#), "gpt-5");
        assert_eq!(&*model_of(br#"{"gateway":{"models":["a","b"]}}"#), "a,b");
        for body in [&b""[..], b"{}", b"[1]", b"nothing", br#"{"model":7}"#, br#"{"gateway":{}}"#, b"\xff"] {
            assert_eq!(&*model_of(body), "");
            assert_eq!(&*counted(body).0, "");
        }
        assert_eq!(&*counted(br#"{"messages":[],"model":"gpt-\u0035"}"#).0, "gpt-5");
        assert_eq!(&*counted(br#"{"gateway":{"models":["a","b"]}}"#).0, "a,b");
    }

    #[test]
    fn tokens_are_those_of_the_prompt_and_the_output_that_is_allowed() {
        let (_, assumed) = counted(br#"{"model":"m","messages":[{"role":"user","content":"hi"}]}"#);
        let (_, limited) = counted(br#"{"model":"m","max_tokens":10,"messages":[{"role":"user","content":"hi"}]}"#);
        assert_eq!((assumed, limited), (1008, 18));
        assert_eq!(counted(b"{}").1, 0);
    }
}
