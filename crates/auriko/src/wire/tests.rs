use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{
    ChatCompletion, ChatCompletionChunk, ChatCompletionRequest, ContentPart, FinishReason, Message, RoutingMetadata,
    Tool, ToolChoice, Usage,
};

#[test]
fn unknown_fields_are_kept_and_written_again() {
    let wire = json!({ "prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3, "cost": { "x": [1] } });
    let usage: Usage = serde_json::from_value(wire.clone()).unwrap();
    assert_eq!(usage.extra["cost"]["x"][0], 1);
    assert_eq!(serde_json::to_value(&usage).unwrap(), wire);
}

#[test]
fn a_known_field_of_another_type_is_kept_as_it_came() {
    let wire =
        json!({ "provider": 7, "model_canonical": "m", "cost": "free", "warnings": ["plain", { "message": "m" }, 5] });
    let route: RoutingMetadata = serde_json::from_value(wire.clone()).unwrap();
    assert_eq!(route.provider, None);
    assert_eq!(route.model_canonical.as_deref(), Some("m"));
    assert_eq!(route.extra["provider"], 7);
    assert_eq!(serde_json::to_value(&route).unwrap(), wire);
}

#[test]
fn one_odd_element_gives_the_whole_list_back_in_its_order() {
    let wire = json!([1, 2, "three", 4]);
    assert_eq!(Vec::<u64>::read(wire.clone()), Err(wire));
    let wire = json!({ "a": true, "b": "no", "c": false });
    assert_eq!(BTreeMap::<String, bool>::read(wire.clone()), Err(wire));
}

#[test]
fn words_that_are_not_known_are_sent_as_written() {
    let reason: FinishReason = serde_json::from_str("\"because\"").unwrap();
    assert_eq!(reason, FinishReason::Other("because".into()));
    assert_eq!(serde_json::to_string(&reason).unwrap(), "\"because\"");
    assert_eq!(FinishReason::from("stop"), FinishReason::Stop);
}

#[test]
fn a_number_that_json_has_no_form_for_is_found_with_its_path() {
    let mut map = BTreeMap::new();
    map.insert("deep".to_owned(), vec![1.0, f64::NAN]);
    let found = map.unsendable(0).unwrap();
    assert_eq!((&*found.path, found.reason), ("deep[1]", Reason::NotFinite));
}

/// So many lists in one another.
fn lists(levels: usize) -> Value {
    (0..levels).fold(Value::Null, |inner, _| Value::Array(vec![inner]))
}

#[test]
fn a_value_may_have_as_many_levels_as_the_bound_says_and_not_one_more() {
    assert_eq!(lists(MAX_DEPTH).unsendable(0), None);
    assert_eq!(lists(MAX_DEPTH + 1).unsendable(0), Some(Unsendable::here(Reason::TooDeep)));
    let object = |levels| json!({ "a": 1, "deep": lists(levels) });
    assert_eq!(object(MAX_DEPTH - 1).unsendable(0), None);
    assert!(object(MAX_DEPTH).unsendable(0).is_some());
}

#[test]
fn what_is_nested_too_deeply_is_found_in_every_field_with_its_path() {
    let deep = || lists(MAX_DEPTH);
    let base = || ChatCompletionRequest::new("m", [Message::user("hi")]);
    let part = ContentPart { extra: Extra::from_iter([("x".to_owned(), deep())]), ..ContentPart::text("t") };
    for (request, path) in [
        (base().extra("new", deep()), "new"),
        (base().tool_choice(ToolChoice::Other(deep())), "tool_choice"),
        (base().tools([Tool::function("f", "d", deep())]), "tools[0].function.parameters"),
        (ChatCompletionRequest::new("m", [Message::user(vec![part])]), "messages[0].content[0].x"),
    ] {
        let found = request.unsendable(0).unwrap();
        assert_eq!((&*found.path, found.reason), (path, Reason::TooDeep));
        assert!(found.message().contains("128 levels"), "{}", found.message());
    }
    assert_eq!(base().extra("new", lists(MAX_DEPTH - 1)).unsendable(0), None);
}

#[test]
fn what_is_no_object_is_an_error_and_not_an_empty_answer() {
    assert!(serde_json::from_str::<ChatCompletion>("[]").is_err());
    assert!(serde_json::from_str::<ChatCompletion>("{}").is_ok());
}

fn any_json() -> impl Strategy<Value = Value> {
    let names = prop::sample::select(vec![
        "id",
        "choices",
        "index",
        "delta",
        "message",
        "content",
        "usage",
        "prompt_tokens",
        "routing_metadata",
        "provider",
        "cost",
        "usd",
        "warnings",
        "finish_reason",
        "tool_calls",
        "function",
        "name",
        "arguments",
        "role",
        "reasoning",
        "type",
        "x",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        "[a-z]{0,4}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 48, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(names.clone(), inner, 0..5)
                .prop_map(|fields| fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()),
        ]
    })
}

/// What is left of a value when nulls and what stands for nothing are taken out: the two that reading may not keep.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (key.clone(), without_nulls(value)))
            .collect(),
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        other => other.clone(),
    }
}

/// Whether everything in `part` is in `whole`, which may have more.
fn is_within(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Object(part), Value::Object(whole)) => {
            part.iter().all(|(key, value)| whole.get(key).is_some_and(|other| is_within(value, other)))
        }
        (Value::Array(part), Value::Array(whole)) => {
            part.len() == whole.len() && part.iter().zip(whole).all(|(part, whole)| is_within(part, whole))
        }
        (part, whole) => part == whole,
    }
}

proptest! {
    #[test]
    fn nothing_but_nulls_is_lost_whatever_a_server_sends(wire in any_json()) {
        if let Ok(chunk) = ChatCompletionChunk::read(wire.clone()) {
            let again = serde_json::to_value(&chunk).unwrap();
            prop_assert!(is_within(&without_nulls(&wire), &again), "{wire} {again}");
        }
        if let Ok(completion) = ChatCompletion::read(wire.clone()) {
            let again = serde_json::to_value(&completion).unwrap();
            prop_assert!(is_within(&without_nulls(&wire), &again), "{wire} {again}");
        }
    }
}
