use auriko::{Client, ErrorKind};

use crate::support::{Reply, Server, hello};

const KEY: &str = "ak_test_secret";

#[tokio::test]
async fn the_key_is_in_no_debug_output_and_in_no_error() {
    let server = Server::start([Reply::body(401, "", "no"), Reply::default().close()]).await;
    let client = server.builder().proxy_secret().max_retries(0).build().unwrap();
    let mut shown = vec![format!("{client:?} {:?} {:?}", client.chat(), client.request(http::Method::GET, "/me"))];
    for _ in 0..2 {
        let error = client.chat().create(hello()).await.unwrap_err();
        shown.push(format!("{error} {error:?} {:?}", std::error::Error::source(&error)));
    }
    shown.push(format!("{:?}", Client::builder().api_key(KEY)));
    for text in shown {
        assert!(!text.contains("secret"), "{text}");
    }
}

#[test]
fn a_key_that_no_header_may_hold_is_refused_without_being_shown() {
    let error = Client::builder().api_key("ak_test_secret\n\u{0}").build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(!format!("{error} {error:?}").contains("secret"));
}

trait ProxySecret {
    fn proxy_secret(self) -> Self;
}

impl ProxySecret for auriko::ClientBuilder {
    /// A header that is nobody's business either.
    fn proxy_secret(self) -> Self {
        self.header("x-other", "another-secret")
    }
}
