//! Any JSON in the place of any answer or request: no panic, nothing changes when it is written and read again, and chunks
//! add up to something that can be written, too.
#![no_main]

use std::fmt::Debug;

use auriko::{
    ApiKeyIdentity, ChatCompletion, ChatCompletionAccumulator, ChatCompletionChunk, ChatCompletionRequest, Directory,
    ModelList, ProviderList, Registry, RoutingMetadata, Usage,
};
use libfuzzer_sys::fuzz_target;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

fn written_and_read_again<T: Serialize + DeserializeOwned + PartialEq + Debug>(wire: &Value) {
    let Ok(first) = serde_json::from_value::<T>(wire.clone()) else { return };
    let text = serde_json::to_string(&first).expect("what was read can be written");
    let again: T = serde_json::from_str(&text).expect("what was written can be read");
    assert_eq!(first, again, "{text}");
}

fn accumulated(lines: &str) {
    // Small, so that going over the limit is met, too.
    let mut accumulator = ChatCompletionAccumulator::with_limit(256);
    for chunk in lines.lines().filter_map(|line| serde_json::from_str::<ChatCompletionChunk>(line).ok()) {
        accumulator.add(&chunk);
    }
    if let Some(completion) = accumulator.completion() {
        serde_json::to_string(&completion).expect("what was added up can be written");
    }
}

fuzz_target!(|text: &str| {
    accumulated(text);
    let Ok(wire) = serde_json::from_str::<Value>(text) else { return };
    written_and_read_again::<ChatCompletionChunk>(&wire);
    written_and_read_again::<ChatCompletion>(&wire);
    written_and_read_again::<ChatCompletionRequest>(&wire);
    written_and_read_again::<RoutingMetadata>(&wire);
    written_and_read_again::<Usage>(&wire);
    written_and_read_again::<ModelList>(&wire);
    written_and_read_again::<Directory>(&wire);
    written_and_read_again::<Registry>(&wire);
    written_and_read_again::<ProviderList>(&wire);
    written_and_read_again::<ApiKeyIdentity>(&wire);
});
