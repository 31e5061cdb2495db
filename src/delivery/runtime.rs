//! The threads that the network work runs on.

use std::sync::OnceLock;
use std::thread;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

/// More threads than this bring an HTTP client nothing: it waits, it does not compute.
const MAX_WORKERS: usize = 4;
/// Threads for name resolution; they end when idle.
const MAX_RESOLVERS: usize = 8;

/// The process's one runtime, started at the first request and never stopped: tasks of a worker thread that ends are
/// cancelled one by one, and the process takes its threads along when it exits.
pub fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Builder::new_multi_thread()
            .thread_name("auriko-io")
            .worker_threads(cores.min(MAX_WORKERS))
            .max_blocking_threads(MAX_RESOLVERS)
            .thread_keep_alive(Duration::from_secs(5))
            .enable_all()
            .build()
            .unwrap_or_else(|error| panic!("no threads for network work: {error}"))
    })
}
