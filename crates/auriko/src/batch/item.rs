//! What a line of the input asks for.

use std::borrow::Cow;
use std::collections::BTreeMap;

use bytes::Bytes;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::identity::Identity;

/// The endpoint that a request goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Endpoint {
    ChatCompletions,
    Responses,
}

/// A request of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// Its line.
    pub number: u64,
    pub id: String,
    pub endpoint: Endpoint,
    /// What is sent, as it was written.
    pub body: Bytes,
    /// The model that is asked for; empty where several are.
    pub model: String,
}

/// A line that can't be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rejected {
    pub number: u64,
    /// The id of the request that the line was to be; none where it has none, or where it is another line's.
    pub id: Option<String>,
    pub code: &'static str,
    pub message: String,
}

/// The line is no request in a form that is known.
pub(super) const INVALID_LINE: &str = "invalid_line";
/// The id was met before.
pub(super) const REPEATED_ID: &str = "repeated_custom_id";

impl Item {
    pub(super) fn identity(&self) -> Identity {
        Identity::of(&self.id)
    }
}

impl Rejected {
    pub(super) fn new(number: u64, message: impl Into<String>) -> Self {
        Self { number, id: None, code: INVALID_LINE, message: message.into() }
    }

    /// A line whose id an earlier one had.
    pub(super) fn repeated(number: u64, id: &str) -> Self {
        let message = format!("the custom_id `{id}` was met before; this line was not asked");
        Self { number, id: None, code: REPEATED_ID, message }
    }

    pub(super) fn identity(&self) -> Identity {
        self.id.as_deref().map_or_else(|| Identity::of_line(self.number), Identity::of)
    }
}

/// The fields by which an envelope is told from a body.
#[derive(Deserialize)]
struct Envelope<'a> {
    custom_id: Option<Cow<'a, str>>,
    method: Option<Cow<'a, str>>,
    url: Option<Cow<'a, str>>,
    #[serde(borrow)]
    body: Option<&'a RawValue>,
    messages: Option<IgnoredAny>,
    input: Option<IgnoredAny>,
    prompt: Option<IgnoredAny>,
}

/// What is looked at in a body; everything else is the server's to judge.
#[derive(Deserialize)]
struct Body<'a> {
    model: Option<Cow<'a, str>>,
    gateway: Option<Gateway>,
    messages: Option<IgnoredAny>,
    stream: Option<bool>,
}

#[derive(Deserialize)]
struct Gateway {
    models: Option<IgnoredAny>,
}

/// The request that a line stands for: in an envelope, or as a bare body whose id is the number of its line. A body
/// without a model gets `model`.
pub(super) fn parse(number: u64, line: &Bytes, model: Option<&str>) -> Result<Item, Rejected> {
    let text = std::str::from_utf8(line).map_err(|_| Rejected::new(number, "the line is not in UTF-8"))?;
    // A list would be read as the fields of an envelope in their order.
    if !text.trim_start().starts_with('{') {
        return Err(Rejected::new(number, "the line is no request: it is not a JSON object"));
    }
    let envelope: Envelope<'_> = serde_json::from_str(text).map_err(|error| {
        Rejected::new(number, format!("the line is no request: {}", reason(text, &error, &ENVELOPE)))
    })?;
    let id = envelope.custom_id.as_deref().map_or_else(|| number.to_string(), str::to_owned);
    let refuse = |message: &str| Rejected { id: Some(id.clone()), ..Rejected::new(number, message) };
    let raw = match envelope.body {
        Some(body) => body.get(),
        None if envelope.messages.is_some() || envelope.input.is_some() || envelope.prompt.is_some() => text.trim(),
        None => return Err(refuse("the line has neither a `body` nor the `messages` or `input` of one")),
    };
    if envelope.method.is_some_and(|method| !method.eq_ignore_ascii_case("POST")) {
        return Err(refuse("`method` must be POST"));
    }
    if !raw.starts_with('{') {
        return Err(refuse("`body` must be an object"));
    }
    let body: Body<'_> = serde_json::from_str(raw)
        .map_err(|error| refuse(&format!("the body can't be sent: {}", reason(raw, &error, &BODY))))?;
    if body.stream == Some(true) {
        return Err(refuse("`stream` can't be used in a batch: an answer is one line"));
    }
    let endpoint = match envelope.url.as_deref() {
        None if body.messages.is_some() => Endpoint::ChatCompletions,
        None => Endpoint::Responses,
        Some(url) => endpoint_at(url).ok_or_else(|| {
            refuse(&format!("`url` must be /v1/chat/completions or /v1/responses, and not `{}`", excerpt(url)))
        })?,
    };
    let several = body.gateway.is_some_and(|gateway| gateway.models.is_some());
    let (model, sent) = match (body.model, model) {
        (Some(own), _) => (own.into_owned(), line.slice_ref(raw.as_bytes())),
        (None, _) if several => (String::new(), line.slice_ref(raw.as_bytes())),
        (None, Some(model)) => (model.to_owned(), with_model(raw, model)),
        (None, None) => return Err(refuse("the body has no `model`, and neither has the batch")),
    };
    Ok(Item { number, id, endpoint, body: sent, model })
}

fn endpoint_at(url: &str) -> Option<Endpoint> {
    match url.strip_prefix("/v1").unwrap_or(url) {
        "/chat/completions" => Some(Endpoint::ChatCompletions),
        "/responses" => Some(Endpoint::Responses),
        _ => None,
    }
}

/// A body with a field in front.
fn with_model(body: &str, model: &str) -> Bytes {
    let rest = body[1..].trim_start();
    let comma = if rest.starts_with('}') { "" } else { "," };
    let model = serde_json::Value::from(model);
    format!("{{\"model\":{model}{comma}{rest}").into()
}

/// A field, and what is wrong with its value, if anything is.
type FieldCheck = (&'static str, fn(&str) -> Option<serde_json::Error>);

const ENVELOPE: [FieldCheck; 3] = [("custom_id", not_a_text), ("method", not_a_text), ("url", not_a_text)];
const BODY: [FieldCheck; 3] = [
    ("model", not_a_text),
    ("stream", |value| serde_json::from_str::<Option<bool>>(value).err()),
    ("gateway", |value| serde_json::from_str::<Option<Gateway>>(value).err()),
];

fn not_a_text(value: &str) -> Option<serde_json::Error> {
    serde_json::from_str::<Option<Cow<'_, str>>>(value).err()
}

/// Why an object can't be read: which field it is about, or where in the line it is no JSON.
fn reason(object: &str, error: &serde_json::Error, fields: &[FieldCheck]) -> String {
    let values: BTreeMap<String, &RawValue> = serde_json::from_str(object).unwrap_or_default();
    let field = fields.iter().find_map(|(name, check)| Some((name, check(values.get(*name)?.get())?)));
    match field {
        Some((name, error)) => format!("`{name}`: {}", words(&error)),
        None => format!("{}, at column {}", words(error), error.column()),
    }
}

/// Without the place: each line is the first one of its text, whatever its number in the file.
fn words(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&place).map_or_else(|| text.clone(), str::to_owned)
}

fn excerpt(text: &str) -> String {
    text.chars().take(100).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Item {
        parse(7, &line.to_owned().into(), Some("default")).unwrap()
    }

    fn refused(line: &str) -> Rejected {
        parse(7, &line.to_owned().into(), None).unwrap_err()
    }

    #[test]
    fn an_envelope_says_where_its_body_goes_and_the_body_is_sent_as_it_was_written() {
        let line = r#" {"custom_id":"a","method":"POST","url":"/v1/responses","body":{ "model":"m", "input":"\u00e9", "x":1.0 }} "#;
        let item = parsed(line);
        assert_eq!((&*item.id, item.endpoint, &*item.model), ("a", Endpoint::Responses, "m"));
        assert_eq!(item.body, r#"{ "model":"m", "input":"\u00e9", "x":1.0 }"#);
        assert_eq!(
            parsed(r#"{"custom_id":"a","url":"/chat/completions","body":{}}"#).endpoint,
            Endpoint::ChatCompletions
        );
    }

    #[test]
    fn a_bare_body_is_known_by_its_fields_and_has_its_line_as_id() {
        let chat = parsed(r#"{"model":"m","messages":[]}"#);
        assert_eq!((&*chat.id, chat.endpoint), ("7", Endpoint::ChatCompletions));
        let response = parsed(r#"{"input":"x"}"#);
        assert_eq!((response.endpoint, &*response.model), (Endpoint::Responses, "default"));
        assert_eq!(response.body, r#"{"model":"default","input":"x"}"#);
    }

    #[test]
    fn the_model_of_the_batch_is_for_bodies_without_one() {
        assert_eq!(parsed(r#"{"body":{}}"#).body, r#"{"model":"default"}"#);
        assert_eq!(parsed(r#"{"body":{"messages":[],"model":"own"}}"#).body, r#"{"messages":[],"model":"own"}"#);
        let several = parsed(r#"{"messages":[],"gateway":{"models":["a","b"]}}"#);
        assert_eq!((&*several.model, &several.body[..1]), ("", &b"{"[..]));
        assert!(refused(r#"{"messages":[]}"#).message.contains("model"));
    }

    #[test]
    fn a_line_that_is_no_request_says_why() {
        for (line, word) in [
            ("", "not a JSON object"),
            ("{", "EOF"),
            (r#"["a",null,null,{},null,null,null]"#, "not a JSON object"),
            ("{}", "neither"),
            (r#"{"custom_id":3,"body":{}}"#, "`custom_id`: invalid type: integer `3`, expected a string"),
            (r#"{"custom_id":3,"body":{}}"#, "expected a string"),
            (r#"{"body":{"model":"m","stream":"x"}}"#, "`stream`: invalid type"),
            (r#"{"body":{"model":"m","gateway":[1,2]}}"#, "`gateway`: "),
            (r#"{"custom_id":"a","custom_id":"b","body":{}}"#, "duplicate"),
            (r#"{"body":[]}"#, "object"),
            (r#"{"body":{"model":3}}"#, "expected"),
            (r#"{"body":{"model":"m"},"method":"GET"}"#, "POST"),
            (r#"{"body":{"model":"m"},"url":"/v1/embeddings"}"#, "/v1/embeddings"),
            (r#"{"body":{"model":"m","stream":true}}"#, "stream"),
        ] {
            let rejected = refused(line);
            assert!(rejected.message.contains(word), "{line}: {}", rejected.message);
            assert!(!rejected.message.contains("at line"), "{line}: {}", rejected.message);
            assert_eq!((rejected.number, rejected.code), (7, INVALID_LINE));
        }
        assert_eq!(parse(7, &vec![0xff].into(), None).unwrap_err().message, "the line is not in UTF-8");
        assert_eq!(refused(r#"{"custom_id":"a","body":[]}"#).id.as_deref(), Some("a"));
    }
}
