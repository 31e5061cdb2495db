use auriko::transport::{Error, retry};
use napi_derive::napi;

use super::text::NativeText;
use crate::delivery::{Call, End, Failure, Head, lines_of};

/// The head of an answer.
#[napi(object, object_from_js = false)]
pub struct NativeHead {
    /// The status.
    pub status: u32,
    /// The raw headers.
    #[napi(ts_type = "string")]
    pub headers: NativeText,
    /// How many times it was sent.
    pub attempts: u32,
    /// The facts of its attempts.
    pub facts: String,
}

/// Why a stream has no more events.
#[napi(object, object_from_js = false)]
pub struct NativeEnd {
    /// `done`, `eof` or `failure`.
    #[napi(ts_type = "'done' | 'eof' | 'failure'")]
    pub end: &'static str,
    /// What broke it off.
    pub failure: Option<NativeFailure>,
    /// The facts of its attempts.
    pub facts: String,
}

/// What a call that was stopped had come to.
#[napi(object, object_from_js = false)]
pub struct NativeStopped {
    /// How many times it was sent.
    pub attempts: u32,
    /// The facts of its attempts.
    pub facts: String,
}

/// What went wrong, as a record; its fields are documented where TypeScript reads them.
#[napi(object, object_from_js = false)]
#[allow(missing_docs, reason = "described once, beside the TypeScript interface that it fills")]
pub struct NativeFailure {
    #[napi(
        ts_type = "'status' | 'connect' | 'tls' | 'proxy' | 'network' | 'protocol' | 'timeout' | 'too_large' | 'redirect' | 'queue_full' | 'config' | 'panic'"
    )]
    pub kind: &'static str,
    #[napi(ts_type = "'connect' | 'headers' | 'idle' | 'total'")]
    pub phase: Option<&'static str>,
    pub limit_ms: Option<f64>,
    pub message: String,
    pub chain: Vec<String>,
    pub attempts: u32,
    pub facts: String,
    pub in_body: bool,
    pub retryable: bool,
    pub may_have_arrived: bool,
    pub status: Option<u32>,
    #[napi(ts_type = "string")]
    pub headers: Option<NativeText>,
    pub body: Option<String>,
    pub retry_delay_too_long: Option<bool>,
    pub no_roots: Option<bool>,
}

impl NativeHead {
    pub(super) fn new(head: Head, call: &Call) -> Self {
        let Head { status, headers, .. } = head;
        Self { status: status.into(), headers: NativeText(headers), attempts: call.log.count(), facts: call.facts() }
    }
}

impl NativeEnd {
    pub(super) fn new(end: End, call: &Call) -> Self {
        let facts = call.facts();
        match end {
            End::Done => Self { end: "done", failure: None, facts },
            End::Eof => Self { end: "eof", failure: None, facts },
            End::Failed(failure) => Self { end: "failure", failure: Some(NativeFailure::new(failure, call)), facts },
        }
    }
}

impl NativeStopped {
    pub(super) fn new(call: &Call) -> Self {
        Self { attempts: call.log.count(), facts: call.facts() }
    }
}

impl NativeFailure {
    pub(super) fn new(failure: Failure, call: &Call) -> Self {
        let Failure { error, head } = failure;
        let mut record = Self {
            kind: error.kind(),
            phase: None,
            limit_ms: None,
            message: error.to_string(),
            chain: error.chain(),
            attempts: call.log.count(),
            facts: call.facts(),
            in_body: head.is_some(),
            retryable: retry::may_be_repeated(&error),
            may_have_arrived: retry::may_have_arrived(&error),
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
