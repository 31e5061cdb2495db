//! Lines of the output.

use std::time::{Duration, SystemTime};

use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::answer::{Answer, Used, read};
use super::identity::Identity;
use super::item::{Item, Rejected};
use crate::Error;

/// What a result says of a request besides its answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sent {
    /// When it ended.
    pub finished: SystemTime,
    /// How long it took, retries and waits included.
    pub duration: Duration,
    /// How many times it was sent.
    pub attempts: u32,
}

#[derive(Serialize, Deserialize)]
struct ResultLine<'a> {
    id: String,
    custom_id: Option<String>,
    #[serde(borrow)]
    response: Option<Response<'a>>,
    error: Option<Failure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    facts: Option<Facts>,
}

#[derive(Serialize, Deserialize)]
struct Response<'a> {
    status_code: u16,
    request_id: Option<String>,
    #[serde(borrow)]
    body: Option<&'a RawValue>,
}

/// Why there is no answer.
#[derive(Serialize, Deserialize)]
struct Failure {
    code: Option<String>,
    message: String,
    /// Status of the answer, where there was one.
    status: Option<u16>,
    /// How many times the request was sent; 0 when it never left.
    #[serde(default)]
    attempts: u32,
    /// The line of the input.
    line: Option<u64>,
}

#[derive(Serialize, Deserialize)]
struct Facts {
    /// The line of the input.
    line: u64,
    /// The model that was asked for; none where several were, or none could be read.
    model: Option<String>,
    /// When it ended, in milliseconds since 1970.
    finished_at: u64,
    /// How long it took, retries and waits included, in milliseconds.
    duration_ms: u64,
    /// How many times the request was sent; 0 when it never left.
    attempts: u32,
}

/// A good answer as a line.
pub(super) fn answered(item: &Item, sent: Sent, status: StatusCode, request_id: Option<&str>, body: &str) -> Vec<u8> {
    // The body was read, so that it is known to be JSON: line ends stand between its parts only.
    let body: &RawValue = serde_json::from_str(body).unwrap_or(RawValue::NULL);
    write(&ResultLine {
        id: result_id(item.identity()),
        custom_id: Some(item.id.clone()),
        response: Some(Response {
            status_code: status.as_u16(),
            request_id: request_id.map(str::to_owned),
            body: Some(body),
        }),
        error: None,
        facts: Some(facts(item, sent)),
    })
}

/// A request that failed for good as a line.
pub(super) fn failed(item: &Item, sent: Sent, error: &Error) -> Vec<u8> {
    let body = error.api_error().and_then(|error| serde_json::value::to_raw_value(&error.body).ok());
    write(&ResultLine {
        id: result_id(item.identity()),
        custom_id: Some(item.id.clone()),
        response: error.status().map(|status| Response {
            status_code: status.as_u16(),
            request_id: error.request_id().map(str::to_owned),
            body: body.as_deref(),
        }),
        error: Some(Failure {
            code: Some(error.code().to_owned()),
            message: error.to_string(),
            status: error.status().map(|status| status.as_u16()),
            attempts: sent.attempts,
            line: Some(item.number),
        }),
        facts: Some(facts(item, sent)),
    })
}

/// A line of the input that was not asked as a line.
pub(super) fn rejected(rejected: &Rejected) -> Vec<u8> {
    write(&ResultLine {
        id: result_id(rejected.identity()),
        custom_id: rejected.id.clone(),
        response: None,
        error: Some(Failure {
            code: Some(rejected.code.to_owned()),
            message: format!("{}{}", line_prefix(rejected.number), rejected.message),
            status: None,
            attempts: 0,
            line: Some(rejected.number),
        }),
        facts: None,
    })
}

/// What the message of a line that was not asked begins with.
fn line_prefix(line: u64) -> String {
    format!("line {line}: ")
}

fn facts(item: &Item, sent: Sent) -> Facts {
    let milliseconds = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    Facts {
        line: item.number,
        model: Some(item.model.clone()).filter(|model| !model.is_empty()),
        finished_at: sent.finished.duration_since(SystemTime::UNIX_EPOCH).map_or(0, milliseconds),
        duration_ms: milliseconds(sent.duration),
        attempts: sent.attempts,
    }
}

/// The same for the same request in every run.
fn result_id(identity: Identity) -> String {
    format!("batch_req_{:032x}", identity.bits())
}

fn write(line: &ResultLine<'_>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(256);
    // Strings and numbers can be written always; an empty line would be passed over by every reader.
    let _ = serde_json::to_writer(&mut bytes, line);
    for byte in &mut bytes {
        if matches!(byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
    bytes.push(b'\n');
    bytes
}

/// What an earlier run, or another machine, has written.
#[derive(Debug)]
pub(super) struct Earlier {
    pub identity: Identity,
    /// What it came to.
    pub used: Used,
}

/// Reads a line of an output; why it is none otherwise.
pub(super) fn parse(line: &[u8]) -> Result<Earlier, String> {
    let text = std::str::from_utf8(line).map_err(|_| "is not in UTF-8".to_owned())?;
    if !text.trim_start().starts_with('{') {
        return Err("is not a JSON object".into());
    }
    let line: ResultLine<'_> = serde_json::from_str(text).map_err(|error| format!("is no result: {error}"))?;
    let failure_line = line.error.as_ref().and_then(|error| error.line);
    let identity = match (&line.custom_id, failure_line) {
        (Some(id), _) => Identity::of(id),
        (None, Some(number)) => Identity::of_line(number),
        (None, None) => return Err("is no result: it has no `custom_id`".into()),
    };
    let asked = line.facts.and_then(|facts| facts.model).unwrap_or_default();
    let used = match (line.error, line.response) {
        (Some(failure), _) => {
            let message = failure.line.and_then(|line| failure.message.strip_prefix(&line_prefix(line)));
            let message = message.unwrap_or(&failure.message);
            Used::failed(&asked, failure.code.as_deref().unwrap_or_default(), message)
        }
        (None, Some(Response { status_code, .. })) if !(200..300).contains(&status_code) => {
            Used::failed(&asked, "", &format!("the answer has the status {status_code}"))
        }
        (None, Some(response)) => match read(response.body.map_or("null", RawValue::get), &asked) {
            Answer::Good(used) => used,
            Answer::Error | Answer::Unreadable(_) => Used { has_answer: true, model: asked, ..Used::default() },
        },
        (None, None) => return Err("is no result: it has neither a `response` nor an `error`".into()),
    };
    Ok(Earlier { identity, used })
}

/// Whether these bytes may be the beginning of a line that was being written when the system went down.
pub(super) fn may_be_torn(bytes: &[u8]) -> bool {
    const BEGINNING: &[u8] = b"{\"id\":\"batch_req_";
    // Some file systems grow a file before they write to it.
    let written = bytes.iter().position(|&byte| byte == 0).map_or(bytes, |end| &bytes[..end]);
    let common = written.len().min(BEGINNING.len());
    written[..common] == BEGINNING[..common]
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn item() -> Item {
        super::super::item::parse(3, &br#"{"custom_id":"a\n","body":{"model":"m"}}"#.to_vec().into(), None).unwrap()
    }

    fn sent() -> Sent {
        Sent {
            finished: SystemTime::UNIX_EPOCH + Duration::from_millis(1500),
            duration: Duration::from_millis(20),
            attempts: 2,
        }
    }

    fn json_of(line: &[u8]) -> Value {
        assert_eq!(line.iter().filter(|&&byte| byte == b'\n' || byte == b'\r').count(), 1);
        serde_json::from_slice(line).unwrap()
    }

    #[test]
    fn an_answer_is_one_line_whatever_its_body_looks_like() {
        let body = "{\r\n  \"object\": \"x\",\n \"text\": \"a\\nb\",\"model\":\"m\",\"usage\":{\"input_tokens\":2}\n}";
        let line = answered(&item(), sent(), StatusCode::OK, Some("req_1"), body);
        let id = format!("batch_req_{:032x}", Identity::of("a\n").bits());
        assert_eq!(
            json_of(&line),
            json!({
                "id": id, "custom_id": "a\n", "error": null,
                "response": { "status_code": 200, "request_id": "req_1",
                    "body": { "object": "x", "text": "a\nb", "model": "m", "usage": { "input_tokens": 2 } } },
                "facts": { "line": 3, "model": "m", "finished_at": 1500, "duration_ms": 20, "attempts": 2 },
            })
        );
        let earlier = parse(&line).unwrap();
        assert_eq!((earlier.identity, earlier.used.input_tokens), (Identity::of("a\n"), 2));
    }

    #[test]
    fn a_line_that_was_not_asked_says_its_number_and_is_nobodys_id() {
        let line = rejected(&Rejected::repeated(9, "a"));
        let written = json_of(&line);
        assert_eq!((&written["custom_id"], &written["error"]["line"]), (&Value::Null, &json!(9)));
        assert_eq!(written["error"]["code"], "repeated_custom_id");
        let earlier = parse(&line).unwrap();
        assert_eq!(earlier.identity, Identity::of_line(9));
        assert!(!earlier.used.has_answer);
    }

    #[test]
    fn what_other_tools_write_is_read_and_what_is_no_result_is_not() {
        let foreign = br#"{"id":"batch_req_1","custom_id":"a","response":{"status_code":200,"request_id":"r","body":{"object":"x"}},"error":null}"#;
        assert!(parse(foreign).unwrap().used.has_answer);
        let refused = br#"{"id":"1","custom_id":"a","response":{"status_code":400,"body":{}},"error":null}"#;
        assert!(!parse(refused).unwrap().used.has_answer);
        for line in
            [&b"{"[..], b"[]", b"", b"\xff", br#"{"custom_id":"a","body":{}}"#, br#"{"id":"1","custom_id":"a"}"#]
        {
            assert!(parse(line).is_err(), "{}", String::from_utf8_lossy(line));
        }
    }

    #[test]
    fn only_the_beginning_of_a_result_may_be_torn() {
        for bytes in [&b""[..], b"{", b"{\"id\":\"batch_req_00", b"\0\0\0", b"{\"id\0\0"] {
            assert!(may_be_torn(bytes));
        }
        for bytes in [&b"x"[..], b"{\"custom_id\"", b"{\"id\":\"x\"}"] {
            assert!(!may_be_torn(bytes));
        }
    }
}
