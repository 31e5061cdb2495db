//! Files of batches.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use auriko::Client;
use auriko::batch::Batch;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::Server;

/// A folder with the input and the output of a batch; it goes with its test.
pub struct Files {
    folder: TempDir,
}

impl Files {
    /// With this input.
    pub fn with_input(input: impl AsRef<[u8]>) -> Self {
        let files = Self { folder: tempfile::tempdir().unwrap() };
        fs::write(files.input(), input).unwrap();
        files
    }

    /// With requests of these ids.
    pub fn with_ids<T: std::fmt::Display>(ids: impl IntoIterator<Item = T>) -> Self {
        Self::with_input(ids.into_iter().map(|id| request(&id.to_string())).collect::<String>())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn input(&self) -> PathBuf {
        self.path("requests.jsonl")
    }

    pub fn output(&self) -> PathBuf {
        self.path("results.jsonl")
    }

    pub fn batch(&self, server: &Server) -> Batch {
        self.batch_of(&server.client())
    }

    /// For many batches: a client reads the system's certificates once.
    pub fn batch_of(&self, client: &Client) -> Batch {
        client.batch(self.input(), self.output()).max_retries(0)
    }

    pub fn written(&self) -> Vec<u8> {
        fs::read(self.output()).unwrap()
    }

    pub fn results(&self) -> Vec<Value> {
        results(&self.written())
    }

    /// Results by id, each of which must be there once.
    pub fn by_id(&self) -> BTreeMap<String, Value> {
        by_id(self.results())
    }

    /// What lies in the folder.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

/// A line of an input.
pub fn request(id: &str) -> String {
    let body = json!({ "model": "gpt-5.4", "messages": [{ "role": "user", "content": id }] });
    let line = json!({ "custom_id": id, "method": "POST", "url": "/v1/chat/completions", "body": body });
    format!("{line}\n")
}

/// The lines of an output, which must all be whole.
pub fn results(output: &[u8]) -> Vec<Value> {
    assert!(output.is_empty() || output.ends_with(b"\n"), "the last line is broken");
    let lines = output.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).unwrap()).collect()
}

pub fn by_id(results: Vec<Value>) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    for result in results {
        let id = result["custom_id"].as_str().unwrap().to_owned();
        assert!(found.insert(id.clone(), result).is_none(), "{id} is there twice");
    }
    found
}
