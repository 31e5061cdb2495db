use auriko::ErrorKind;

use crate::support::{Reply, Server, completion, hello};

fn redirect(status: u16, location: &str) -> Reply {
    Reply::body(status, &format!("location: {location}\r\n"), "")
}

#[tokio::test]
async fn a_redirect_within_the_origin_is_followed_and_307_and_308_keep_method_and_body() {
    for status in [307, 308] {
        let server = Server::start([redirect(status, "/elsewhere"), Reply::json(200, &completion())]).await;
        let (_, response) = server.client().chat().create_with_response(hello()).await.unwrap();
        let [first, second] = &server.requests()[..] else { panic!() };
        assert_eq!((&*second.method, &*second.path), ("POST", "/elsewhere"));
        assert_eq!(first.body, second.body);
        assert_eq!(second.header("authorization"), Some("Bearer ak_test_secret"));
        assert_eq!((response.attempts().len(), response.attempts()[0].redirects), (1, 1));
    }
}

#[tokio::test]
async fn the_older_ones_turn_a_post_into_a_get() {
    for status in [301, 302, 303] {
        let server = Server::start([redirect(status, "elsewhere"), Reply::json(200, &completion())]).await;
        server.client().chat().create(hello()).await.unwrap();
        let second = &server.requests()[1];
        assert_eq!((&*second.method, &*second.body), ("GET", ""));
        assert_eq!(second.header("content-type"), None);
    }
}

#[tokio::test]
async fn the_key_never_leaves_its_origin() {
    let other = Server::start([Reply::json(200, &completion())]).await;
    for location in [format!("http://{}/v1/chat/completions", other.address), "https://127.0.0.1/".into()] {
        let server = Server::start([redirect(307, &location)]).await;
        let error = server.client().chat().create(hello()).await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::Status, "malformed_response"));
        assert_eq!((error.status().unwrap().as_u16(), server.requests().len()), (307, 1));
    }
    assert_eq!(other.connections(), 0);
}

#[tokio::test]
async fn a_circle_ends() {
    let server = Server::start([redirect(307, "/round")]).await;
    let error = server.client().chat().create(hello()).await.unwrap_err();
    assert_eq!((error.code(), server.requests().len()), ("malformed_response", 11));
}
