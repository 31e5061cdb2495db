//! What the environment says: read by the builder, and by nothing else.

use crate::transport::{Location, Network};

/// A variable that is set and not empty.
fn variable(names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| {
        let value = std::env::var(name).ok()?;
        let value = value.trim();
        (!value.is_empty()).then(|| value.to_owned())
    })
}

/// `AURIKO_API_KEY`.
pub(super) fn api_key() -> Option<String> {
    variable(&["AURIKO_API_KEY"])
}

/// The variable that holds the API's address.
pub(super) const BASE_URL: &str = "AURIKO_BASE_URL";

/// `AURIKO_BASE_URL`.
pub(super) fn base_url() -> Option<String> {
    variable(&[BASE_URL])
}

/// Adds the proxies, under the names that curl knows.
pub(super) fn proxies(network: &mut Network) {
    proxies_of(network, variable);
}

/// Adds `SSL_CERT_FILE` and `SSL_CERT_DIR`.
pub(super) fn certificates(network: &mut Network) {
    network.system_ca = Location { file: variable(&["SSL_CERT_FILE"]), dir: variable(&["SSL_CERT_DIR"]) };
}

fn proxies_of(network: &mut Network, variable: impl Fn(&[&str]) -> Option<String>) {
    let no_proxy = variable(&["no_proxy", "NO_PROXY"]);
    // A star is for every host; the library's list would take it for every name, and for no address.
    if no_proxy.as_ref().is_some_and(|list| list.split(',').any(|host| host.trim() == "*")) {
        return;
    }
    let all = variable(&["all_proxy", "ALL_PROXY"]);
    // Under CGI a client's `Proxy:` header arrives as HTTP_PROXY, so there only the lower-case name can be trusted.
    let http: &[&str] = match variable(&["REQUEST_METHOD"]) {
        None => &["http_proxy", "HTTP_PROXY"],
        Some(_) => &["http_proxy"],
    };
    network.http_proxy = variable(http).or_else(|| all.clone());
    network.https_proxy = variable(&["https_proxy", "HTTPS_PROXY"]).or(all);
    network.no_proxy = no_proxy;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxies(variables: &[(&str, &str)]) -> (Option<String>, Option<String>, Option<String>) {
        let mut network = Network::default();
        proxies_of(&mut network, |names| {
            names.iter().find_map(|name| {
                variables.iter().find(|(known, _)| known == name).map(|(_, value)| (*value).to_owned())
            })
        });
        (network.http_proxy, network.https_proxy, network.no_proxy)
    }

    #[expect(clippy::unnecessary_wraps, reason = "it stands beside None")]
    fn some(text: &str) -> Option<String> {
        Some(text.into())
    }

    #[test]
    fn proxies_are_found_under_the_names_that_curl_knows() {
        assert_eq!(proxies(&[("HTTPS_PROXY", "s"), ("http_proxy", "h")]), (some("h"), some("s"), None));
        assert_eq!(proxies(&[("ALL_PROXY", "a"), ("NO_PROXY", "x")]), (some("a"), some("a"), some("x")));
        assert_eq!(proxies(&[("ALL_PROXY", "a"), ("NO_PROXY", "x, *")]), (None, None, None));
    }

    #[test]
    fn under_cgi_a_header_is_not_taken_for_a_proxy() {
        assert_eq!(proxies(&[("HTTP_PROXY", "h"), ("REQUEST_METHOD", "GET")]), (None, None, None));
    }
}
