use std::sync::Arc;
use std::time::Duration;

use http::header::{AUTHORIZATION, HeaderName};
use http::{HeaderMap, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use super::timeouts::Timeouts;
use super::{Client, Settings, base_url, environment};
use crate::transport::{HttpVersions, Identity, Limits, Network, Pacer, Pool, Repeat, Retries};
use crate::{ChatCompletionAccumulator, Error};

/// What a [`Client`] is made of. Everything has a default but the key.
#[derive(Default)]
pub struct ClientBuilder {
    api_key: Option<SecretString>,
    base_url: Option<String>,
    timeouts: Timeouts,
    max_retries: Option<u32>,
    max_retry_delay: Option<Duration>,
    headers: Vec<(String, String)>,
    proxy: ProxyChoice,
    certificates: Vec<String>,
    identity: Option<Identity>,
    http: HttpVersions,
    accumulation_limit: Option<usize>,
    limits: Option<Limits>,
}

#[derive(Default)]
enum ProxyChoice {
    #[default]
    Environment,
    None,
    Address(String),
}

impl ClientBuilder {
    /// The API key. Default: `AURIKO_API_KEY`. It is held as a secret: no `Debug` or error shows it, and its memory is
    /// wiped when the last clone of the client is dropped.
    #[must_use]
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.api_key = Some(SecretString::from(key.into()));
        self
    }

    /// The API's address; `/v1` is added where it is missing. Default: `AURIKO_BASE_URL`, then the hosted API.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// All four limits.
    #[must_use]
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// [`Timeouts::connect`]; `None` for no limit.
    #[must_use]
    pub fn connect_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.timeouts.connect = limit.into();
        self
    }

    /// [`Timeouts::headers`]; `None` for no limit.
    #[must_use]
    pub fn headers_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.timeouts.headers = limit.into();
        self
    }

    /// [`Timeouts::idle`]; `None` for no limit.
    #[must_use]
    pub fn idle_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.timeouts.idle = limit.into();
        self
    }

    /// [`Timeouts::total`]; `None` for no limit.
    #[must_use]
    pub fn total_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.timeouts.total = limit.into();
        self
    }

    /// Attempts after the first. Default: 2.
    #[must_use]
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = Some(retries);
        self
    }

    /// The longest wait that the server may ask for; when it asks for a longer one, its error is returned at once.
    /// Default: 60 s.
    #[must_use]
    pub fn max_retry_delay(mut self, delay: Duration) -> Self {
        self.max_retry_delay = Some(delay);
        self
    }

    /// A header that every request carries.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The proxy for all requests: `http://`, `https://`, `socks5://` or `socks5h://`, with credentials if it wants
    /// some. Default: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`.
    #[must_use]
    pub fn proxy(mut self, address: impl Into<String>) -> Self {
        self.proxy = ProxyChoice::Address(address.into());
        self
    }

    /// No proxy, whatever the environment says.
    #[must_use]
    pub fn no_proxy(mut self) -> Self {
        self.proxy = ProxyChoice::None;
        self
    }

    /// Certificates in PEM that are trusted besides the system's; may be called again for more. The system's are found
    /// where the platform has them, or where `SSL_CERT_FILE` and `SSL_CERT_DIR` say. A server's own certificate is trusted
    /// for that server, as long as it is valid and for the server's host.
    #[must_use]
    pub fn add_certificates(mut self, pem: impl Into<String>) -> Self {
        self.certificates.push(pem.into());
        self
    }

    /// The certificate that this side shows where a server or a proxy wants to know who calls, and its key; both in PEM, the
    /// key not encrypted. Certificates of intermediate authorities stand behind the certificate. Default: none.
    #[must_use]
    pub fn client_certificate(mut self, cert: impl Into<String>, key: impl Into<String>) -> Self {
        self.identity = Some(Identity { cert: cert.into(), key: key.into() });
        self
    }

    /// Which HTTP versions are spoken. Default: HTTP/2 where TLS negotiates it, HTTP/1.1 elsewhere.
    #[must_use]
    pub fn http_versions(mut self, versions: HttpVersions) -> Self {
        self.http = versions;
        self
    }

    /// How much text of a stream is kept for its final completion, in bytes. Default:
    /// [`ChatCompletionAccumulator::DEFAULT_LIMIT`].
    #[must_use]
    pub fn accumulation_limit(mut self, bytes: usize) -> Self {
        self.accumulation_limit = Some(bytes);
        self
    }

    /// How fast and how many requests may leave, together with those of the clients made from this one. Default: no limits.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = Some(limits);
        self
    }

    /// The client. Opens no connection; certificates are read at the first request.
    ///
    /// # Errors
    /// [`Error::MissingApiKey`], or [`Error::InvalidRequest`] for an option that can't be right.
    pub fn build(self) -> Result<Client, Error> {
        let key = self
            .api_key
            .filter(|key| !key.expose_secret().trim().is_empty())
            .or_else(|| environment::api_key().map(SecretString::from))
            .ok_or(Error::MissingApiKey)?;
        let given = self.base_url.filter(|url| !url.trim().is_empty()).map(|url| (url, "the base url"));
        let address = given.or_else(|| Some((environment::base_url()?, environment::BASE_URL)));
        let (address, name) = address.map_or((None, ""), |(address, name)| (Some(address), name));
        let settings = Settings {
            base: base_url::resolve(address.as_deref(), name)?,
            authorization: authorization(&key)?,
            headers: headers(&self.headers)?,
            timeouts: self.timeouts,
            retries: Retries {
                max: self.max_retries.unwrap_or(2),
                max_delay: self.max_retry_delay.unwrap_or(Duration::from_secs(60)),
                repeat: Repeat::Always,
            },
            accumulation_limit: self.accumulation_limit.unwrap_or(ChatCompletionAccumulator::DEFAULT_LIMIT),
            pacer: self.limits.map(|limits| pacer(&limits, None)).transpose()?,
        };
        let network =
            Network { identity: self.identity, ..network(self.proxy, self.certificates, self.http, self.timeouts) };
        Ok(Client { settings: Arc::new(settings), pool: Arc::new(Pool::new(network)) })
    }
}

impl std::fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClientBuilder").field("timeouts", &self.timeouts).finish_non_exhaustive()
    }
}

fn network(proxy: ProxyChoice, ca: Vec<String>, http: HttpVersions, timeouts: Timeouts) -> Network {
    let mut network = Network { ca, http, connect_timeout: timeouts.connect, ..Network::default() };
    environment::certificates(&mut network);
    match proxy {
        ProxyChoice::Environment => environment::proxies(&mut network),
        ProxyChoice::None => {}
        ProxyChoice::Address(address) => {
            network.http_proxy = Some(address.clone());
            network.https_proxy = Some(address);
        }
    }
    network
}

/// The whole header is kept, as a secret: it is what every request needs.
fn authorization(key: &SecretString) -> Result<SecretString, Error> {
    let header = SecretString::from(format!("Bearer {}", key.expose_secret().trim()));
    match HeaderValue::from_str(header.expose_secret()) {
        Ok(_) => Ok(header),
        Err(_) => Err(invalid("api_key", "the api key holds a character that no header may have")),
    }
}

fn headers(given: &[(String, String)]) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    for (name, value) in given {
        let (name, value) = header(name, value)?;
        headers.insert(name, value);
    }
    Ok(headers)
}

/// A header of the caller's.
pub(super) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Error> {
    let known = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| invalid("headers", "the name of a header holds a character that it may not have"))?;
    let mut value = HeaderValue::from_str(value)
        .map_err(|_| invalid(&format!("headers.{known}"), "a header holds a character that it may not have"))?;
    value.set_sensitive(known == AUTHORIZATION);
    Ok((known, value))
}

/// What holds a client to its limits.
pub(super) fn pacer(limits: &Limits, parent: Option<Arc<Pacer>>) -> Result<Arc<Pacer>, Error> {
    match limits.blocking() {
        Some(field) => Err(invalid(field, "a limit of 0 lets nothing through: give 1 or more, or no limit")),
        None => Ok(Arc::new(Pacer::new(limits, parent))),
    }
}

pub(super) fn invalid(param: &str, message: &str) -> Error {
    Error::InvalidRequest { param: param.into(), code: "invalid_parameter_value", message: message.into() }
}
