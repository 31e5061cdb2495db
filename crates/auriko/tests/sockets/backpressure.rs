use std::time::Duration;

use futures::StreamExt;

use crate::support::{Reply, Server, chunk, hello};

/// What the kernel's buffers on both sides, and one read, may hold; far below what a flooding server can send.
const BOUND: usize = 64 * 1024 * 1024;

#[tokio::test]
async fn a_server_is_stopped_while_nobody_reads_and_goes_on_when_somebody_does() {
    let events = chunk(&"x".repeat(1000)).repeat(60);
    let server = Server::start([Reply::events().flood(format!("{:x}\r\n{events}\r\n", events.len()))]).await;
    let mut stream = server.client().chat().create_stream(hello()).await.unwrap();
    assert!(stream.next().await.unwrap().is_ok());

    let mut stopped = server.flooded();
    loop {
        tokio::time::sleep(Duration::from_millis(300)).await;
        if server.flooded() == stopped {
            break;
        }
        stopped = server.flooded();
        assert!(stopped < BOUND, "nothing holds the server back");
    }

    while server.flooded() <= stopped {
        assert!(stream.next().await.unwrap().is_ok());
    }
}
