use std::time::{Duration, Instant, SystemTime};

use auriko::{ErrorKind, Repeat, WaitReason};

use crate::support::{Reply, Server, completion, envelope, hello};

fn refused(status: u16, kind: &str, code: &str) -> Reply {
    Reply::json(status, &envelope(kind, code))
}

fn good() -> Reply {
    Reply::json(200, &completion())
}

#[tokio::test]
async fn what_may_get_better_is_asked_for_again_with_the_same_bytes() {
    let first: [Reply; 5] = [
        refused(503, "api_error", "no_provider_available"),
        Reply::body(502, "", "<html>"),
        Reply::default().close(),
        Reply::default().reset(),
        Reply::raw("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{").close(),
    ];
    for reply in first {
        let server = Server::start([reply.clone(), good()]).await;
        let (completion, response) = server.client().chat().create_with_response(hello()).await.unwrap();
        assert_eq!(completion.text(), Some("Hi."));
        let [first, second] = &server.requests()[..] else { panic!("{reply:?}") };
        assert_eq!(first.body, second.body);
        assert!(matches!(response.attempts()[0].wait, Some((_, WaitReason::Backoff))));
        assert!(response.attempts()[0].failure.is_some() && response.attempts()[1].failure.is_none());
    }
}

#[tokio::test]
async fn what_stays_as_it_is_is_asked_for_once() {
    for reply in [
        refused(429, "rate_limit_error", "budget_exhausted"),
        refused(500, "api_error", "internal_error"),
        refused(400, "invalid_request_error", "invalid_request"),
        Reply::body(404, "", "<html>"),
        Reply::raw("SSH-2.0-OpenSSH_9.6\r\n\r\n").close(),
    ] {
        let server = Server::start([reply.clone(), good()]).await;
        let error = server.client().chat().create(hello()).await.unwrap_err();
        assert_eq!((server.requests().len(), error.attempts(), error.is_retryable()), (1, 1, false), "{reply:?}");
    }
}

#[tokio::test]
async fn something_that_speaks_no_http_is_told_apart_from_a_broken_connection() {
    let server = Server::start([Reply::raw("SSH-2.0-OpenSSH_9.6\r\n\r\n").close()]).await;
    let error = server.client().chat().create(hello()).await.unwrap_err();
    assert_eq!((error.kind(), error.class_name()), (ErrorKind::Protocol, "APIConnectionError"));
}

#[tokio::test]
async fn the_last_error_says_how_many_attempts_there_were() {
    let server = Server::start([Reply::body(503, "", "busy")]).await;
    let error = server.builder().max_retries(1).build().unwrap().chat().create(hello()).await.unwrap_err();
    assert_eq!((error.attempts(), server.requests().len()), (2, 2));
    assert_eq!((error.code(), error.is_retryable()), ("malformed_response", true));
    let once = server.client().with_max_retries(0).chat().create(hello()).await.unwrap_err();
    assert_eq!(once.attempts(), 1);
}

#[tokio::test]
async fn the_server_may_ask_for_a_longer_wait_in_seconds_milliseconds_or_with_a_date() {
    // Dates have whole seconds, and the beginning takes its time on a busy machine.
    let soon = || format!("retry-after: {}", httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(4)));
    for (header, at_least) in [
        (soon(), Duration::from_millis(700)),
        ("retry-after: 1.2".to_owned(), Duration::from_millis(1200)),
        ("retry-after-ms: 1300".to_owned(), Duration::from_millis(1300)),
    ] {
        let body = envelope("rate_limit_error", "rate_limit_exceeded").to_string();
        let server = Server::start([Reply::body(429, &format!("{header}\r\n"), body), good()]).await;
        let started = Instant::now();
        let (_, response) = server.client().chat().create_with_response(hello()).await.unwrap();
        assert!(started.elapsed() >= at_least, "{header}: {:?}", started.elapsed());
        assert!(matches!(response.attempts()[0].wait, Some((_, WaitReason::RetryAfter))), "{header}");
    }
}

#[tokio::test]
async fn a_wait_that_is_too_long_is_left_to_the_caller() {
    let body = envelope("rate_limit_error", "rate_limit_exceeded").to_string();
    let server = Server::start([Reply::body(429, "retry-after: 3600\r\n", body)]).await;
    let error = server.client().chat().create(hello()).await.unwrap_err();
    assert_eq!((server.requests().len(), error.attempts()), (1, 1));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    assert!(error.is_retryable() && error.to_string().contains("longer wait"), "{error}");
}

#[tokio::test]
async fn what_must_not_happen_twice_is_repeated_only_before_it_can_have_happened() {
    for (reply, requests) in [
        (Reply::default().close(), 1),
        (Reply::body(503, "", ""), 1),
        (refused(429, "rate_limit_error", "rate_limit_exceeded"), 2),
    ] {
        let server = Server::start([reply, good()]).await;
        let request = server.client().request(http::Method::POST, "/keys").body("{}").repeat(Repeat::UntilReceived);
        assert_eq!(request.send().await.is_ok(), requests == 2);
        assert_eq!(server.requests().len(), requests);
    }
}

#[tokio::test]
async fn nobody_listening_is_a_connection_error_after_all_attempts() {
    let server = Server::start([good()]).await;
    let client = server.builder().max_retries(1).build().unwrap();
    let address = server.address;
    drop(server);
    // Whoever else may have taken the port in the meantime speaks no API.
    while tokio::net::TcpStream::connect(address).await.is_ok() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let error = client.chat().create(hello()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), error.is_retryable()), (ErrorKind::Connect, 2, true));
    assert!(std::error::Error::source(&error).is_some());
}
