use std::time::Duration;

use tokio::time::timeout;

use super::error::{Error, Phase};

/// Runs something within a limit, if there is one. Work that was pinned before stays where it is: handed over by value, it
/// would be copied, and take its room twice.
///
/// # Errors
/// [`Error::Timeout`] once the limit has passed; the work is dropped.
pub async fn within<T>(limit: Option<Duration>, phase: Phase, work: impl Future<Output = T>) -> Result<T, Error> {
    match limit {
        Some(limit) => timeout(limit, work).await.map_err(|_| Error::Timeout { phase, limit }),
        None => Ok(work.await),
    }
}
