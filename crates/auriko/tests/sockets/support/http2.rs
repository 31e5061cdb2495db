//! An HTTP/2 server without TLS.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use auriko::{Client, HttpVersions};
use bytes::Bytes;
use h2::server::SendResponse;
use tokio::net::TcpListener;

/// What it saw.
#[derive(Debug, Default)]
pub struct Seen {
    pub connections: AtomicUsize,
    pub requests: AtomicUsize,
    /// Streams that the client reset.
    pub reset: AtomicUsize,
}

/// Answers each request by `answer`, which gets its number.
pub async fn serve<F, R>(answer: F) -> (SocketAddr, Arc<Seen>)
where
    F: Fn(usize, SendResponse<Bytes>, Arc<Seen>) -> R + Send + Sync + 'static,
    R: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (seen, answer) = (Arc::<Seen>::default(), Arc::new(answer));
    let noted = Arc::clone(&seen);
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            noted.connections.fetch_add(1, Ordering::Relaxed);
            let (noted, answer) = (Arc::clone(&noted), Arc::clone(&answer));
            tokio::spawn(async move {
                let Ok(mut connection) = h2::server::handshake(socket).await else { return };
                while let Some(Ok((_, respond))) = connection.accept().await {
                    let number = noted.requests.fetch_add(1, Ordering::Relaxed);
                    tokio::spawn(answer(number, respond, Arc::clone(&noted)));
                }
            });
        }
    });
    (address, seen)
}

/// A client that speaks nothing else.
pub fn client(address: SocketAddr) -> Client {
    Client::builder()
        .api_key("ak_test_secret")
        .base_url(format!("http://{address}"))
        .no_proxy()
        .http_versions(HttpVersions::Two)
        .headers_timeout(Duration::from_secs(20))
        .build()
        .unwrap()
}

/// The head of an answer.
pub fn head(kind: &str) -> http::Response<()> {
    http::Response::builder().header("content-type", kind).body(()).unwrap()
}
