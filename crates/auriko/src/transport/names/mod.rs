//! Looks names up, as the system does it: hosts files, search domains and the order of addresses are its own.
//!
//! The system's call blocks, so it runs on threads of ours. Those that look the same name up at the same time share one
//! call: a burst of requests costs one thread, and a name whose servers are silent takes no thread from other names.

mod threads;

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures::FutureExt;
use futures::future::{BoxFuture, Shared, WeakShared};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::sync::oneshot;

use self::threads::Threads;
use crate::threads::Refused;

/// More names than this are not looked up at the same time.
const MOST_THREADS: usize = 16;
/// A lookup that has run for longer is not waited for by others: it may hang, and the next one may not.
const FRESH: Duration = Duration::from_secs(5);

static THREADS: Threads = Threads::new(MOST_THREADS);
static LOOKUPS: Mutex<Option<HashMap<String, Running>>> = Mutex::new(None);

/// Asks the system.
#[derive(Debug)]
pub(super) struct SystemNames;

impl Resolve for SystemNames {
    fn resolve(&self, name: Name) -> Resolving {
        if let Ok(address) = name.as_str().parse::<IpAddr>() {
            return Box::pin(async move { Ok(Box::new(std::iter::once(SocketAddr::new(address, 0))) as Addrs) });
        }
        let lookup = look_up(&THREADS, name.as_str(), |host| (host, 0).to_socket_addrs().map(Iterator::collect));
        Box::pin(async move {
            let addresses = lookup?.await.map_err(|error| copy_of(&error))?;
            Ok(Box::new((0..addresses.len()).map(move |at| addresses[at])) as Addrs)
        })
    }
}

type Outcome = Result<Arc<[SocketAddr]>, Arc<io::Error>>;
type Lookup = Shared<BoxFuture<'static, Outcome>>;

/// A lookup that has not ended.
struct Running {
    since: Instant,
    lookup: WeakShared<BoxFuture<'static, Outcome>>,
}

/// The addresses of a host. Once all that wait for them are gone, a lookup that has not begun is given up.
fn look_up(
    threads: &'static Threads,
    host: &str,
    ask: impl FnOnce(&str) -> io::Result<Vec<SocketAddr>> + Send + 'static,
) -> Result<Lookup, Refused> {
    let mut lookups = lookups();
    let running = lookups.get_or_insert_default();
    if let Some(shared) = running.get(host).filter(|running| running.since.elapsed() < FRESH)
        && let Some(lookup) = shared.lookup.upgrade()
    {
        return Ok(lookup);
    }
    let (answer, answered) = oneshot::channel::<Outcome>();
    let since = Instant::now();
    let name = host.to_owned();
    threads
        .run(Box::new(move || {
            if answer.is_closed() {
                return end(&name, since);
            }
            let outcome = ask(&name).map(Arc::from).map_err(Arc::new);
            // From here on others ask anew.
            end(&name, since);
            let _ = answer.send(outcome);
        }))
        .map_err(|source| Refused { purpose: format!("to look up {host}"), source })?;
    let given_up = || Err(Arc::new(io::Error::new(io::ErrorKind::Interrupted, "the lookup was given up")));
    let lookup = async move { answered.await.unwrap_or_else(|_| given_up()) }.boxed().shared();
    if let Some(weak) = lookup.downgrade() {
        running.insert(host.to_owned(), Running { since, lookup: weak });
    }
    Ok(lookup)
}

/// Forgets a lookup, unless another one of the same name has taken its place.
fn end(host: &str, since: Instant) {
    if let Some(running) = &mut *lookups()
        && running.get(host).is_some_and(|running| running.since == since)
    {
        running.remove(host);
    }
}

fn lookups() -> MutexGuard<'static, Option<HashMap<String, Running>>> {
    LOOKUPS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Each that waits gets an error of its own, which says the same.
fn copy_of(error: &io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(number) => io::Error::from_raw_os_error(number),
        None => io::Error::new(error.kind(), error.to_string()),
    }
}

#[cfg(test)]
mod tests;
