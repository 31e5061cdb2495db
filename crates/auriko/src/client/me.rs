use http::Method;

use super::Client;
use crate::{ApiKeyIdentity, Error};

/// Whose key this is: [`Client::me`].
#[derive(Debug, Clone)]
pub struct Me {
    client: Client,
}

impl Me {
    pub(super) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Whose key this is, what it may do, and its rate limits.
    ///
    /// # Errors
    /// Any [`Error`] but those of streams.
    pub async fn get(&self) -> Result<ApiKeyIdentity, Error> {
        self.client.request(Method::GET, "/me").send().await?.read()
    }
}
