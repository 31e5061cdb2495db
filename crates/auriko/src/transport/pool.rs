use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};

use hyper_util::client::legacy::connect::HttpInfo;
use reqwest::{Client, Response, Url};

use super::error::Error;
use super::network::{Idle, Network, build};
use super::route::Route;

/// Connections of which a pool knows that they have served a request.
const KNOWN: usize = 256;

/// One network configuration with its connections, opened as they are needed. They live in the tokio runtime that opened
/// them: a pool must not outlive its runtime.
#[derive(Debug)]
pub struct Pool {
    network: Network,
    client: Mutex<Option<Client>>,
    /// A twin that keeps no connection: the library can't be told to pass over those that it keeps.
    without_idle: Mutex<Option<Client>>,
    /// Both ends of the connections that answers came on, oldest first.
    seen: Mutex<VecDeque<(SocketAddr, SocketAddr)>>,
}

impl Pool {
    /// A pool of its own. Opens no connection and reads no file; that waits for the first request.
    pub fn new(network: Network) -> Self {
        Self { network, client: Mutex::default(), without_idle: Mutex::default(), seen: Mutex::default() }
    }

    /// Its configuration.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// What a failure on the way to this address is to its reader.
    pub(super) fn error(&self, error: reqwest::Error, url: &Url) -> Error {
        Error::from_attempt(error, self.network.connect_timeout, Route::to(url, &self.network))
    }

    /// The HTTP client. Reads certificates from disk the first time.
    ///
    /// # Errors
    /// [`Error::Config`].
    pub fn client(&self) -> Result<Client, Error> {
        self.built(&self.client, Idle::Kept)
    }

    /// An HTTP client that opens a connection for every request, for where those that were kept turned out to be dead.
    ///
    /// # Errors
    /// [`Error::Config`].
    pub(super) fn client_without_idle(&self) -> Result<Client, Error> {
        self.built(&self.without_idle, Idle::Closed)
    }

    fn built(&self, kept: &Mutex<Option<Client>>, idle: Idle) -> Result<Client, Error> {
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = &*kept {
            return Ok(client.clone());
        }
        let client = build(&self.network, idle)?;
        *kept = Some(client.clone());
        Ok(client)
    }

    /// Lets no connection that is open now serve a further request. What runs on them is not disturbed.
    pub(super) fn renew(&self) {
        *self.client.lock().unwrap_or_else(PoisonError::into_inner) = None;
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
