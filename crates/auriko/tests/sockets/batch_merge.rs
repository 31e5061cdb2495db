use std::fs;

use auriko::batch::{Error, Merge, Shard, merge};

use crate::support::batch::{Files, by_id, request, results};
use crate::support::{Reply, Server, completion, envelope};

#[tokio::test]
async fn outputs_of_shards_are_joined_and_what_is_missing_can_be_asked_by_itself() {
    let server = Server::start([Reply::json(200, &completion())]).await;
    let input = format!("{}nonsense\n{}", (0..40).map(|id| request(&id.to_string())).collect::<String>(), request("0"));
    let files = Files::with_input(&input);
    let shard = |index| files.path(&format!("{index}.jsonl"));
    for index in [0, 1, 3] {
        let batch = server.client().batch(files.input(), shard(index));
        batch.shard(Shard::new(index, 4).unwrap()).run().await.unwrap();
    }
    let joined = Merge::new([shard(0), shard(1), shard(3)], files.output());
    let joined = joined.input(files.input()).missing(files.path("missing.jsonl"));
    let summary = merge(&joined).unwrap();
    let there = results(&files.written()).len() as u64;
    assert_eq!((summary.total.finished(), summary.missing, summary.unknown), (there, Some(42 - there), Some(0)));
    assert!(!summary.is_complete());

    // The missing ones are a batch like any other.
    server.client().batch(files.path("missing.jsonl"), shard(2)).run().await.unwrap();
    let all = Merge::new([files.output(), shard(2)], files.path("all.jsonl")).input(files.input());
    let summary = merge(&all).unwrap();
    assert_eq!(summary.total.succeeded, 40);
    let answered = results(&fs::read(files.path("all.jsonl")).unwrap());
    let answered = by_id(answered.into_iter().filter(|result| !result["custom_id"].is_null()).collect());
    assert_eq!(answered.len(), 40);
}

#[tokio::test]
async fn an_answer_stands_for_a_failure_and_no_id_is_there_twice() {
    let failure = Reply::json(404, &envelope("not_found_error", "model_not_found"));
    let good = Reply::json(200, &completion());
    let server = Server::start([good.clone(), failure, good]).await;
    let files = Files::with_ids(["a", "b"]);
    files.batch(&server).concurrency(1).run().await.unwrap();
    let second = files.path("second.jsonl");
    server.client().batch(files.input(), &second).run().await.unwrap();
    let mut torn = fs::read(&second).unwrap();
    torn.extend_from_slice(b"{\"id\":\"batch_req_0");
    fs::write(&second, torn).unwrap();

    let joined = files.path("joined.jsonl");
    let summary = merge(&Merge::new([files.output(), second], &joined)).unwrap();
    assert_eq!((summary.total.succeeded, summary.total.failed), (2, 0));
    assert_eq!((summary.doubled, summary.torn, summary.missing), (2, 1, None));
    assert!(summary.is_complete());
    let found = by_id(results(&fs::read(joined).unwrap()));
    assert!(found["b"]["error"].is_null());
}

#[test]
fn what_can_not_be_merged_is_refused_and_nothing_is_left_behind() {
    let files = Files::with_ids(["a"]);
    let output = files.output();
    let refused = |merged: &Merge| merge(merged).unwrap_err();
    assert!(matches!(refused(&Merge::new([files.input()], &output)), Error::NotAnOutput { line: 1, .. }));
    assert_eq!(refused(&Merge::new([files.path("nothing")], &output)).param(), Some("input"));
    assert_eq!(refused(&Merge::new(Vec::<String>::new(), &output)).param(), Some("outputs"));
    let blind = Merge::new([files.input()], &output).missing(files.path("missing"));
    assert_eq!(refused(&blind).param(), Some("input"));
    assert_eq!(files.names(), ["requests.jsonl"]);
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_are_refused_by_the_name_of_their_option() {
    let files = Files::with_ids(["a"]);
    let (results, good) = (files.path("0.jsonl"), files.output());
    fs::write(&results, "").unwrap();
    let device = || std::path::PathBuf::from("/dev/null");
    let cases = [
        ("outputs", Merge::new([device()], &good)),
        ("output", Merge::new([&results], device())),
        ("missing", Merge::new([&results], &good).input(files.input()).missing(device())),
    ];
    for (param, joined) in cases {
        let error = merge(&joined).unwrap_err();
        assert_eq!(error.param(), Some(param), "{error}");
        assert!(error.to_string().ends_with("/dev/null is a device"), "{error}");
    }
    assert_eq!(files.names(), ["0.jsonl", "requests.jsonl"]);
}
