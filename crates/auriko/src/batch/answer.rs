//! What a good answer says about model, tokens and cost.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

/// What one request came to.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Used {
    /// Whether it has an answer; without one, nothing is known but the model.
    pub has_answer: bool,
    /// The canonical id of the model, as far as it was told; else the one that was asked for.
    pub model: String,
    /// The provider that answered; empty where it was not told.
    pub provider: String,
    pub input_tokens: u64,
    pub cached_tokens: u64,
    pub output_tokens: u64,
    /// What was billed, in USD; none where it was not told.
    pub cost_usd: Option<f64>,
    /// What prompt caching saved, in USD.
    pub savings_usd: f64,
    /// Why there is no answer.
    pub failure: Option<Reason>,
}

/// Why a line has no answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reason {
    pub code: String,
    /// For people; without the number of the line.
    pub message: String,
}

impl Used {
    /// Of a request for this model that failed for good; empty for a line that is no request.
    pub(super) fn failed(model: &str, code: &str, message: &str) -> Self {
        let failure = Reason { code: code.to_owned(), message: message.to_owned() };
        Self { model: model.to_owned(), failure: Some(failure), ..Self::default() }
    }
}

/// The parts of an answer, unread: one that holds something unexpected must not hide the others.
#[derive(Deserialize)]
struct Parts<'a> {
    #[serde(borrow)]
    model: Option<&'a RawValue>,
    #[serde(borrow)]
    usage: Option<&'a RawValue>,
    #[serde(borrow)]
    routing_metadata: Option<&'a RawValue>,
    error: Option<IgnoredAny>,
    object: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Usage {
    prompt_tokens: Option<u64>,
    completion_tokens: Option<u64>,
    prompt_tokens_details: Option<InputDetails>,
    input_tokens: Option<u64>,
    output_tokens: Option<u64>,
    input_tokens_details: Option<InputDetails>,
}

#[derive(Deserialize)]
struct InputDetails {
    cached_tokens: Option<u64>,
}

#[derive(Deserialize)]
struct Routing {
    provider: Option<String>,
    model_canonical: Option<String>,
    cost: Option<Cost>,
}

#[derive(Deserialize)]
struct Cost {
    usd: Option<f64>,
    billable_cost_usd: Option<f64>,
    cache_savings_usd: Option<f64>,
}

/// What a body under a good status is.
#[derive(Debug, PartialEq)]
pub(super) enum Answer {
    /// An answer.
    Good(Used),
    /// An error all the same.
    Error,
    /// Nothing that can be read.
    Unreadable(String),
}

/// Reads an answer of either API to a request for `asked`.
pub(super) fn read(body: &str, asked: &str) -> Answer {
    // A list would be read as the parts in their order.
    if !body.trim_start().starts_with('{') {
        return Answer::Unreadable("it is not a JSON object".into());
    }
    let parts: Parts<'_> = match serde_json::from_str(body) {
        Ok(parts) => parts,
        Err(error) => return Answer::Unreadable(error.to_string()),
    };
    if parts.error.is_some() && parts.object.is_none() {
        return Answer::Error;
    }
    let usage: Option<Usage> = part(parts.usage);
    let routing: Option<Routing> = part(parts.routing_metadata);
    let answered: Option<Cow<'_, str>> = part(parts.model);
    let model = answered.map_or_else(|| asked.to_owned(), Cow::into_owned);
    let mut used = Used { has_answer: true, model, ..Used::default() };
    if let Some(usage) = usage {
        let details = usage.prompt_tokens_details.or(usage.input_tokens_details);
        used.input_tokens = usage.prompt_tokens.or(usage.input_tokens).unwrap_or_default();
        used.output_tokens = usage.completion_tokens.or(usage.output_tokens).unwrap_or_default();
        used.cached_tokens = details.and_then(|details| details.cached_tokens).unwrap_or_default();
    }
    if let Some(routing) = routing {
        used.provider = routing.provider.unwrap_or_default();
        if let Some(canonical) = routing.model_canonical {
            used.model = canonical;
        }
        if let Some(cost) = routing.cost {
            used.cost_usd = cost.usd.or(cost.billable_cost_usd);
            used.savings_usd = cost.cache_savings_usd.unwrap_or_default();
        }
    }
    Answer::Good(used)
}

fn part<'a, T: Deserialize<'a>>(raw: Option<&'a RawValue>) -> Option<T> {
    serde_json::from_str(raw?.get()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_apis_tell_tokens_route_and_cost() {
        let chat = r#"{"object":"chat.completion","model":"m-1","usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5,
            "prompt_tokens_details":{"cached_tokens":1}},"routing_metadata":{"provider":"p","model_canonical":"m",
            "cost":{"usd":0.5,"cache_savings_usd":0.1}}}"#;
        let expected = Used {
            has_answer: true,
            model: "m".into(),
            provider: "p".into(),
            input_tokens: 3,
            cached_tokens: 1,
            output_tokens: 2,
            cost_usd: Some(0.5),
            savings_usd: 0.1,
            failure: None,
        };
        assert_eq!(read(chat, "x"), Answer::Good(expected.clone()));
        let response = r#"{"object":"response","error":null,"model":"m","usage":{"input_tokens":3,"output_tokens":2,
            "input_tokens_details":{"cached_tokens":1}},"routing_metadata":{"provider":"p",
            "cost":{"billable_cost_usd":0.5,"cache_savings_usd":0.1}}}"#;
        assert_eq!(read(response, "x"), Answer::Good(expected));
    }

    #[test]
    fn what_is_not_understood_hides_nothing_else() {
        let odd = r#"{"object":1,"model":7,"usage":"much","routing_metadata":{"provider":"p","cost":null}}"#;
        let Answer::Good(used) = read(odd, "asked") else { panic!() };
        assert_eq!((&*used.model, &*used.provider, used.cost_usd), ("asked", "p", None));
    }

    #[test]
    fn an_error_under_a_good_status_is_one_and_a_page_is_nothing() {
        assert_eq!(read(r#"{"error":{"code":"x"}}"#, ""), Answer::Error);
        for body in ["", "<html>", "[1]", "{", "{}x"] {
            assert!(matches!(read(body, ""), Answer::Unreadable(_)), "{body}");
        }
    }
}
