//! The client over real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod support;

mod backpressure;
mod batch_crashes;
mod batch_limits;
mod batch_merge;
mod batches;
mod broken;
mod cancel;
mod chat;
mod compressed;
mod connections;
mod http2;
mod limits;
mod models;
mod pacing;
mod redirects;
mod requests;
mod retries;
mod secrecy;
mod streams;
mod tls;
