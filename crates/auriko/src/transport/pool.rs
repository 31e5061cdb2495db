use std::collections::{HashSet, VecDeque};
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError, RwLock};

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
    client: RwLock<Option<Client>>,
    /// A twin that keeps no connection: the library can't be told to pass over those that it keeps.
    without_idle: RwLock<Option<Client>>,
    seen: Mutex<Seen>,
}

/// Both ends of a connection.
type Ends = (SocketAddr, SocketAddr);

/// The connections that answers came on.
#[derive(Debug, Default)]
struct Seen {
    all: HashSet<Ends>,
    /// The same, oldest first.
    order: VecDeque<Ends>,
}

impl Seen {
    /// Notes a connection; whether it was known.
    fn note(&mut self, ends: Ends) -> bool {
        if !self.all.insert(ends) {
            return true;
        }
        if self.order.len() == KNOWN
            && let Some(oldest) = self.order.pop_front()
        {
            self.all.remove(&oldest);
        }
        self.order.push_back(ends);
        false
    }
}

impl Pool {
    /// A pool of its own. Opens no connection and reads no file; that waits for the first request.
    pub fn new(network: Network) -> Self {
        Self { network, client: RwLock::default(), without_idle: RwLock::default(), seen: Mutex::default() }
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

    fn built(&self, kept: &RwLock<Option<Client>>, idle: Idle) -> Result<Client, Error> {
        if let Some(client) = &*kept.read().unwrap_or_else(PoisonError::into_inner) {
            return Ok(client.clone());
        }
        let mut kept = kept.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = &*kept {
            return Ok(client.clone());
        }
        let client = build(&self.network, idle)?;
        *kept = Some(client.clone());
        Ok(client)
    }

    /// Lets no connection that is open now serve a further request. What runs on them is not disturbed.
    pub(super) fn renew(&self) {
        *self.client.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Whether an answer came on a connection on which one had come before. The library does not say; but two connections
    /// to one place differ in their local port.
    pub(super) fn is_reused(&self, response: &Response) -> Option<bool> {
        let info = response.extensions().get::<HttpInfo>()?;
        let ends = (info.local_addr(), info.remote_addr());
        Some(self.seen.lock().unwrap_or_else(PoisonError::into_inner).note(ends))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(port: u16) -> Ends {
        (([127, 0, 0, 1], port).into(), ([127, 0, 0, 1], 443).into())
    }

    #[test]
    fn a_connection_is_known_from_its_second_answer_on_until_many_others_have_come() {
        let mut seen = Seen::default();
        assert!(!seen.note(ends(1)));
        assert!(seen.note(ends(1)));
        for port in 2..=256 {
            assert!(!seen.note(ends(port)));
        }
        assert!(seen.note(ends(1)));
        assert!(!seen.note(ends(257)));
        assert!(!seen.note(ends(1)));
        assert_eq!((seen.all.len(), seen.order.len()), (KNOWN, KNOWN));
    }
}
