//! Runs the tasks of the repository's comparison of clients and prints what came of each, as JSON.
//!
//! Reads `{"origin": …, "closed": …, "tasks": […]}` from the standard input; a task is what one client does in a
//! scenario. Tasks that this client has no method for give null.
#![allow(clippy::print_stdout, reason = "that is what it is for")]

use std::time::Duration;

use auriko::{ChatCompletionRequest, ChatCompletionStream, Client, Error, ErrorKind};
use futures::StreamExt;
use futures::future::join_all;
use http::HeaderMap;
use serde_json::{Map, Value, json};

type Outcome = Map<String, Value>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let given: Value = serde_json::from_reader(std::io::stdin())?;
    let tasks = given["tasks"].as_array().cloned().unwrap_or_default();
    let running = tasks.iter().enumerate().map(|(index, task)| {
        let origin = if task["unreachable"] == true { &given["closed"] } else { &given["origin"] };
        let base = task["base"].as_str().unwrap_or("/v1");
        run(task, format!("{}/rust/{index}{base}", origin.as_str().unwrap_or_default()))
    });
    println!("{}", Value::from(join_all(running).await));
    Ok(())
}

async fn run(task: &Value, base_url: String) -> Value {
    let mut outcome = Outcome::new();
    let result = match client(task, base_url) {
        Ok(client) => call(&client, task, &mut outcome).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(true) => {}
        Ok(false) => return Value::Null,
        Err(error) => describe_error(&error, &mut outcome),
    }
    outcome.into()
}

fn client(task: &Value, base_url: String) -> Result<Client, Error> {
    let mut builder = Client::builder().base_url(base_url).no_proxy();
    if !task.get("apiKey").is_some_and(Value::is_null) {
        builder = builder.api_key(task["apiKey"].as_str().unwrap_or("ak_test_parity"));
    }
    if let Some(limit) = task["timeoutMs"].as_u64().map(Duration::from_millis) {
        builder = builder.headers_timeout(limit).idle_timeout(limit);
    }
    if let Some(retries) = task["maxRetries"].as_u64().and_then(|retries| u32::try_from(retries).ok()) {
        builder = builder.max_retries(retries);
    }
    builder.build()
}

/// Whether there is a method for it.
async fn call(client: &Client, task: &Value, outcome: &mut Outcome) -> Result<bool, Error> {
    let params = &task["params"];
    let request = || serde_json::from_value::<ChatCompletionRequest>(params.clone()).unwrap_or_default();
    let result = match task["call"].as_str().unwrap_or_default() {
        "construct" => return Ok(true),
        "chat" => {
            let (completion, response) = client.chat().create_with_response(request()).await?;
            describe_headers(response.headers(), outcome);
            plain(&completion)
        }
        "chat.stream" => {
            read(client.chat().create_stream(request()).await?, outcome).await?;
            return Ok(true);
        }
        "models.list" => match params["endpoint"].as_str() {
            Some(endpoint) => plain(&client.models().list_for(endpoint).await?),
            None => plain(&client.models().list().await?),
        },
        "models.retrieve" => plain(&client.models().retrieve(params["model_id"].as_str().unwrap_or_default()).await?),
        "models.directory" => plain(&client.models().directory().await?),
        "models.registry" => plain(&client.models().registry().await?),
        "models.providers" => plain(&client.models().providers().await?),
        "me" => plain(&client.me().get().await?),
        _ => return Ok(false),
    };
    outcome.insert("result".into(), result);
    Ok(true)
}

async fn read(mut stream: ChatCompletionStream, outcome: &mut Outcome) -> Result<(), Error> {
    describe_headers(stream.headers(), outcome);
    let mut events = Vec::new();
    let mut result = Ok(());
    while let Some(chunk) = stream.next().await {
        match chunk {
            Ok(chunk) => events.push(plain(&chunk)),
            Err(error) => result = Err(error),
        }
    }
    outcome.insert("events".into(), events.into());
    outcome.insert("usage".into(), plain(&stream.usage()));
    outcome.insert("routing".into(), plain(&stream.routing_metadata()));
    result
}

fn plain(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

fn describe_headers(headers: &HeaderMap, outcome: &mut Outcome) {
    let id = headers.get("x-request-id").and_then(|value| value.to_str().ok());
    outcome.insert("headers.requestId".into(), json!(id));
}

fn describe_error(error: &Error, outcome: &mut Outcome) {
    let refused = error.kind() == ErrorKind::InvalidRequest;
    let status = error.status().map_or(if refused { 400 } else { 0 }, |status| status.as_u16());
    outcome.insert("error.class".into(), error.class_name().into());
    outcome.insert("error.code".into(), error.code().into());
    outcome.insert("error.status".into(), status.into());
    outcome.insert("error.requestId".into(), json!(error.request_id()));
    if let Error::InvalidRequest { param, .. } = error {
        outcome.insert("error.param".into(), json!(param));
    }
    if let Some(api) = error.api_error() {
        outcome.insert("error.type".into(), json!(api.kind));
        outcome.insert("error.param".into(), json!(api.param));
        outcome.insert("error.message".into(), json!(api.message));
        outcome.insert("error.provider".into(), json!(api.provider));
        outcome.insert("error.docUrl".into(), json!(api.doc_url));
        outcome.insert("error.body".into(), api.body.clone());
    }
}
