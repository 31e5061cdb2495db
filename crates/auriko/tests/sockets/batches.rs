use std::fs;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use auriko::batch::{Error, Shard, Stop};
use serde_json::{Value, json};

use crate::support::batch::{Files, request};
use crate::support::{Reply, Server, completion, envelope};

fn good() -> Reply {
    Reply::body(200, "content-type: application/json\r\nx-request-id: req_1\r\n", completion().to_string())
}

#[tokio::test]
async fn every_line_gets_its_answer_with_request_id_route_and_what_it_took() {
    let server = Server::start([good()]).await;
    let files = Files::with_ids(["a", "b"]);
    let summary = files.batch(&server).run().await.unwrap();

    assert!(summary.is_complete());
    assert_eq!((summary.run.succeeded, summary.run.failed, summary.run.cost_usd), (2, 0, 0.00084));
    assert_eq!((summary.run.input_tokens, summary.run.output_tokens), (6, 4));
    let [route] = &summary.routes[..] else { panic!("one model, one provider") };
    assert_eq!((&*route.model, &*route.provider, route.totals.succeeded), ("gpt-5.4", "openai", 2));

    let results = files.by_id();
    assert_eq!(results.keys().collect::<Vec<_>>(), ["a", "b"]);
    let result = &results["a"];
    assert_eq!(result["response"], json!({ "status_code": 200, "request_id": "req_1", "body": completion() }));
    assert_eq!((&result["error"], &result["facts"]["attempts"]), (&Value::Null, &json!(1)));
    assert_eq!((&result["facts"]["line"], &result["facts"]["model"]), (&json!(1), &json!("gpt-5.4")));
    assert_eq!(files.names(), ["requests.jsonl", "results.jsonl"], "nothing else is left behind");
}

#[tokio::test]
async fn chat_completions_and_responses_go_to_their_endpoints_as_they_were_written() {
    let server = Server::start([good()]).await;
    let files = Files::with_input(
        [
            r#"{"custom_id":"chat","url":"/v1/chat/completions","body":{"model":"m", "messages":[], "x":1.0}}"#,
            r#"{"custom_id":"response","url":"/v1/responses","body":{"model":"m","input":"\u00e9"}}"#,
            r#"{"messages":[],"model":"bare"}"#,
            r#"{"input":"bare"}"#,
        ]
        .join("\r\n"),
    );
    let summary = files.batch(&server).model("default").concurrency(1).run().await.unwrap();
    assert_eq!(summary.run.succeeded, 4);
    let sent: Vec<_> = server.requests().iter().map(|request| (request.path.clone(), request.body.clone())).collect();
    let expected = [
        ("/v1/chat/completions", r#"{"model":"m", "messages":[], "x":1.0}"#),
        ("/v1/responses", r#"{"model":"m","input":"\u00e9"}"#),
        ("/v1/chat/completions", r#"{"messages":[],"model":"bare"}"#),
        ("/v1/responses", r#"{"model":"default","input":"bare"}"#),
    ];
    assert_eq!(sent, expected.map(|(path, body)| (path.to_owned(), body.to_owned())));
    assert_eq!(server.requests()[0].header("authorization"), Some("Bearer ak_test_secret"));
    assert_eq!(server.requests()[0].header("content-type"), Some("application/json"));
    assert_eq!(files.by_id().keys().collect::<Vec<_>>(), ["3", "4", "chat", "response"]);
}

#[tokio::test]
async fn a_result_is_one_line_even_where_the_server_writes_many() {
    let pretty = serde_json::to_string_pretty(&completion()).unwrap().replace('\n', "\r\n");
    let server = Server::start([Reply::body(200, "", pretty)]).await;
    let files = Files::with_ids(["a"]);
    files.batch(&server).run().await.unwrap();
    assert_eq!(files.written().split(|&byte| byte == b'\n').count(), 2);
    assert_eq!(files.by_id()["a"]["response"]["body"], completion());
}

#[tokio::test]
async fn results_are_written_in_the_order_in_which_they_end_and_no_more_are_in_flight_than_allowed() {
    let slow = good();
    let slow = Reply::default().wait(Duration::from_millis(400)).write(slow.bytes());
    let server = Server::start([slow, good()]).await;
    let files = Files::with_ids(0..8);
    files.batch(&server).concurrency(2).run().await.unwrap();
    assert!(server.connections() <= 2);
    assert_eq!(files.results().last().unwrap()["custom_id"], "0");
}

#[tokio::test]
async fn failures_are_lines_with_code_status_message_and_attempts() {
    let server = Server::start([
        Reply::json(404, &envelope("not_found_error", "model_not_found")),
        Reply::json(503, &envelope("api_error", "upstream_error")),
        Reply::json(503, &envelope("api_error", "upstream_error")),
        Reply::body(200, "", "<html>"),
        Reply::json(200, &envelope("rate_limit_error", "rate_limit_exceeded")),
        good(),
    ])
    .await;
    let files = Files::with_ids(["missing", "busy", "page", "late", "good"]);
    let summary = files.batch(&server).concurrency(1).max_retries(1).run().await.unwrap();
    assert_eq!((summary.run.succeeded, summary.run.failed, summary.is_complete()), (1, 4, false));
    let results = files.by_id();
    let error = |id: &str| {
        let error = &results[id]["error"];
        (error["code"].clone(), error["status"].clone(), error["attempts"].clone(), error["line"].clone())
    };
    assert_eq!(error("missing"), (json!("model_not_found"), json!(404), json!(1), json!(1)));
    assert_eq!(error("busy"), (json!("upstream_error"), json!(503), json!(2), json!(2)));
    assert_eq!(error("page"), (json!("invalid_response"), json!(200), json!(1), json!(3)));
    assert_eq!(error("late"), (json!("rate_limit_exceeded"), json!(200), json!(1), json!(4)));
    assert_eq!(results["missing"]["error"]["message"], "it went wrong: model_not_found");
    let body = &results["missing"]["response"]["body"];
    assert_eq!(body["error"]["code"], "model_not_found", "what the server said is kept");
}

#[tokio::test]
async fn failures_stay_until_they_are_asked_for_again_and_are_replaced_then() {
    let failure = Reply::json(404, &envelope("not_found_error", "model_not_found"));
    let server = Server::start([good(), failure, good()]).await;
    let files = Files::with_ids(["a", "b"]);
    files.batch(&server).concurrency(1).run().await.unwrap();

    let again = files.batch(&server).run().await.unwrap();
    assert_eq!((again.run.finished(), again.skipped, again.total.failed), (0, 2, 1));
    assert_eq!(server.requests().len(), 2);

    let retried = files.batch(&server).retry_failed(true).run().await.unwrap();
    assert_eq!((retried.retried, retried.run.succeeded, retried.skipped), (1, 1, 1));
    assert!(retried.is_complete());
    assert_eq!(retried.total.succeeded, 2);
    assert!(files.by_id()["b"]["error"].is_null());
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn a_malformed_line_and_a_repeated_id_are_errors_with_their_number_and_the_rest_goes_on() {
    let server = Server::start([good()]).await;
    let files = Files::with_input(format!("{}nonsense\n\n{}{}", request("a"), request("a"), request("b")));
    for run in 0..2 {
        let summary = files.batch(&server).run().await.unwrap();
        assert_eq!((summary.total.succeeded, summary.total.failed), (2, 2), "run {run}");
        let results = files.results();
        assert_eq!(results.len(), 4, "run {run}");
        let errors: Vec<_> = results.iter().filter(|result| result["custom_id"].is_null()).collect();
        let error = |line: u64| errors.iter().find(|result| result["error"]["line"] == line).unwrap()["error"].clone();
        assert_eq!(error(2)["code"], "invalid_line");
        assert_eq!(error(4)["code"], "repeated_custom_id");
        assert!(error(4)["message"].as_str().unwrap().contains("`a`"));
        assert_eq!(server.requests().len(), 2, "run {run}");
    }
}

#[tokio::test]
async fn a_batch_tells_how_far_it_is() {
    let server = Server::start([Reply::default().wait(Duration::from_millis(20)).write(good().bytes())]).await;
    let files = Files::with_ids(0..10);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&seen);
    let batch = files.batch(&server).concurrency(2);
    let batch =
        batch.on_progress(Duration::from_millis(5), move |progress| told.lock().unwrap().push(progress.clone()));
    batch.run().await.unwrap();
    let seen = seen.lock().unwrap();
    assert!(seen.len() > 2);
    assert!(seen.iter().any(|progress| progress.in_flight > 0 && progress.in_flight <= 2));
    let last = seen.last().unwrap();
    assert_eq!((last.run.succeeded, last.in_flight, last.read), (10, 0, Some(1.0)));
    assert!(last.per_second > 0.0);
    assert_eq!(last.remaining, Some(Duration::ZERO));
}

#[tokio::test]
async fn options_and_files_that_can_not_be_right_are_refused_before_anything_is_sent() {
    let server = Server::start([good()]).await;
    let files = Files::with_ids(["a"]);
    let batch = || files.batch(&server);
    for (batch, param) in [
        (batch().concurrency(0), "concurrency"),
        (batch().concurrency(100_000), "concurrency"),
        (batch().max_cost_usd(0.0), "max_cost_usd"),
        (batch().max_cost_usd(f64::NAN), "max_cost_usd"),
        (batch().max_failures(0), "max_failures"),
        (batch().model(" "), "model"),
        (server.client().batch(files.path("nothing"), files.output()), "input"),
        (server.client().batch(files.path("."), files.output()), "input"),
        (server.client().batch(files.input(), files.input()), "output"),
        (server.client().batch(files.input(), files.path("no/such/folder")), "output"),
    ] {
        let error = batch.run().await.unwrap_err();
        assert_eq!(error.param(), Some(param), "{error}");
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_file_that_is_no_output_is_left_as_it_is() {
    let server = Server::start([good()]).await;
    let files = Files::with_ids(["a"]);
    for content in ["my novel", "my novel\n", &request("a"), "{\"id\":1}\n"] {
        fs::write(files.output(), content).unwrap();
        let error = files.batch(&server).run().await.unwrap_err();
        assert!(matches!(error, Error::NotAnOutput { line: 1, .. }), "{error}");
        assert_eq!(files.written(), content.as_bytes());
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn two_batches_do_not_write_to_one_output_at_a_time() {
    let server = Server::start([Reply::default().wait(Duration::from_millis(300)).write(good().bytes())]).await;
    let files = Files::with_ids(["a"]);
    let first = tokio::spawn(files.batch(&server).run());
    server.received(1).await;
    let error = files.batch(&server).run().await.unwrap_err();
    assert!(matches!(error, Error::Busy { .. }), "{error}");
    assert_eq!(error.param(), Some("output"));
    first.await.unwrap().unwrap();
    assert_eq!(files.batch(&server).run().await.unwrap().skipped, 1);
}

#[tokio::test]
async fn shards_take_every_line_once() {
    let server = Server::start([good()]).await;
    let files = Files::with_input(format!(
        "{}nonsense\n{{}}\n",
        (0..40).map(|id| request(&id.to_string())).collect::<String>()
    ));
    let mut lines = 0;
    for index in 0..4 {
        let batch = server.client().batch(files.input(), files.path(&format!("{index}.jsonl")));
        let summary = batch.shard(Shard::new(index, 4).unwrap()).run().await.unwrap();
        assert_eq!(summary.run.finished() + summary.other_shards, 42);
        lines += summary.run.finished();
    }
    assert_eq!(lines, 42);
    assert_eq!(server.requests().len(), 40);
}

#[tokio::test]
async fn a_key_that_is_not_taken_ends_the_batch_and_nothing_counts_as_asked() {
    let refusal = Reply::json(401, &envelope("authentication_error", "invalid_api_key"));
    let server = Server::start([good(), refusal, good()]).await;
    let files = Files::with_ids(["a", "b", "c"]);
    let summary = files.batch(&server).concurrency(1).run().await.unwrap();
    let Some(Stop::Unauthorized { code, message }) = &summary.stopped else { panic!("{summary:?}") };
    assert_eq!((&**code, &**message), ("invalid_api_key", "it went wrong: invalid_api_key"));
    assert_eq!((summary.run.succeeded, summary.run.failed, summary.is_complete()), (1, 0, false));
    let summary = files.batch(&server).run().await.unwrap();
    assert_eq!((summary.run.succeeded, summary.skipped, summary.is_complete()), (2, 1, true));
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn an_output_that_is_no_regular_file_is_refused_by_name_before_anything_is_sent() {
    let server = Server::start([good()]).await;
    let files = Files::with_ids(["a"]);
    let pipe = files.path("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let client = server.client();
    for (output, what) in [("/dev/full".as_ref(), "a device"), (&*pipe, "a pipe"), (&*files.path(""), "a folder")] {
        let error = client.batch(files.input(), output).run().await.unwrap_err();
        assert_eq!(error.param(), Some("output"), "{error}");
        assert!(error.to_string().ends_with(what), "{error}");
    }
    // Its journal as well.
    fs::rename(&pipe, files.path("results.jsonl.lock")).unwrap();
    let error = files.batch(&server).run().await.unwrap_err();
    assert!(error.to_string().contains("results.jsonl.lock is a pipe"), "{error}");
    assert_eq!(server.requests().len(), 0);
}

#[tokio::test]
async fn an_input_that_can_not_be_read_leaves_no_output_behind() {
    let server = Server::start([good()]).await;
    let files = Files::with_ids(["a"]);
    for input in [files.path(""), files.path("nothing")] {
        let error = server.client().batch(input, files.output()).run().await.unwrap_err();
        assert_eq!(error.param(), Some("input"), "{error}");
    }
    assert_eq!(files.names(), ["requests.jsonl"]);
}

#[tokio::test]
async fn the_summary_says_why_lines_failed_the_most_frequent_reason_first_and_earlier_runs_included() {
    let failure = Reply::json(404, &envelope("not_found_error", "model_not_found"));
    let server = Server::start([failure]).await;
    let lines =
        [request("a"), "nonsense\n".into(), request("b"), "{\"custom_id\":5,\"body\":{}}\n".into(), request("a")];
    let files = Files::with_input(lines.concat());
    let summary = files.batch(&server).run().await.unwrap();
    let told = |summary: &auriko::batch::Summary| {
        summary.errors.iter().map(|error| (error.code.clone(), error.count)).collect::<Vec<_>>()
    };
    let expected = [("model_not_found", 2), ("invalid_line", 1), ("invalid_line", 1), ("repeated_custom_id", 1)];
    assert_eq!(told(&summary), expected.map(|(code, count)| (code.to_owned(), count)));
    assert_eq!(
        summary.errors[1].message,
        "the line is no request: `custom_id`: invalid type: integer `5`, expected a string"
    );
    // What is read of the output is the same, and every line of it was finished before.
    let again = files.batch(&server).run().await.unwrap();
    assert_eq!((told(&again), again.skipped), (told(&summary), 5));
    assert_eq!(again.errors, summary.errors);
}
