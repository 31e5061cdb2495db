use std::time::Duration;

use futures::StreamExt;

use crate::support::{Reply, Server, chunk, completion, finish, hello, sse};

#[tokio::test]
async fn requests_one_after_another_share_a_connection_over_all_clones() {
    let server = Server::start([Reply::json(200, &completion())]).await;
    let client = server.client();
    for client in [client.clone(), client.with_max_retries(0), client] {
        client.chat().create(hello()).await.unwrap();
    }
    assert_eq!((server.requests().len(), server.connections()), (3, 1));
}

#[tokio::test]
async fn an_error_says_behind_itself_where_nobody_listened() {
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let client = auriko::Client::builder().api_key("ak_test_secret").base_url(format!("http://{address}")).no_proxy();
    let error = client.max_retries(0).build().unwrap().chat().create(hello()).await.unwrap_err();
    let behind = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(behind, format!("could not connect to {address}"));
}

#[tokio::test]
async fn two_clients_share_nothing() {
    let server = Server::start([Reply::json(200, &completion())]).await;
    server.client().chat().create(hello()).await.unwrap();
    server.client().chat().create(hello()).await.unwrap();
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn a_stream_that_was_read_to_its_end_leaves_its_connection_to_the_next_request() {
    // The end of the body comes behind [DONE], once in the same packet, once later.
    let events = [chunk("Hi"), finish(), sse("[DONE]")];
    let later =
        events.iter().fold(Reply::events(), |reply, event| reply.chunk(event)).wait(Duration::from_millis(50)).end();
    for reply in [Reply::stream(&events), later] {
        let server = Server::start([reply, Reply::json(200, &completion())]).await;
        let client = server.client();
        let mut stream = client.chat().create_stream(hello()).await.unwrap();
        while let Some(chunk) = stream.next().await {
            chunk.unwrap();
        }
        drop(stream);
        tokio::time::sleep(Duration::from_millis(150)).await;
        client.chat().create(hello()).await.unwrap();
        assert_eq!(server.connections(), 1);
    }
}

#[tokio::test]
async fn a_pooled_connection_that_the_server_closed_in_the_meantime_is_no_error() {
    let server = Server::start([Reply::json(200, &completion()).close()]).await;
    let client = server.client();
    for _ in 0..5 {
        client.chat().create(hello()).await.unwrap();
    }
    assert_eq!(server.requests().len(), 5);
}

#[tokio::test]
async fn ten_idle_connections_that_are_all_dead_cost_one_attempt_and_not_one_each() {
    let body = completion().to_string();
    let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    let reply = Reply::default().reset_if_reused().wait(Duration::from_millis(300)).write(answer);
    let server = Server::start([reply]).await;
    let client = server.client();
    let calls = (0..10).map(|_| client.chat());
    let calls = calls.map(|chat| async move { chat.create(hello()).await });
    futures::future::join_all(calls).await.into_iter().for_each(|answer| drop(answer.unwrap()));
    let opened = server.connections();
    assert!(opened > 3, "{opened}");
    client.chat().create(hello()).await.unwrap();
    assert_eq!((server.requests().len(), server.connections()), (12, opened + 1));
}

#[tokio::test]
async fn a_hundred_calls_at_once_each_get_their_own_answer() {
    let server = Server::start([Reply::json(200, &completion())]).await;
    let client = server.client();
    let calls = (0..100).map(|n| {
        let chat = client.chat();
        async move { chat.create(hello().user(n.to_string())).await }
    });
    let answers = futures::future::join_all(calls).await;
    assert!(answers.iter().all(Result::is_ok));
    let mut users: Vec<_> = server.requests().iter().map(|request| request.json()["user"].to_string()).collect();
    users.sort();
    users.dedup();
    assert_eq!(users.len(), 100);
}

#[tokio::test]
async fn a_host_is_found_by_its_name_by_many_calls_at_once() {
    let server = Server::start([Reply::json(200, &completion())]).await;
    let address = format!("http://localhost:{}/v1", server.address.port());
    let client = server.builder().base_url(address).build().unwrap();
    let calls = (0..32).map(|_| client.chat()).map(|chat| async move { chat.create(hello()).await });
    futures::future::join_all(calls).await.into_iter().for_each(|answer| drop(answer.unwrap()));
    assert_eq!(server.requests().len(), 32);
}

#[tokio::test]
async fn a_name_that_nobody_has_is_an_error_that_names_it() {
    let server = Server::start([Reply::json(200, &completion())]).await;
    let client = server.builder().base_url("http://nobody.invalid/v1").max_retries(0).build().unwrap();
    let error = client.chat().create(hello()).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (auriko::ErrorKind::Connect, true));
    let behind = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(behind, "could not connect to nobody.invalid:80");
}
