//! Serves chat completions for the benchmarks. What to serve stands in the path, so that every client can ask for it by
//! its base URL: `/mode=stream,chunks=1000,shape=text/v1/chat/completions`. All bytes are prepared before they are asked
//! for, so that the client is what is measured.
//!
//! Prints `{"plain":port,"tls":port,"certificate":"…"}` once it listens, and ends when its standard input does.

mod body;
mod pacer;
mod script;
mod spec;

use std::convert::Infallible;
use std::future::poll_fn;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::{Pin, pin};
use std::sync::Arc;

use http_body::Body as _;
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use body::Body;
use script::Scripts;
use spec::Spec;

type Failure = Box<dyn std::error::Error>;

/// As much as a client's window allows may be on its way on one HTTP/2 stream.
const SEND_BUFFER: usize = 1024 * 1024;
/// So many connections may be waiting to be accepted: clients open a thousand at once.
const BACKLOG: u32 = 4096;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    allow_many_connections();
    let scripts = Arc::new(Scripts::default());
    let (tls, certificate) = self_signed()?;
    let plain = listen()?;
    let secure = listen()?;
    println!(
        r#"{{"plain":{},"tls":{},"certificate":"{}"}}"#,
        plain.local_addr()?.port(),
        secure.local_addr()?.port(),
        certificate.replace('\n', "\\n").replace('\r', "")
    );
    tokio::spawn(accept(plain, None, Arc::clone(&scripts)));
    tokio::spawn(accept(secure, Some(tls), scripts));
    let mut rest = [0; 64];
    while tokio::io::stdin().read(&mut rest).await? > 0 {}
    Ok(())
}

fn listen() -> std::io::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
    socket.listen(BACKLOG)
}

fn allow_many_connections() {
    let limit = getrlimit(Resource::Nofile);
    // Where that is refused, the largest cells fail and the others do not.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit });
}

fn self_signed() -> Result<(TlsAcceptor, String), Failure> {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()])?;
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der())?;
    let mut config =
        ServerConfig::builder().with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok((TlsAcceptor::from(Arc::new(config)), made.cert.pem()))
}

async fn accept(listener: TcpListener, tls: Option<TlsAcceptor>, scripts: Arc<Scripts>) {
    loop {
        let Ok((socket, _)) = listener.accept().await else {
            // The connection broke off, or there are too many for the moment.
            tokio::task::yield_now().await;
            continue;
        };
        let (tls, scripts) = (tls.clone(), Arc::clone(&scripts));
        tokio::spawn(async move {
            // Each write is to be a packet; what belongs together is written together.
            let _ = socket.set_nodelay(true);
            match tls {
                Some(tls) => {
                    if let Ok(socket) = tls.accept(socket).await {
                        serve(socket, scripts).await;
                    }
                }
                None => serve::<TcpStream>(socket, scripts).await,
            }
        });
    }
}

/// HTTP/1.1 or HTTP/2, whichever the client begins with.
async fn serve<S>(socket: S, scripts: Arc<Scripts>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut server = auto::Builder::new(TokioExecutor::new());
    server.http2().max_send_buf_size(SEND_BUFFER).max_concurrent_streams(10_000);
    let answers = service_fn(move |request| answer(request, Arc::clone(&scripts)));
    // A client that goes away ends its connection with an error; that is its good right.
    let _ = server.serve_connection(TokioIo::new(socket), answers).await;
}

async fn answer(request: Request<Incoming>, scripts: Arc<Scripts>) -> Result<Response<Body>, Infallible> {
    let (parts, body) = request.into_parts();
    read_all(body).await;
    let spec = parts.uri.path().strip_suffix("/v1/chat/completions").ok_or_else(|| "no such path".to_owned());
    let (status, kind, body) = match spec.and_then(Spec::parse) {
        Ok(Spec::Document { size }) => (StatusCode::OK, "application/json", Body::whole(scripts.document(size))),
        Ok(Spec::Stream(stream)) => (StatusCode::OK, "text/event-stream", Body::stream(&stream, &scripts)),
        Ok(Spec::Held) => (StatusCode::OK, "text/event-stream", Body::held(&scripts)),
        Err(why) => (StatusCode::BAD_REQUEST, "application/json", Body::whole(script::error(&why))),
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert("x-request-id", HeaderValue::from_static("req_0123456789abcdef"));
    Ok(response)
}

async fn read_all(body: Incoming) {
    let mut body = pin!(body);
    while let Some(Ok(_)) = poll_fn(|context| Pin::as_mut(&mut body).poll_frame(context)).await {}
}
