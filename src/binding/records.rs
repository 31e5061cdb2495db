use napi_derive::napi;

use super::text::NativeText;
use auriko::transport::Error;

use crate::delivery::{Call, End, Failure, Head, News, lines_of};

/// What happened to a call: a head, a head with a body, or a failure.
#[napi(object, object_from_js = false)]
pub struct NativeOutcome {
    /// The status, unless it failed.
    pub status: Option<u32>,
    /// The raw headers, unless it failed.
    #[napi(ts_type = "string")]
    pub headers: Option<NativeText>,
    /// The body of a whole answer.
    #[napi(ts_type = "string")]
    pub body: Option<NativeText>,
    /// How many times it was sent.
    pub attempts: u32,
    /// Why there is no answer.
    pub failure: Option<NativeFailure>,
}

/// Why a stream has no more events.
#[napi(object, object_from_js = false)]
pub struct NativeEnd {
    /// `done`, `eof` or `failure`.
    pub end: &'static str,
    /// What broke it off.
    pub failure: Option<NativeFailure>,
}

/// What went wrong, as a record; its fields are documented where TypeScript reads them.
#[napi(object, object_from_js = false)]
#[allow(missing_docs, reason = "described once, beside the TypeScript interface that it fills")]
pub struct NativeFailure {
    #[napi(ts_type = "string")]
    pub kind: &'static str,
    #[napi(ts_type = "string")]
    pub phase: Option<&'static str>,
    pub limit_ms: Option<f64>,
    pub message: String,
    pub chain: Vec<String>,
    pub attempts: u32,
    pub in_body: bool,
    pub status: Option<u32>,
    #[napi(ts_type = "string")]
    pub headers: Option<NativeText>,
    pub body: Option<String>,
    pub retry_delay_too_long: Option<bool>,
    pub no_roots: Option<bool>,
}

impl NativeOutcome {
    pub(super) fn new(news: News, call: &Call) -> Self {
        let attempts = call.attempts();
        let (head, body) = match news {
            News::Opened(head) => (head, None),
            News::Answered(head, body) => (head, Some(NativeText(body))),
            News::Failed(failure) => {
                let failure = Some(NativeFailure::new(failure, attempts));
                return Self { status: None, headers: None, body: None, attempts, failure };
            }
        };
        let Head { status, headers } = head;
        Self { status: Some(status.into()), headers: Some(NativeText(headers)), body, attempts, failure: None }
    }
}

impl NativeEnd {
    pub(super) fn new(end: End, call: &Call) -> Self {
        match end {
            End::Done => Self { end: "done", failure: None },
            End::Eof => Self { end: "eof", failure: None },
            End::Failed(failure) => {
                Self { end: "failure", failure: Some(NativeFailure::new(failure, call.attempts())) }
            }
        }
    }
}

impl NativeFailure {
    fn new(failure: Failure, attempts: u32) -> Self {
        let Failure { error, head } = failure;
        let mut record = Self {
            kind: error.kind(),
            phase: None,
            limit_ms: None,
            message: error.to_string(),
            chain: error.chain(),
            attempts,
            in_body: head.is_some(),
            status: head.as_ref().map(|head| head.status.into()),
            headers: head.map(|head| NativeText(head.headers)),
            body: None,
            retry_delay_too_long: None,
            no_roots: None,
        };
        match error {
            Error::Timeout { phase, limit } => {
                record.phase = Some(phase.name());
                record.limit_ms = Some(limit.as_secs_f64() * 1000.0);
            }
            Error::Status(answer) => {
                record.status = Some(answer.status.as_u16().into());
                record.headers = Some(NativeText(lines_of(&answer.headers)));
                record.body = Some(answer.body);
                record.retry_delay_too_long = Some(answer.delay_too_long);
            }
            Error::Config { no_roots, .. } => record.no_roots = Some(no_roots),
            _ => {}
        }
        record
    }
}
