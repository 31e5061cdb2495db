//! Which hosts are reached without a proxy.

use http::Uri;
use hyper_util::client::proxy::matcher::Matcher;
use reqwest::Url;

/// The hosts of a `NO_PROXY` list, in all the forms that curl and Node understand: `*`, `host`, `.domain`, `*.domain`,
/// `host:port`, `1.2.3.4:port`, `[::1]`, `[::1]:port`, and networks such as `10.0.0.0/8`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Direct {
    /// What holds for every port, in the form that the HTTP library understands.
    pub hosts: String,
    /// Hosts that are reached directly at one port only.
    pub ports: Vec<(String, u16)>,
}

impl Direct {
    /// Reads a list whose entries are separated by commas or blanks.
    pub fn parse(list: &str) -> Self {
        let mut hosts = Vec::new();
        let mut ports = Vec::new();
        for entry in list.split([',', ' ', '\t', '\n']).filter(|entry| !entry.is_empty()) {
            let entry = entry.strip_prefix("*.").map_or_else(|| entry.to_owned(), |domain| format!(".{domain}"));
            match split_port(&entry) {
                (host, Some(port)) => ports.push((host.to_ascii_lowercase(), port)),
                (host, None) => hosts.push(host.to_owned()),
            }
        }
        Self { hosts: hosts.join(","), ports }
    }

    /// Whether this address is reached without a proxy, as the HTTP library decides it.
    pub fn names(&self, url: &Url) -> bool {
        let proxied = Matcher::builder().all("http://proxy").no(self.hosts.as_str()).build();
        self.names_port_of(url) || url.as_str().parse::<Uri>().is_ok_and(|uri| proxied.intercept(&uri).is_none())
    }

    /// Whether an entry with a port names this address.
    pub fn names_port_of(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
        let port = url.port_or_known_default();
        self.ports.iter().any(|(named, at)| Some(*at) == port && covers(named, host))
    }
}

/// A name covers itself and what lies below it; one with a leading dot means the same.
fn covers(named: &str, host: &str) -> bool {
    let named = named.strip_prefix('.').unwrap_or(named);
    host == named || host.strip_suffix(named).is_some_and(|below| below.ends_with('.'))
}

/// An address of version 6 has colons of its own, so its port stands behind brackets.
fn split_port(entry: &str) -> (&str, Option<u16>) {
    if let Some((host, rest)) = entry.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
        return (host, rest.strip_prefix(':').and_then(|port| port.parse().ok()));
    }
    match entry.split_once(':') {
        Some((host, port)) if !port.contains(':') => match port.parse() {
            Ok(port) => (host, Some(port)),
            Err(_) => (entry, None),
        },
        _ => (entry, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goes_direct(list: &str, url: &str) -> bool {
        Direct::parse(list).names_port_of(&url.parse().unwrap())
    }

    #[test]
    fn an_entry_with_a_port_names_that_port_only() {
        assert!(goes_direct("localhost:8080", "http://localhost:8080/v1"));
        assert!(!goes_direct("localhost:8080", "http://localhost:8081/v1"));
        assert!(goes_direct("127.0.0.1:8080", "http://127.0.0.1:8080/v1"));
        assert!(goes_direct("[::1]:8080", "http://[::1]:8080/v1"));
        assert!(goes_direct("example.com:443", "https://api.example.com/v1"));
        assert!(goes_direct(".example.com:443", "https://api.example.com/v1"));
        assert!(!goes_direct("example.com:443", "https://myexample.com/v1"));
    }

    #[test]
    fn entries_without_a_port_are_put_as_the_http_library_reads_them() {
        let list = "*.localhost, [::1] ::2,10.0.0.0/8 *";
        assert_eq!(Direct::parse(list), Direct { hosts: ".localhost,::1,::2,10.0.0.0/8,*".into(), ports: vec![] });
    }
}
