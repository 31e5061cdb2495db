use serde_json::Value;

use super::*;

fn estimates() -> Value {
    serde_json::from_str(include_str!("estimates.json")).unwrap()
}

#[test]
fn texts_have_as_many_tokens_as_in_javascript() {
    let estimates = estimates();
    for case in estimates["texts"].as_array().unwrap() {
        let text = case["text"].as_str().unwrap();
        assert_eq!(Some(estimate_tokens(text)), case["tokens"].as_u64(), "{text:?}");
    }
}

#[test]
fn requests_have_as_many_tokens_as_in_javascript() {
    let estimates = estimates();
    for case in estimates["requests"].as_array().unwrap() {
        let body = &case["body"];
        assert_eq!(Some(estimate_prompt_tokens(body)), case["prompt"].as_u64(), "{body}");
        assert_eq!(Some(estimate_output_tokens(body)), case["output"].as_u64(), "{body}");
    }
}
