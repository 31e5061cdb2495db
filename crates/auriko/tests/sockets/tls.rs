use std::fs;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use auriko::{Client, ErrorKind, HttpVersions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::support::{completion, hello};

fn fixture(name: &str) -> String {
    fs::read_to_string(format!("{}/../../__test__/support/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// A server with the certificate and key of a file; how often somebody shook hands with it.
async fn serve(file: &str) -> (SocketAddr, Arc<AtomicUsize>) {
    let pem = fixture(file);
    let chain = CertificateDer::pem_slice_iter(pem.as_bytes()).flatten().collect();
    let key = PrivateKeyDer::from_pem_slice(pem.as_bytes()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let tried = Arc::<AtomicUsize>::default();
    let counted = Arc::clone(&tried);
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::Relaxed);
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut socket) = acceptor.accept(socket).await else { return };
                let _ = socket.read(&mut [0; 4096]).await;
                let body = completion().to_string();
                let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
                let _ = socket.write_all((head + &body).as_bytes()).await;
            });
        }
    });
    (address, tried)
}

fn builder(address: SocketAddr) -> auriko::ClientBuilder {
    let url = format!("https://localhost:{}", address.port());
    Client::builder().api_key("ak_test_secret").base_url(url).no_proxy().http_versions(HttpVersions::One)
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused_once_and_never_retried() {
    let (address, tried) = serve("localhost.pem").await;
    let error = builder(address).build().unwrap().chat().create(hello()).await.unwrap_err();
    assert_eq!((error.kind(), error.class_name()), (ErrorKind::Tls, "APIConnectionError"));
    assert_eq!((error.attempts(), error.is_retryable(), tried.load(Ordering::Relaxed)), (1, false, 1));
}

#[tokio::test]
async fn a_certificate_of_ones_own_is_trusted_besides_the_systems() {
    let (address, _) = serve("localhost.pem").await;
    let client = builder(address).add_certificates(fixture("ca.pem")).build().unwrap();
    assert_eq!(client.chat().create(hello()).await.unwrap().text(), Some("Hi."));
}

#[tokio::test]
async fn a_certificate_for_another_host_or_past_its_time_is_refused_all_the_same() {
    for file in ["elsewhere.pem", "expired.pem"] {
        let (address, _) = serve(file).await;
        let client = builder(address).add_certificates(fixture("ca.pem")).build().unwrap();
        assert_eq!(client.chat().create(hello()).await.unwrap_err().kind(), ErrorKind::Tls, "{file}");
    }
}

#[tokio::test]
async fn a_text_that_is_no_certificate_is_a_configuration_error() {
    let client = builder("127.0.0.1:9".parse().unwrap()).add_certificates("nonsense").build().unwrap();
    let error = client.chat().create(hello()).await.unwrap_err();
    assert_eq!((error.kind(), error.class_name(), error.attempts()), (ErrorKind::Config, "BadRequestError", 0));
}

#[tokio::test]
async fn the_certificate_that_a_server_has_signed_itself_is_trusted_where_it_was_given() {
    let (address, _) = serve("self-signed.pem").await;
    let refused = builder(address).build().unwrap().chat().create(hello()).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Tls);
    let client = builder(address).add_certificates(fixture("self-signed.pem")).build().unwrap();
    assert_eq!(client.chat().create(hello()).await.unwrap().text(), Some("Hi."));
}
