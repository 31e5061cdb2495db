use auriko::{Client, ErrorKind};
use futures::StreamExt;
use http::Method;
use serde_json::{Value, json};

use crate::support::{Reply, Server, sse};

#[tokio::test]
async fn a_request_of_ones_own_goes_where_it_says_with_its_headers_and_query() {
    let server = Server::start([Reply::json(200, &json!({ "ok": true }))]).await;
    let client = server.builder().header("x-team", "a").build().unwrap();
    let request = client
        .request(Method::POST, "/responses")
        .query("a b", "c&d")
        .header("x-team", "b")
        .json(&json!({ "input": "Hello" }))
        .unwrap();
    let response = request.send().await.unwrap();
    assert_eq!(response.json::<Value>().unwrap()["ok"], true);
    assert_eq!((response.status().as_u16(), &*response.text()), (200, r#"{"ok":true}"#));
    assert_eq!(response.bytes().len(), response.text().len());
    let received = &server.requests()[0];
    assert_eq!(received.path, "/v1/responses?a+b=c%26d");
    assert_eq!((received.header("x-team"), &*received.body), (Some("b"), r#"{"input":"Hello"}"#));
}

#[tokio::test]
async fn its_events_come_as_text_up_to_the_end_of_the_body() {
    let events =
        ["event: response.created\ndata: {\"type\":\"a\"}\n\n".to_owned(), "id: 7\ndata: b\ndata: c\n\n".to_owned()];
    let server = Server::start([Reply::stream(&events), Reply::stream(&[sse("[DONE]")])]).await;
    let client = server.client();
    let mut stream = client.request(Method::POST, "/responses").body("{}").stream().await.unwrap();
    let first = stream.next().await.unwrap().unwrap();
    assert_eq!((&*first.name, &*first.data), ("response.created", "{\"type\":\"a\"}"));
    let second = stream.next().await.unwrap().unwrap();
    assert_eq!((&*second.id, &*second.data), ("7", "b\nc"));
    assert!(stream.next().await.is_none() && !stream.is_done());

    let mut stream = client.request(Method::POST, "/responses").body("{}").stream().await.unwrap();
    assert!(stream.next().await.is_none() && stream.is_done());
}

#[tokio::test]
async fn a_path_never_leads_out_of_the_base() {
    let server = Server::start([Reply::json(200, &json!({}))]).await;
    let client = server.client();
    for path in ["models", "/../admin", "/a/../../x", "http://elsewhere/", "@elsewhere/"] {
        let error = client.request(Method::GET, path).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{path}");
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn headers_that_can_not_be_sent_are_refused_by_name() {
    let server = Server::start([Reply::json(200, &json!({}))]).await;
    let error = server.client().request(Method::GET, "/me").header("x-a", "a\nb").send().await.unwrap_err();
    assert!(matches!(error, auriko::Error::InvalidRequest { param, .. } if param == "headers.x-a"));
    let error = server.client().request(Method::GET, "/me").header("x a", "b").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    let error = Client::builder().api_key("k").header("x\n", "v").build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
}
