//! What is told of a batch, as it crosses: JSON.

use std::time::Duration;

use auriko::batch::{Error, ErrorTotals, MergeSummary, Progress, RouteTotals, Stop, Summary, Totals};
use serde_json::{Value, json};

use super::batch_run::BatchFailure;

/// How far a batch is, and what this run has come to by model and provider.
pub fn progress(progress: &Progress, routes: &[RouteTotals]) -> String {
    json!({
        "run": totals(&progress.run),
        "total": totals(&progress.total),
        "inFlight": progress.in_flight,
        "skipped": progress.skipped,
        "perSecond": progress.per_second,
        "read": progress.read,
        "remaining": progress.remaining.map(milliseconds),
        "elapsed": milliseconds(progress.elapsed),
        "routes": all(routes),
    })
    .to_string()
}

/// What a batch has come to.
pub fn summary(summary: &Summary) -> String {
    let stopped = summary.stopped.as_ref().map(|stop| match stop {
        Stop::Unauthorized { code, message } => {
            json!({ "reason": stop.name(), "code": code, "message": message })
        }
        _ => json!({ "reason": stop.name() }),
    });
    json!({ "summary": {
        "run": totals(&summary.run),
        "total": totals(&summary.total),
        "routes": all(&summary.routes),
        "totalRoutes": all(&summary.total_routes),
        "errors": errors(&summary.errors),
        "skipped": summary.skipped,
        "otherShards": summary.other_shards,
        "askedAgain": summary.asked_again,
        "retried": summary.retried,
        "repaired": summary.repaired,
        "stopped": stopped,
        "elapsed": milliseconds(summary.elapsed),
    } })
    .to_string()
}

/// Why a batch did not come to its end: an option that can't be right, a network that can't be used, or a defect of ours.
pub fn failure(failure: &BatchFailure) -> String {
    use auriko::transport::Error as Network;
    let (kind, param, message, no_roots) = match failure {
        BatchFailure::Batch(Error::Client(error)) => ("config", None, error.to_string(), false),
        BatchFailure::Batch(error @ Error::Resources { .. }) => ("resources", None, error.to_string(), false),
        BatchFailure::Batch(error) => ("option", error.param(), error.to_string(), false),
        BatchFailure::Network(error @ Network::Config { no_roots, .. }) => {
            ("config", None, error.to_string(), *no_roots)
        }
        BatchFailure::Network(error) => (error.kind(), None, error.to_string(), false),
        BatchFailure::Panic(message) => ("panic", None, message.clone(), false),
    };
    json!({ "failure": { "kind": kind, "param": param, "message": message, "noRoots": no_roots } }).to_string()
}

/// What came of joining outputs.
pub fn merged(ended: Result<MergeSummary, Error>) -> String {
    match ended {
        Err(error) => failure(&BatchFailure::Batch(error)),
        Ok(merge) => json!({ "summary": {
            "total": totals(&merge.total),
            "routes": all(&merge.routes),
            "errors": errors(&merge.errors),
            "doubled": merge.doubled,
            "torn": merge.torn,
            "missing": merge.missing,
            "unknown": merge.unknown,
        } })
        .to_string(),
    }
}

fn all(routes: &[RouteTotals]) -> Vec<Value> {
    let one = |route: &RouteTotals| json!([route.model, route.provider, totals(&route.totals)]);
    routes.iter().map(one).collect()
}

fn errors(errors: &[ErrorTotals]) -> Vec<Value> {
    let one = |error: &ErrorTotals| json!({ "code": error.code, "message": error.message, "count": error.count });
    errors.iter().map(one).collect()
}

fn totals(totals: &Totals) -> Value {
    json!({
        "succeeded": totals.succeeded,
        "failed": totals.failed,
        "inputTokens": totals.input_tokens,
        "cachedTokens": totals.cached_tokens,
        "outputTokens": totals.output_tokens,
        "costUsd": totals.cost_usd,
        "savingsUsd": totals.savings_usd,
        "unknownCost": totals.unknown_cost,
    })
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
