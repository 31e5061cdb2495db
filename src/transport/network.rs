//! Network configurations and the connection pools that belong to them.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use reqwest::{Client, ClientBuilder, NoProxy, Proxy, redirect};

use super::error::Error;
use super::roots;

/// Configurations kept ready for the next client that has the same; an evicted one lives on while it is in use.
const KEPT: usize = 64;

/// An HTTP/2 stream that nobody reads holds at most this much in memory.
const STREAM_WINDOW: u32 = 512 * 1024;
/// Large enough that many paused streams leave room for the others on their connection.
const CONNECTION_WINDOW: u32 = 64 * 1024 * 1024;
const PING_INTERVAL: Duration = Duration::from_secs(20);
const PING_TIMEOUT: Duration = Duration::from_secs(20);

/// Everything that decides which connections can be shared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Network {
    /// Certificates in PEM that are trusted besides the system's.
    pub ca: Vec<String>,
    /// Certificates in PEM to fall back on where the system has none.
    pub fallback_ca: Vec<String>,
    /// `SSL_CERT_FILE` and `SSL_CERT_DIR`: the system's certificates, where they were moved.
    pub system_ca: roots::Location,
    /// The proxy for `http:` addresses.
    pub http_proxy: Option<String>,
    /// The proxy for `https:` addresses.
    pub https_proxy: Option<String>,
    /// Hosts that are reached without a proxy, in the form of `NO_PROXY`.
    pub no_proxy: Option<String>,
    /// Which HTTP versions are spoken.
    pub http: HttpVersions,
    /// The limit on name resolution, TCP and TLS.
    pub connect_timeout: Option<Duration>,
}

/// Which HTTP versions are spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HttpVersions {
    /// HTTP/2 where TLS negotiates it, HTTP/1.1 elsewhere.
    #[default]
    Negotiate,
    /// HTTP/1.1 only.
    One,
    /// HTTP/2 only, also without TLS.
    Two,
}

/// One network configuration with its pool of connections, built at the first request.
#[derive(Debug)]
pub struct Pool {
    network: Network,
    client: OnceLock<Client>,
}

impl Pool {
    /// The pool of this configuration, the same for everyone who asks with an equal one.
    pub fn shared(network: &Network) -> Arc<Self> {
        static POOLS: Mutex<Vec<Arc<Pool>>> = Mutex::new(Vec::new());
        let mut pools = POOLS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = pools.iter().position(|pool| pool.network == *network) {
            let pool = pools.remove(at);
            pools.push(Arc::clone(&pool));
            return pool;
        }
        if pools.len() == KEPT {
            pools.remove(0);
        }
        let pool = Arc::new(Self { network: network.clone(), client: OnceLock::new() });
        pools.push(Arc::clone(&pool));
        pool
    }

    /// The limit on connecting that this pool was built with.
    pub fn connect_timeout(&self) -> Option<Duration> {
        self.network.connect_timeout
    }

    /// Whether some addresses are reached through a proxy.
    pub fn is_proxied(&self) -> bool {
        self.network.http_proxy.is_some() || self.network.https_proxy.is_some()
    }

    /// The HTTP client. Reads certificates from disk the first time.
    pub fn client(&self) -> Result<&Client, Error> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = build(&self.network)?;
        Ok(self.client.get_or_init(|| client))
    }
}

fn build(network: &Network) -> Result<Client, Error> {
    let mut builder = Client::builder()
        .redirect(redirect::Policy::none())
        .no_proxy()
        .referer(false)
        .tcp_nodelay(true)
        .http2_initial_stream_window_size(STREAM_WINDOW)
        .http2_initial_connection_window_size(CONNECTION_WINDOW)
        .http2_keep_alive_interval(PING_INTERVAL)
        .http2_keep_alive_timeout(PING_TIMEOUT);
    if let Some(limit) = network.connect_timeout {
        builder = builder.connect_timeout(limit);
    }
    builder = match network.http {
        HttpVersions::Negotiate => builder,
        HttpVersions::One => builder.http1_only(),
        HttpVersions::Two => builder.http2_prior_knowledge(),
    };
    builder = trust(builder, network)?;
    builder = route(builder, network)?;
    builder.build().map_err(|error| invalid(&error.without_url().to_string()))
}

#[cfg(target_os = "linux")]
fn trust(builder: ClientBuilder, network: &Network) -> Result<ClientBuilder, Error> {
    let mut store = rustls::RootCertStore::empty();
    store.add_parsable_certificates(roots::system(&network.system_ca));
    if store.is_empty() {
        store.add_parsable_certificates(roots::parse_all(&network.fallback_ca)?);
    }
    // Certificates that callers add are no substitute for those that everyone else's servers are verified with.
    if store.is_empty() {
        return Err(Error::Config { reason: "no trusted certificates were found".into(), no_roots: true });
    }
    for pem in &network.ca {
        // Bundles of companies hold the odd certificate that nothing can be verified with; the others have to work.
        let (usable, _) = store.add_parsable_certificates(roots::parse_all(std::slice::from_ref(pem))?);
        if usable == 0 {
            return Err(invalid("a certificate is not a valid x.509 certificate"));
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| invalid(&error.to_string()))?
        .with_root_certificates(store)
        .with_no_client_auth();
    config.alpn_protocols = match network.http {
        HttpVersions::Negotiate => vec![b"h2".to_vec(), b"http/1.1".to_vec()],
        HttpVersions::One => vec![b"http/1.1".to_vec()],
        HttpVersions::Two => vec![b"h2".to_vec()],
    };
    Ok(builder.tls_backend_preconfigured(config))
}

/// macOS and Windows check certificates themselves.
#[cfg(not(target_os = "linux"))]
fn trust(builder: ClientBuilder, network: &Network) -> Result<ClientBuilder, Error> {
    let mut ca = Vec::new();
    for certificate in roots::parse_all(&network.ca)? {
        ca.push(
            reqwest::Certificate::from_der(&certificate)
                .map_err(|_| invalid("a certificate is not a valid x.509 certificate"))?,
        );
    }
    // Fails only where somebody else in the process chose a provider before us, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Ok(builder.tls_certs_merge(ca))
}

fn route(mut builder: ClientBuilder, network: &Network) -> Result<ClientBuilder, Error> {
    let no_proxy = || network.no_proxy.as_deref().and_then(NoProxy::from_string);
    let invalid_proxy = |_| invalid("the proxy's address is not valid");
    if let Some(address) = &network.http_proxy {
        builder = builder.proxy(Proxy::http(address).map_err(invalid_proxy)?.no_proxy(no_proxy()));
    }
    if let Some(address) = &network.https_proxy {
        builder = builder.proxy(Proxy::https(address).map_err(invalid_proxy)?.no_proxy(no_proxy()));
    }
    Ok(builder)
}

fn invalid(reason: &str) -> Error {
    Error::Config { reason: reason.into(), no_roots: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_configurations_share_a_pool_and_others_do_not() {
        let one = Network { no_proxy: Some("pool-test".into()), ..Network::default() };
        let other = Network { http: HttpVersions::One, ..one.clone() };
        assert!(Arc::ptr_eq(&Pool::shared(&one), &Pool::shared(&one.clone())));
        assert!(!Arc::ptr_eq(&Pool::shared(&one), &Pool::shared(&other)));
    }

    #[test]
    fn a_certificate_that_is_none_is_refused_by_name() {
        let network = Network { ca: vec!["nonsense".into()], ..Network::default() };
        let error = Pool::shared(&network).client().map(drop).unwrap_err();
        assert!(error.to_string().contains("certificate"), "{error}");
    }

    #[test]
    fn a_proxy_address_never_appears_in_its_error() {
        let network = Network { https_proxy: Some("http://user:secret@[".into()), ..Network::default() };
        let error = Pool::shared(&network).client().map(drop).unwrap_err();
        assert!(!format!("{error:?}").contains("secret"));
    }
}
