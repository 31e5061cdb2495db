use std::collections::BTreeMap;
use std::process::{Child, Command};
use std::time::Duration;

use auriko::Client;
use auriko::batch::Sync;

use crate::support::batch::Files;
use crate::support::{PATIENCE, Reply, Server, completion};

const CHILD: &str = "batch_crashes::the_process_that_is_killed";
const CONCURRENCY: usize = 8;

fn good() -> Reply {
    Reply::json(200, &completion())
}

#[tokio::test]
async fn an_output_that_was_cut_anywhere_in_its_last_lines_is_repaired_and_completed() {
    let server = Server::start([good()]).await;
    let client = server.client();
    let files = Files::with_ids(["a", "b", "c"]);
    let run = || files.batch_of(&client).sync(Sync::Never).concurrency(1).run();
    run().await.unwrap();
    let whole = files.written();
    let ends: Vec<_> = whole.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1).collect();
    let (first, second) = (ends[0], ends[1]);
    for cut in first..=whole.len() {
        std::fs::write(files.output(), &whole[..cut]).unwrap();
        let asked = server.requests().len();
        let summary = run().await.unwrap();
        assert_eq!(files.by_id().len(), 3, "cut at {cut}");
        assert!(files.written().starts_with(&whole[..first]), "cut at {cut}");
        // A line that only lacks its end is whole.
        let missing = u64::from(cut < second - 1) + u64::from(cut < whole.len() - 1);
        assert_eq!((server.requests().len() - asked) as u64, missing, "cut at {cut}");
        assert_eq!((summary.run.succeeded, summary.total.succeeded), (missing, 3), "cut at {cut}");
        let is_torn = ![first, second - 1, second, whole.len() - 1, whole.len()].contains(&cut);
        assert_eq!(summary.repaired, is_torn, "cut at {cut}");
    }
}

#[tokio::test]
async fn a_tail_that_a_loss_of_power_left_empty_is_repaired() {
    let server = Server::start([good()]).await;
    let files = Files::with_ids(["a", "b"]);
    files.batch(&server).concurrency(1).run().await.unwrap();
    let mut torn = files.written();
    let first = torn.iter().position(|&byte| byte == b'\n').unwrap() + 1;
    torn.truncate(first);
    torn.extend_from_slice(&[0; 4096]);
    std::fs::write(files.output(), torn).unwrap();
    let summary = files.batch(&server).run().await.unwrap();
    assert_eq!((summary.repaired, files.by_id().len()), (true, 2));
}

#[tokio::test]
async fn a_batch_that_is_given_up_asks_again_what_was_in_flight_and_says_so() {
    let server = Server::start([good(), good(), Reply::default().hang()]).await;
    let files = Files::with_ids(0..20);
    let running = tokio::spawn(files.batch(&server).concurrency(4).run());
    server.received(6).await;
    // The two that were answered are written before the two that took their places are asked.
    running.abort();
    assert!(running.await.unwrap_err().is_cancelled());
    let server = Server::start([good()]).await;
    let mut summary = files.batch(&server).run().await;
    // The writer of the one that was given up may still be at its last lines.
    while matches!(summary, Err(auriko::batch::Error::Busy { .. })) {
        tokio::time::sleep(Duration::from_millis(10)).await;
        summary = files.batch(&server).run().await;
    }
    let summary = summary.unwrap();
    assert_eq!((summary.skipped, summary.asked_again, summary.run.succeeded), (2, 4, 18));
    assert_eq!(files.by_id().len(), 20);
}

/// Not a test by itself: `a_batch_that_is_killed_again_and_again` starts it in a process of its own.
#[tokio::test]
async fn the_process_that_is_killed() {
    let Ok(folder) = std::env::var("AURIKO_TEST_BATCH") else { return };
    let address = std::env::var("AURIKO_TEST_SERVER").unwrap();
    let client = Client::builder().api_key("ak_test_secret").base_url(address).no_proxy().build().unwrap();
    let folder = std::path::Path::new(&folder);
    let batch = client.batch(folder.join("requests.jsonl"), folder.join("results.jsonl"));
    batch.concurrency(CONCURRENCY).run().await.unwrap();
}

fn start(files: &Files, server: &Server) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", CHILD, "--quiet"])
        .env("AURIKO_TEST_BATCH", files.path(""))
        .env("AURIKO_TEST_SERVER", format!("http://{}", server.address))
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_that_is_killed_again_and_again_loses_nothing_and_asks_nothing_twice_but_what_was_in_flight() {
    let kills = if std::env::var("AURIKO_SOAK").is_ok() { 100 } else { 5 };
    let server = Server::start([Reply::default().wait(Duration::from_millis(2)).write(good().bytes())]).await;
    let files = Files::with_ids(0..kills * 120);
    let mut killed = 0;
    while killed < kills {
        let asked = server.requests().len();
        let mut child = start(&files, &server);
        // Somewhere between its first request and some later one.
        let target = asked + 1 + fastrand::usize(..100);
        let reached = tokio::time::timeout(PATIENCE, async {
            while server.requests().len() < target && child.try_wait().unwrap().is_none() {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        });
        reached.await.unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        killed += 1;
    }
    assert!(start(&files, &server).wait().unwrap().success());

    let results = files.by_id();
    let ids: Vec<_> = (0..kills * 120).map(|id| id.to_string()).collect();
    assert_eq!(results.len(), ids.len());
    assert!(ids.iter().all(|id| results[id]["error"].is_null()));
    let mut asked = BTreeMap::<String, usize>::new();
    for request in server.requests() {
        *asked.entry(request.json()["messages"][0]["content"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    let beyond: usize = asked.values().map(|count| count - 1).sum();
    assert_eq!(asked.len(), ids.len());
    assert!(beyond <= kills * CONCURRENCY, "{beyond} requests were made twice");
}
