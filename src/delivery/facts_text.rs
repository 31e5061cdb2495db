//! The facts of attempts as they cross: the text of a JSON array with one array for each attempt, which JavaScript reads
//! only if somebody asks for them. `ts/native/attempt-facts.ts` names the places.

use std::time::{Duration, SystemTime};

use auriko::transport::AttemptFacts;
use http::Version;

/// The facts of these attempts.
pub fn facts_text(attempts: &[AttemptFacts]) -> String {
    let mut out = String::with_capacity(2 + attempts.len() * 96);
    out.push('[');
    for (at, facts) in attempts.iter().enumerate() {
        out.push_str(if at == 0 { "[" } else { ",[" });
        write_one(facts, &mut out);
        out.push(']');
    }
    out.push(']');
    out
}

fn write_one(facts: &AttemptFacts, out: &mut String) {
    let started = facts.started.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    number(out, facts.number.into());
    milliseconds(out, Some(started));
    milliseconds(out, facts.headers);
    milliseconds(out, facts.first_event);
    milliseconds(out, facts.end);
    number(out, facts.sent);
    number(out, facts.received);
    word(out, facts.version.and_then(version));
    out.push_str(facts.reused.map_or("null,", |reused| if reused { "true," } else { "false," }));
    match facts.status {
        Some(status) => number(out, status.as_u16().into()),
        None => out.push_str("null,"),
    }
    number(out, facts.redirects.into());
    word(out, facts.failure);
    milliseconds(out, facts.wait.map(|(delay, _)| delay));
    word(out, facts.wait.map(|(_, reason)| reason.name()));
    milliseconds(out, facts.queued);
    out.pop();
}

/// The words of the option `httpVersion`.
fn version(version: Version) -> Option<&'static str> {
    match version {
        Version::HTTP_10 => Some("1.0"),
        Version::HTTP_11 => Some("1.1"),
        Version::HTTP_2 => Some("2"),
        _ => None,
    }
}

fn number(out: &mut String, value: u64) {
    out.push_str(itoa::Buffer::new().format(value));
    out.push(',');
}

/// Whole microseconds: finer than anything that a clock of a network tells.
fn milliseconds(out: &mut String, duration: Option<Duration>) {
    let Some(duration) = duration else {
        out.push_str("null,");
        return;
    };
    let micros = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX);
    let mut digits = itoa::Buffer::new();
    out.push_str(digits.format(micros / 1000));
    // Four digits of which the first gives way to the point: those behind a point keep their zeros.
    out.push('.');
    out.push_str(&digits.format(1000 + micros % 1000)[1..]);
    out.push(',');
}

/// Words of our own, which need no escaping.
fn word(out: &mut String, word: Option<&str>) {
    match word {
        Some(word) => {
            out.push('"');
            out.push_str(word);
            out.push_str("\",");
        }
        None => out.push_str("null,"),
    }
}

#[cfg(test)]
mod tests {
    use auriko::transport::WaitReason;
    use http::{StatusCode, Version};

    use super::*;

    #[test]
    fn every_fact_has_its_place() {
        let mut facts = AttemptFacts::new(1, SystemTime::UNIX_EPOCH + Duration::from_millis(1500), 10);
        facts.headers = Some(Duration::from_micros(2500));
        facts.end = Some(Duration::from_millis(3));
        facts.received = 20;
        facts.version = Some(Version::HTTP_2);
        facts.reused = Some(false);
        facts.status = Some(StatusCode::SERVICE_UNAVAILABLE);
        facts.failure = Some("status");
        facts.wait = Some((Duration::from_secs(1), WaitReason::RetryAfter));
        facts.queued = Some(Duration::from_millis(7));
        let text = r#"[1,1500.000,2.500,null,3.000,10,20,"2",false,503,0,"status",1000.000,"retry-after",7.000]"#;
        assert_eq!(facts_text(&[facts.clone()]), format!("[{text}]"));
        assert_eq!(facts_text(&[facts.clone(), facts]), format!("[{text},{text}]"));
        assert_eq!(facts_text(&[]), "[]");
    }
}
