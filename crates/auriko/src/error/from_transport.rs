use super::{ApiError, Context, Error};
use crate::transport;
use crate::transport::Failure;

impl Error {
    /// What a failed call becomes. A connection that breaks behind the head of an answer has lost an answer, whether that
    /// was a stream or one document.
    pub(crate) fn from_failure(failure: Failure, attempts: u32) -> Self {
        let Failure { error, head } = failure;
        let has_answer = head.is_some();
        let mut context = Box::new(Context::new(attempts));
        if let Some(head) = head {
            *context = context.with_head(head.status, head.headers);
        }
        match error {
            transport::Error::Status(answer) => Self::from_answer(*answer, *context),
            transport::Error::Timeout { phase, limit } => Self::Timeout { phase, limit, context },
            transport::Error::Config { reason, .. } => Self::Config { reason },
            transport::Error::QueueFull { max } => Self::QueueFull { max },
            source @ (transport::Error::EventTooLong(_)
            | transport::Error::BodyTooLong { .. }
            | transport::Error::UnpacksTooFar { .. }) => Self::TooLarge { source: Box::new(source), context },
            source if has_answer => Self::Dropped { source: Box::new(source), context },
            source => Self::from_connection(source, context),
        }
    }

    fn from_connection(source: transport::Error, context: Box<Context>) -> Self {
        let source = Box::new(source);
        match *source {
            transport::Error::Connect(..) | transport::Error::Resources { .. } => Self::Connect { source, context },
            transport::Error::Tls(..) => Self::Tls { source, context },
            transport::Error::Proxy(..) => Self::Proxy { source, context },
            transport::Error::Network(..) => Self::Network { source, context },
            _ => Self::Protocol { source, context },
        }
    }

    fn from_answer(answer: transport::Answer, context: Context) -> Self {
        let transport::Answer { status, headers, body, delay_too_long } = answer;
        let error = Box::new(ApiError { delay_too_long, ..ApiError::from_body(status, &body) });
        Self::Status { error, context: Box::new(context.with_head(status, headers)) }
    }
}
