//! Network configurations.

#[cfg(target_os = "linux")]
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, ClientBuilder, NoProxy, Proxy, Url, redirect};
#[cfg(target_os = "linux")]
use rustls::pki_types::PrivateKeyDer;
#[cfg(target_os = "linux")]
use rustls::pki_types::pem::PemObject;

use super::direct::Direct;
use super::error::Error;
#[cfg(target_os = "linux")]
use super::given::GivenServers;
use super::names::SystemNames;
use super::roots;

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
    /// What this side shows where a server wants to know who calls.
    pub identity: Option<Identity>,
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
    /// Whether bodies are handed out as they were sent, compressed or not, with the headers that say so.
    pub keep_encoding: bool,
}

/// A client certificate with its key.
#[derive(Clone, PartialEq, Eq)]
pub struct Identity {
    /// The certificate in PEM, those of intermediate authorities behind it.
    pub cert: String,
    /// Its private key in PEM, not encrypted.
    pub key: String,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identity")
    }
}

/// Which HTTP versions are spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum HttpVersions {
    /// HTTP/2 where TLS negotiates it, HTTP/1.1 elsewhere.
    #[default]
    Negotiate,
    /// HTTP/1.1 only.
    One,
    /// HTTP/2 only, also without TLS.
    Two,
}

/// What becomes of a connection that has served its request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Idle {
    /// It waits for the next one.
    Kept,
    /// It is closed.
    Closed,
}

/// The HTTP client of a configuration. Reads certificates from disk.
pub(super) fn build(network: &Network, idle: Idle) -> Result<Client, Error> {
    let mut builder = Client::builder()
        .redirect(redirect::Policy::none())
        .no_proxy()
        .referer(false)
        .tcp_nodelay(true)
        // The library's own panics where the system gives it no thread.
        .dns_resolver(SystemNames)
        // Obsolete, yet sent, and read by every browser and by Node.
        .http1_allow_obsolete_multiline_headers_in_responses(true)
        .http1_allow_spaces_after_header_name_in_responses(true)
        .http2_initial_stream_window_size(STREAM_WINDOW)
        .http2_initial_connection_window_size(CONNECTION_WINDOW)
        .http2_keep_alive_interval(PING_INTERVAL)
        .http2_keep_alive_timeout(PING_TIMEOUT);
    if idle == Idle::Closed {
        builder = builder.pool_max_idle_per_host(0);
    }
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
    builder.build().map_err(|error| invalid(&with_causes(&error.without_url())))
}

/// An error with what lies beneath it: reqwest's own words here are "builder error".
fn with_causes(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
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
    let given = roots::parse_all(&network.ca)?;
    store.add_parsable_certificates(given.iter().cloned());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| invalid(&error.to_string()))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(GivenServers::new(store, given, &provider)?));
    let mut config = match &network.identity {
        None => config.with_no_client_auth(),
        Some(identity) => {
            let chain = roots::parse_chain(&identity.cert)?;
            let key = PrivateKeyDer::from_pem_slice(identity.key.as_bytes())
                .map_err(|_| invalid("the key of the client certificate is no private key in pem form"))?;
            config
                .with_client_auth_cert(chain, key)
                .map_err(|_| invalid("the key does not belong to the client certificate"))?
        }
    };
    config.alpn_protocols = match network.http {
        HttpVersions::Negotiate => vec![b"h2".to_vec(), b"http/1.1".to_vec()],
        HttpVersions::One => vec![b"http/1.1".to_vec()],
        HttpVersions::Two => vec![b"h2".to_vec()],
    };
    Ok(builder.tls_backend_preconfigured(config))
}

/// macOS and Windows check certificates themselves, and take one that was given for a server's own.
#[cfg(not(target_os = "linux"))]
fn trust(builder: ClientBuilder, network: &Network) -> Result<ClientBuilder, Error> {
    // Fails only where somebody else in the process chose a provider before us, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = match &network.identity {
        None => builder,
        Some(Identity { cert, key }) => {
            let identity = reqwest::Identity::from_pem(format!("{cert}\n{key}").as_bytes());
            builder.identity(identity.map_err(|_| invalid("the client certificate or its key can't be used"))?)
        }
    };
    let mut ca = Vec::new();
    for certificate in roots::parse_all(&network.ca)? {
        ca.extend(reqwest::Certificate::from_der(&certificate));
    }
    Ok(builder.tls_certs_merge(accepted(ca)))
}

/// The certificates that the system takes: it may refuse one that we can read, and then the client as a whole.
#[cfg(not(target_os = "linux"))]
fn accepted(all: Vec<reqwest::Certificate>) -> Vec<reqwest::Certificate> {
    let takes =
        |some: &[reqwest::Certificate]| Client::builder().no_proxy().tls_certs_merge(some.to_vec()).build().is_ok();
    if takes(&all) || !takes(&[]) {
        return all;
    }
    all.into_iter().filter(|one| takes(std::slice::from_ref(one))).collect()
}

fn route(mut builder: ClientBuilder, network: &Network) -> Result<ClientBuilder, Error> {
    let direct = Direct::parse(network.no_proxy.as_deref().unwrap_or_default());
    if let Some(address) = &network.http_proxy {
        builder = builder.proxy(proxy("http", address, &direct)?);
    }
    if let Some(address) = &network.https_proxy {
        builder = builder.proxy(proxy("https", address, &direct)?);
    }
    Ok(builder)
}

/// The proxy for addresses of a scheme. The HTTP library knows no exceptions for single ports; those are decided here.
fn proxy(scheme: &'static str, address: &str, direct: &Direct) -> Result<Proxy, Error> {
    let all = if scheme == "http" { Proxy::http(address) } else { Proxy::https(address) };
    let all = all.map_err(|_| invalid("the proxy's address is not valid"))?;
    let hosts = NoProxy::from_string(&direct.hosts);
    if direct.ports.is_empty() {
        return Ok(all.no_proxy(hosts));
    }
    let (address, direct) = (address.to_owned(), direct.clone());
    let choose = move |url: &Url| (url.scheme() == scheme && !direct.names_port_of(url)).then(|| address.clone());
    Ok(Proxy::custom(choose).no_proxy(hosts))
}

fn invalid(reason: &str) -> Error {
    Error::Config { reason: reason.into(), no_roots: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::test_certificates::CERTIFICATES;

    #[test]
    fn a_certificate_that_is_none_is_refused_by_name() {
        let network = Network { ca: vec!["nonsense".into()], ..Network::default() };
        let error = build(&network, Idle::Kept).map(drop).unwrap_err();
        assert!(error.to_string().contains("certificate"), "{error}");
    }

    #[test]
    fn a_key_that_is_none_is_refused_without_being_shown() {
        let cert = CERTIFICATES.authority.pem();
        let network = Network { identity: Some(Identity { cert, key: "secret".into() }), ..Network::default() };
        let error = build(&network, Idle::Kept).map(drop).unwrap_err();
        assert!(error.to_string().contains("key"), "{error}");
        assert!(!format!("{error:?} {network:?}").contains("secret"));
    }

    #[test]
    fn a_proxy_address_never_appears_in_its_error() {
        let network = Network { https_proxy: Some("http://user:secret@[".into()), ..Network::default() };
        let error = build(&network, Idle::Kept).map(drop).unwrap_err();
        assert!(!format!("{error:?}").contains("secret"));
    }
}
