use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use hyper_util::client::legacy::connect::HttpInfo;
use reqwest::{Client, Response};

use super::error::Error;
use super::network::{Network, build};

/// Connections of which a pool knows that they have served a request.
const KNOWN: usize = 256;

/// One network configuration with its connections, opened as they are needed. They live in the tokio runtime that opened
/// them: a pool must not outlive its runtime.
#[derive(Debug)]
pub struct Pool {
    network: Network,
    client: OnceLock<Client>,
    /// Both ends of the connections that answers came on, oldest first.
    seen: Mutex<VecDeque<(SocketAddr, SocketAddr)>>,
}

impl Pool {
    /// A pool of its own. Opens no connection and reads no file; that waits for the first request.
    pub fn new(network: Network) -> Self {
        Self { network, client: OnceLock::new(), seen: Mutex::default() }
    }

    /// Its configuration.
    pub fn network(&self) -> &Network {
        &self.network
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
    ///
    /// # Errors
    /// [`Error::Config`].
    pub fn client(&self) -> Result<&Client, Error> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = build(&self.network)?;
        Ok(self.client.get_or_init(|| client))
    }

    /// Whether an answer came on a connection on which one had come before. The library does not say; but two connections
    /// to one place differ in their local port.
    pub(super) fn is_reused(&self, response: &Response) -> Option<bool> {
        let info = response.extensions().get::<HttpInfo>()?;
        let connection = (info.local_addr(), info.remote_addr());
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        // The newest are at the end, and most requests take one of them.
        if seen.iter().rev().any(|known| *known == connection) {
            return Some(true);
        }
        if seen.len() == KNOWN {
            seen.pop_front();
        }
        seen.push_back(connection);
        Some(false)
    }
}
