use std::fmt::Write;

use http::Method;

use super::Client;
use super::builder::invalid;
use crate::wire::Wire;
use crate::{Directory, Error, Model, ModelList, ProviderList, Registry};

/// Models: [`Client::models`].
#[derive(Debug, Clone)]
pub struct Models {
    client: Client,
}

impl Models {
    pub(super) fn new(client: Client) -> Self {
        Self { client }
    }

    /// The models that can be called with your key through chat.
    ///
    /// # Errors
    /// Any [`Error`] but those of streams.
    pub async fn list(&self) -> Result<ModelList, Error> {
        self.get("/models").await
    }

    /// The models that an endpoint can call: `chat_completions`, or `responses`, which adds those that only it can call.
    ///
    /// # Errors
    /// Any [`Error`] but those of streams.
    pub async fn list_for(&self, endpoint: &str) -> Result<ModelList, Error> {
        self.client.request(Method::GET, "/models").query("endpoint", endpoint).send().await?.read()
    }

    /// One model, by its canonical id or an alias.
    ///
    /// # Errors
    /// Any [`Error`] but those of streams.
    pub async fn retrieve(&self, id: &str) -> Result<Model, Error> {
        self.get(&format!("/models/{}", segment(id)?)).await
    }

    /// The public directory: every model with everyone who offers it.
    ///
    /// # Errors
    /// Any [`Error`] but those of streams.
    pub async fn directory(&self) -> Result<Directory, Error> {
        self.get("/directory/models").await
    }

    /// The registry of canonical models.
    ///
    /// # Errors
    /// Any [`Error`] but those of streams.
    pub async fn registry(&self) -> Result<Registry, Error> {
        self.get("/registry/models").await
    }

    /// All providers.
    ///
    /// # Errors
    /// Any [`Error`] but those of streams.
    pub async fn providers(&self) -> Result<ProviderList, Error> {
        self.get("/registry/providers").await
    }

    async fn get<T: Wire>(&self, path: &str) -> Result<T, Error> {
        self.client.request(Method::GET, path).send().await?.read()
    }
}

/// An id as one part of a path, so that it can't lead to another.
fn segment(id: &str) -> Result<String, Error> {
    if matches!(id, "" | "." | "..") {
        return Err(invalid("model_id", "the id of a model must not be empty, nor lead to another path"));
    }
    let mut escaped = String::with_capacity(id.len());
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    Ok(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_stays_one_path_whatever_it_holds() {
        assert_eq!(segment("openai/gpt-5.4:ttft").unwrap(), "openai%2Fgpt-5.4%3Attft");
        assert_eq!(segment("a/../b").unwrap(), "a%2F..%2Fb");
        assert_eq!(segment("a?b#c%2e d").unwrap(), "a%3Fb%23c%252e%20d");
        for id in ["", "..", "."] {
            assert!(segment(id).is_err(), "{id}");
        }
    }
}
