use std::time::Duration;

use auriko::batch::Stop;

use crate::support::batch::Files;
use crate::support::{Reply, Server, completion, envelope};

fn good() -> Reply {
    Reply::json(200, &completion())
}

fn bad() -> Reply {
    Reply::json(404, &envelope("not_found_error", "model_not_found"))
}

#[tokio::test]
async fn a_batch_stops_when_its_budget_is_used_up_earlier_runs_included() {
    // An answer costs 0.00042 USD.
    let server = Server::start([good()]).await;
    let files = Files::with_ids(0..100);
    let run = || files.batch(&server).concurrency(1).max_cost_usd(0.00042 * 4.5).run();
    let summary = run().await.unwrap();
    assert_eq!((summary.stopped.as_ref(), summary.run.succeeded), (Some(&Stop::Cost), 5));
    let again = run().await.unwrap();
    assert_eq!((again.stopped.as_ref(), again.run.succeeded, again.total.succeeded), (Some(&Stop::Cost), 0, 5));
    assert_eq!((server.requests().len(), files.by_id().len()), (5, 5));
    let rest = files.batch(&server).max_cost_usd(1.0).run().await.unwrap();
    assert_eq!((rest.stopped.as_ref(), rest.run.succeeded, rest.total.succeeded), (None, 95, 100));
    assert!((rest.total.cost_usd - 0.042).abs() < 1e-9);
}

#[tokio::test]
async fn requests_in_flight_are_reckoned_with_so_that_many_of_them_do_not_pass_the_budget_together() {
    let server = Server::start([Reply::default().wait(Duration::from_millis(5)).write(good().bytes())]).await;
    let files = Files::with_ids(0..200);
    let summary = files.batch(&server).concurrency(20).max_cost_usd(0.00042 * 60.0).run().await.unwrap();
    assert_eq!(summary.stopped, Some(Stop::Cost));
    assert!((60..=62).contains(&summary.run.succeeded), "{}", summary.run.succeeded);
}

#[tokio::test]
async fn a_batch_stops_when_so_many_lines_have_failed_earlier_runs_included() {
    let server = Server::start([bad()]).await;
    let files = Files::with_ids(0..100);
    let run = |retry| files.batch(&server).concurrency(1).max_failures(3).retry_failed(retry).run();
    let summary = run(false).await.unwrap();
    assert_eq!((summary.stopped.as_ref(), summary.run.failed), (Some(&Stop::Failures), 3));
    assert_eq!(run(false).await.unwrap().run.failed, 0);
    // Those that are asked again have not failed.
    let retried = run(true).await.unwrap();
    assert_eq!((retried.retried, retried.run.failed, retried.total.failed), (3, 3, 3));
    assert_eq!((server.requests().len(), files.by_id().len()), (6, 3));
}

#[tokio::test]
async fn a_batch_that_is_stopped_finishes_what_is_in_flight_and_can_go_on() {
    let server = Server::start([Reply::default().wait(Duration::from_millis(100)).write(good().bytes())]).await;
    let files = Files::with_ids(0..50);
    let batch = files.batch(&server).concurrency(5);
    let stop = batch.stop_handle();
    let running = tokio::spawn(batch.run());
    server.received(5).await;
    stop.stop();
    let summary = running.await.unwrap().unwrap();
    assert_eq!(summary.stopped, Some(Stop::Requested));
    let asked = server.requests().len();
    assert!((5..=10).contains(&asked), "{asked}");
    assert_eq!((files.by_id().len(), summary.run.succeeded), (asked, asked as u64));
    let rest = files.batch(&server).run().await.unwrap();
    assert_eq!((rest.asked_again, rest.total.succeeded), (0, 50));
    assert_eq!(server.requests().len(), 50);
}

#[tokio::test]
async fn a_batch_that_is_stopped_before_it_runs_asks_nothing() {
    let server = Server::start([good()]).await;
    let files = Files::with_ids(0..5);
    let batch = files.batch(&server);
    batch.stop_handle().stop();
    let summary = batch.run().await.unwrap();
    assert_eq!((summary.stopped, summary.run.finished(), server.connections()), (Some(Stop::Requested), 0, 0));
}
