use std::fmt;

use reqwest::Url;

use super::direct::Direct;
use super::network::Network;

/// Where a connection was meant to lead, for the reader of an error. Holds hosts and ports alone: no credentials, path or
/// query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Host and port of the server.
    pub address: String,
    /// Host and port of the proxy on the way, if there is one for this server.
    pub proxy: Option<String>,
}

impl fmt::Display for Route {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.address)?;
        self.proxy.as_ref().map_or(Ok(()), |proxy| write!(formatter, " through the proxy {proxy}"))
    }
}

impl Route {
    pub(super) fn to(url: &Url, network: &Network) -> Self {
        let proxy = if url.scheme() == "https" { &network.https_proxy } else { &network.http_proxy };
        let direct = Direct::parse(network.no_proxy.as_deref().unwrap_or_default());
        let proxy = proxy.as_deref().filter(|_| !direct.names(url)).map(proxy_address);
        Self { address: address(url), proxy }
    }
}

fn address(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port_or_known_default() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// A proxy may be written without a scheme. One that can't be read is not shown: nobody knows where its password is.
fn proxy_address(written: &str) -> String {
    let parsed = Url::parse(written).ok().filter(Url::has_host);
    parsed.or_else(|| Url::parse(&format!("http://{written}")).ok()).as_ref().map_or_else(|| "in use".into(), address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(url: &str, network: &Network) -> Route {
        Route::to(&url.parse().unwrap(), network)
    }

    #[test]
    fn an_address_is_host_and_port_and_nothing_else() {
        let direct = Network::default();
        assert_eq!(route("https://user:secret@api.example/v1?key=secret", &direct).address, "api.example:443");
        assert_eq!(route("http://[::1]:8080/", &direct).address, "[::1]:8080");
    }

    #[test]
    fn the_proxy_of_the_scheme_is_told_without_its_credentials() {
        let network = Network { https_proxy: Some("http://user:secret@proxy:3128".into()), ..Network::default() };
        assert_eq!(route("https://api.example/", &network).proxy.as_deref(), Some("proxy:3128"));
        assert_eq!(route("https://api.example/", &network).to_string(), "api.example:443 through the proxy proxy:3128");
        assert_eq!(route("http://api.example/", &network).proxy, None);
        let bare = Network { http_proxy: Some("user:secret@proxy:3128".into()), ..Network::default() };
        assert_eq!(route("http://api.example/", &bare).proxy.as_deref(), Some("proxy:3128"));
    }

    #[test]
    fn a_host_that_is_reached_directly_has_no_proxy() {
        let network = Network {
            http_proxy: Some("http://proxy:3128".into()),
            no_proxy: Some("api.example,*.internal,10.0.0.0/8,[::1]:8080".into()),
            ..Network::default()
        };
        for url in ["http://api.example/", "http://a.internal/", "http://10.1.2.3:80/", "http://[::1]:8080/"] {
            assert_eq!(route(url, &network).proxy, None, "{url}");
        }
        assert_eq!(route("http://other.example/", &network).proxy.as_deref(), Some("proxy:3128"));
    }
}
