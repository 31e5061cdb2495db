//! A scripted HTTP/1.1 server: it says what a test tells it to, byte by byte if need be, and notes what it saw.

mod answers;
pub mod batch;
pub mod http2;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use auriko::{ChatCompletionRequest, Client, ClientBuilder, Message};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::time::{sleep, timeout};

pub use answers::{chunk, completion, envelope, finish, gzip, sse, text_of};

/// Long enough for anything that a test waits for on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// What the server does with one request.
#[derive(Debug, Clone, Default)]
pub struct Reply(Vec<Step>);

#[derive(Debug, Clone)]
enum Step {
    Write(Vec<u8>),
    Wait(Duration),
    /// Writes the same again and again for as long as the client takes it.
    Flood(Vec<u8>),
    /// Says nothing more until the client goes.
    Hang,
    Close,
    Reset,
    /// The same on a connection that has served a request before.
    ResetIfReused,
}

impl Reply {
    /// These bytes, as they are.
    pub fn raw(bytes: impl AsRef<[u8]>) -> Self {
        Self(vec![Step::Write(bytes.as_ref().to_vec())])
    }

    /// A whole answer with a body of JSON.
    pub fn json(status: u16, body: &serde_json::Value) -> Self {
        Self::body(status, "content-type: application/json\r\n", body.to_string())
    }

    /// A whole answer with these headers, each ending in a line end.
    pub fn body(status: u16, headers: &str, body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let mut bytes = format!("HTTP/1.1 {status} X\r\n{headers}content-length: {}\r\n\r\n", body.len()).into_bytes();
        bytes.extend_from_slice(body);
        Self::raw(bytes)
    }

    /// The beginning of a chunked stream of events.
    pub fn events() -> Self {
        Self::raw(
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nx-request-id: req_1\r\ntransfer-encoding: chunked\r\n\r\n",
        )
    }

    /// A whole stream: these events, and the end of the body.
    pub fn stream(events: &[String]) -> Self {
        events.iter().fold(Self::events(), |reply, event| reply.chunk(event)).end()
    }

    /// One chunk of a chunked body.
    #[must_use]
    pub fn chunk(self, data: &str) -> Self {
        self.write(format!("{:x}\r\n{data}\r\n", data.len()))
    }

    /// The end of a chunked body.
    #[must_use]
    pub fn end(self) -> Self {
        self.write("0\r\n\r\n")
    }

    #[must_use]
    pub fn write(self, bytes: impl AsRef<[u8]>) -> Self {
        self.then(Step::Write(bytes.as_ref().to_vec()))
    }

    #[must_use]
    pub fn wait(self, time: Duration) -> Self {
        self.then(Step::Wait(time))
    }

    #[must_use]
    pub fn flood(self, bytes: impl AsRef<[u8]>) -> Self {
        self.then(Step::Flood(bytes.as_ref().to_vec()))
    }

    #[must_use]
    pub fn hang(self) -> Self {
        self.then(Step::Hang)
    }

    #[must_use]
    pub fn close(self) -> Self {
        self.then(Step::Close)
    }

    #[must_use]
    pub fn reset(self) -> Self {
        self.then(Step::Reset)
    }

    #[must_use]
    pub fn reset_if_reused(self) -> Self {
        self.then(Step::ResetIfReused)
    }

    /// All that it writes.
    pub fn bytes(&self) -> Vec<u8> {
        let written = self.0.iter().filter_map(|step| if let Step::Write(bytes) = step { Some(bytes) } else { None });
        written.flatten().copied().collect()
    }

    fn then(mut self, step: Step) -> Self {
        self.0.push(step);
        self
    }
}

/// A request as the server saw it.
#[derive(Debug, Clone)]
pub struct Received {
    pub method: String,
    pub path: String,
    /// In lower case, one line each.
    pub head: String,
    pub body: String,
}

impl Received {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

#[derive(Debug, Default)]
struct Seen {
    requests: Vec<Received>,
    connections: usize,
    /// Connections that the client closed while the server was not done.
    abandoned: usize,
    flooded: usize,
}

/// The server; it lives as long as its test.
pub struct Server {
    pub address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
    changed: Arc<Notify>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    /// A server that gives these replies in order, the last one again and again.
    pub async fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (seen, changed) = (Arc::<Mutex<Seen>>::default(), Arc::<Notify>::default());
        let replies: Arc<Vec<Reply>> = Arc::new(replies.into_iter().collect());
        let shared = (Arc::clone(&seen), Arc::clone(&changed));
        let task = tokio::spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            while let Ok((socket, _)) = listener.accept().await {
                shared.0.lock().unwrap().connections += 1;
                let connection =
                    Connection { socket, served: 0, seen: Arc::clone(&shared.0), changed: Arc::clone(&shared.1) };
                connections.spawn(connection.serve(Arc::clone(&replies)));
            }
        });
        Self { address, seen, changed, task }
    }

    pub fn builder(&self) -> ClientBuilder {
        Client::builder().api_key("ak_test_secret").base_url(format!("http://{}", self.address)).no_proxy()
    }

    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    pub fn requests(&self) -> Vec<Received> {
        self.seen.lock().unwrap().requests.clone()
    }

    pub fn connections(&self) -> usize {
        self.seen.lock().unwrap().connections
    }

    /// Bytes that the client took of a flood.
    pub fn flooded(&self) -> usize {
        self.seen.lock().unwrap().flooded
    }

    /// Waits until `count` requests have come.
    pub async fn received(&self, count: usize) {
        self.until(|seen| seen.requests.len() >= count).await;
    }

    /// Waits until the client has closed `count` connections in the middle of an answer.
    pub async fn abandoned(&self, count: usize) {
        self.until(|seen| seen.abandoned >= count).await;
    }

    async fn until(&self, reached: impl Fn(&Seen) -> bool) {
        timeout(PATIENCE, async {
            while !reached(&self.seen.lock().unwrap()) {
                let _ = timeout(Duration::from_millis(20), self.changed.notified()).await;
            }
        })
        .await
        .expect("the server did not see it");
    }
}

struct Connection {
    socket: TcpStream,
    /// Requests so far.
    served: usize,
    seen: Arc<Mutex<Seen>>,
    changed: Arc<Notify>,
}

impl Connection {
    async fn serve(mut self, replies: Arc<Vec<Reply>>) {
        while let Some(request) = self.read().await {
            let index = {
                let mut seen = self.seen.lock().unwrap();
                seen.requests.push(request);
                seen.requests.len() - 1
            };
            self.served += 1;
            self.changed.notify_waiters();
            let reply = replies[index.min(replies.len() - 1)].clone();
            for step in reply.0 {
                if !self.run(step).await {
                    return;
                }
            }
        }
    }

    /// Whether the connection goes on.
    async fn run(&mut self, step: Step) -> bool {
        match step {
            Step::Write(bytes) => self.socket.write_all(&bytes).await.is_ok(),
            Step::Wait(time) => {
                sleep(time).await;
                true
            }
            Step::Flood(bytes) => loop {
                tokio::select! {
                    written = self.socket.write_all(&bytes) => if written.is_err() { return self.abandon() },
                    () = sleep(PATIENCE) => return false,
                }
                self.seen.lock().unwrap().flooded += bytes.len();
            },
            Step::Hang => {
                let _ = self.socket.read(&mut [0; 64]).await;
                self.abandon()
            }
            Step::Close => {
                let _ = self.socket.shutdown().await;
                false
            }
            Step::ResetIfReused if self.served == 1 => true,
            Step::Reset | Step::ResetIfReused => {
                let _ = socket2::SockRef::from(&self.socket).set_linger(Some(Duration::ZERO));
                false
            }
        }
    }

    fn abandon(&self) -> bool {
        self.seen.lock().unwrap().abandoned += 1;
        self.changed.notify_waiters();
        false
    }

    async fn read(&mut self) -> Option<Received> {
        let mut bytes = Vec::new();
        let head_end = loop {
            if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
                break end;
            }
            if self.socket.read_buf(&mut bytes).await.ok()? == 0 {
                return None;
            }
        };
        let head = String::from_utf8_lossy(&bytes[..head_end]).into_owned();
        let mut first = head.lines().next().unwrap_or_default().split(' ').map(str::to_owned);
        let (method, path) = (first.next()?, first.next()?);
        let head = head.lines().skip(1).map(lowered).collect::<Vec<_>>().join("\n");
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
        let mut body = bytes.split_off(head_end + 4);
        while body.len() < length {
            if self.socket.read_buf(&mut body).await.ok()? == 0 {
                return None;
            }
        }
        let body = String::from_utf8_lossy(&body).into_owned();
        Some(Received { method, path, head, body })
    }
}

fn lowered(line: &str) -> String {
    match line.split_once(':') {
        Some((name, value)) => format!("{}: {}", name.to_ascii_lowercase(), value.trim()),
        None => line.to_owned(),
    }
}

/// A request that any test can use.
pub fn hello() -> ChatCompletionRequest {
    ChatCompletionRequest::new("gpt-5.4", [Message::user("Hello")])
}
