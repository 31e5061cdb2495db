//! The client, and what is asked through it.

mod base_url;
mod builder;
mod chat;
mod environment;
mod me;
mod models;
mod request;
mod response;
mod timeouts;

use std::sync::Arc;
use std::time::Duration;

use http::header::{AUTHORIZATION, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method};
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

pub use builder::ClientBuilder;
pub use chat::Chat;
pub use me::Me;
pub use models::Models;
pub use request::RequestBuilder;
pub use response::Response;
pub use timeouts::Timeouts;

use crate::Error;
use crate::transport::{Limits, Pacer, Pool, Retries};

const AGENT: &str = concat!("auriko-rust/", env!("CARGO_PKG_VERSION"));

/// A client of the Auriko API. Cloning it is cheap; all clones share one pool of connections, which belongs to them and
/// to the tokio runtime in which they are used.
///
/// ```no_run
/// use auriko::{ChatCompletionRequest, Client, Message};
///
/// # async fn ask() -> Result<(), auriko::Error> {
/// // The key comes from AURIKO_API_KEY.
/// let client = Client::new()?;
/// let request = ChatCompletionRequest::new("gpt-5.4", [Message::user("Say hello.")]);
/// let completion = client.chat().create(request).await?;
/// println!("{}", completion.text().unwrap_or_default());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    settings: Arc<Settings>,
    pool: Arc<Pool>,
}

/// What a client was made with.
#[derive(Clone)]
struct Settings {
    base: Url,
    authorization: SecretString,
    headers: HeaderMap,
    timeouts: Timeouts,
    retries: Retries,
    accumulation_limit: usize,
    pacer: Option<Arc<Pacer>>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Neither the key nor a proxy's address, which may hold credentials, nor headers, which may be secrets.
        f.debug_struct("Client")
            .field("base_url", &self.settings.base.as_str())
            .field("timeouts", &self.settings.timeouts)
            .field("max_retries", &self.settings.retries.max)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// A client with everything from the environment.
    ///
    /// # Errors
    /// [`Error::MissingApiKey`] without `AURIKO_API_KEY`; [`Error::InvalidRequest`] where `AURIKO_BASE_URL` is no address.
    pub fn new() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// A client of your own making.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// The address of the API, `/v1` included.
    pub fn base_url(&self) -> &str {
        self.settings.base.as_str()
    }

    /// The same client with other limits, on the same connections. [`Timeouts::connect`] stays as it was built: it belongs
    /// to the connections.
    #[must_use]
    pub fn with_timeouts(&self, timeouts: Timeouts) -> Self {
        self.with(|settings| settings.timeouts = Timeouts { connect: settings.timeouts.connect, ..timeouts })
    }

    /// The same client with another number of attempts after the first, on the same connections.
    #[must_use]
    pub fn with_max_retries(&self, retries: u32) -> Self {
        self.with(|settings| settings.retries.max = retries)
    }

    /// The same client with another longest wait that the server may ask for, on the same connections.
    #[must_use]
    pub fn with_max_retry_delay(&self, delay: Duration) -> Self {
        self.with(|settings| settings.retries.max_delay = delay)
    }

    /// The same client with limits of its own, on the same connections. Those of this client hold, too.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] for a limit of 0.
    pub fn with_limits(&self, limits: Limits) -> Result<Self, Error> {
        let pacer = builder::pacer(&limits, self.settings.pacer.clone())?;
        Ok(self.with(|settings| settings.pacer = Some(pacer)))
    }

    fn with(&self, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings::clone(&self.settings);
        change(&mut settings);
        Self { settings: Arc::new(settings), pool: Arc::clone(&self.pool) }
    }

    /// Chat completions.
    pub fn chat(&self) -> Chat {
        Chat::new(self.clone())
    }

    /// Models: those that can be called, and the public directory of all.
    pub fn models(&self) -> Models {
        Models::new(self.clone())
    }

    /// Whose key this is.
    pub fn me(&self) -> Me {
        Me::new(self.clone())
    }

    /// A request of your own, for what has no method here: `path` begins with a slash and is relative to the base URL.
    ///
    /// ```no_run
    /// # async fn ask(client: &auriko::Client) -> Result<(), auriko::Error> {
    /// let body = serde_json::json!({ "model": "gpt-5.4", "input": "Say hello." });
    /// let response = client.request(http::Method::POST, "/responses").json(&body)?.send().await?;
    /// let answer: serde_json::Value = response.json()?;
    /// println!("{}", answer["output_text"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn request(&self, method: Method, path: impl Into<String>) -> RequestBuilder {
        RequestBuilder::new(self.clone(), method, path.into())
    }

    pub(crate) fn pacer(&self) -> Option<Arc<Pacer>> {
        self.settings.pacer.clone()
    }

    pub(crate) fn pool(&self) -> Arc<Pool> {
        Arc::clone(&self.pool)
    }

    pub(crate) fn accumulation_limit(&self) -> usize {
        self.settings.accumulation_limit
    }

    /// The headers that every request carries; a request's own come on top.
    fn headers(&self) -> Result<HeaderMap, Error> {
        let mut headers = HeaderMap::with_capacity(self.settings.headers.len() + 6);
        headers.insert(USER_AGENT, HeaderValue::from_static(AGENT));
        let mut key = HeaderValue::from_str(self.settings.authorization.expose_secret())
            .map_err(|_| builder::invalid("api_key", "the api key holds a character that no header may have"))?;
        key.set_sensitive(true);
        headers.insert(AUTHORIZATION, key);
        for (name, value) in &self.settings.headers {
            headers.insert(name, value.clone());
        }
        Ok(headers)
    }
}
