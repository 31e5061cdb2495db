//! The bytes that are served, made once for each kind of answer.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use crate::spec::Shape;

/// So many different chunks are prepared; a longer stream repeats them.
const BLOCK: usize = 1024;
/// So many chunks of reasoning or of one tool call come in a row.
const RUN: usize = 128;

const WORDS: [&str; 16] = [
    " the",
    " answer",
    " depends",
    " on",
    " how",
    " many",
    " requests",
    " are",
    " open",
    " at",
    " once",
    ",",
    " and",
    " whether",
    " they",
    ".",
];
const WIDE_WORDS: [&str; 16] = [
    "答案",
    "取决于",
    "同时",
    "打开",
    "多少",
    "请求",
    "，",
    "以及",
    " ответ",
    " зависит",
    " от",
    " того",
    " größer",
    " où",
    "。",
    "🙂",
];

/// The parts of a stream.
#[derive(Debug)]
pub struct Script {
    /// The first chunk, which names the role.
    pub opening: Bytes,
    /// The chunks that bring the answer, one behind the other.
    pub block: Bytes,
    /// Where each of them ends.
    pub ends: Vec<usize>,
    /// The chunk with the finish reason, the one with the usage, and `[DONE]`.
    pub closing: Bytes,
}

/// Everything that was prepared so far.
#[derive(Debug, Default)]
pub struct Scripts {
    streams: Mutex<HashMap<Shape, Arc<Script>>>,
    documents: Mutex<HashMap<usize, Bytes>>,
}

impl Scripts {
    /// The parts of a stream of this shape.
    pub fn stream(&self, shape: Shape) -> Arc<Script> {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(streams.entry(shape).or_insert_with(|| Arc::new(Script::new(shape))))
    }

    /// A completion whose text has `size` bytes.
    pub fn document(&self, size: usize) -> Bytes {
        let mut documents = self.documents.lock().unwrap_or_else(PoisonError::into_inner);
        documents.entry(size).or_insert_with(|| document(size)).clone()
    }
}

impl Script {
    fn new(shape: Shape) -> Self {
        let mut block = String::new();
        let mut ends = Vec::with_capacity(BLOCK);
        for at in 0..BLOCK {
            block.push_str(&piece(shape, at));
            ends.push(block.len());
        }
        let reason = if shape == Shape::Tools { "tool_calls" } else { "stop" };
        Self {
            opening: chunk(r#""role":"assistant","content":"""#, "null", 0).into(),
            block: block.into(),
            ends,
            closing: closing(reason).into(),
        }
    }

    /// The bytes of the chunks `from..to` of the block.
    pub fn slice(&self, from: usize, to: usize) -> Bytes {
        let start = if from == 0 { 0 } else { self.ends[from - 1] };
        self.block.slice(start..self.ends[to - 1])
    }
}

fn piece(shape: Shape, at: usize) -> String {
    let word = WORDS[at % WORDS.len()];
    match shape {
        Shape::Text => text(word),
        Shape::Wide => text(WIDE_WORDS[at % WIDE_WORDS.len()]),
        Shape::Tools => chunk(&tool_call(at), "null", 0),
        Shape::Reasoning if (at / RUN).is_multiple_of(2) => {
            chunk(&format!(r#""reasoning_content":"{word}""#), "null", 0)
        }
        Shape::Reasoning => text(word),
        Shape::Logprobs => chunk(&format!(r#""content":"{word}""#), &logprobs(word, at), 0),
        Shape::Created => chunk(&format!(r#""content":"{word}""#), "null", at),
        Shape::Varied => chunk(&varied(word, at), "null", 0),
        Shape::Mixed => chunk(&mixed(word, at), "null", 0),
    }
}

fn text(word: &str) -> String {
    chunk(&format!(r#""content":"{word}""#), "null", 0)
}

fn varied(word: &str, at: usize) -> String {
    match at % 4 {
        0 => format!(r#""content":"{word}""#),
        1 => format!(r#""role":"assistant","content":"{word}""#),
        2 => format!(r#""content":"{word}","refusal":null"#),
        _ => format!(r#""reasoning_content":null,"content":"{word}""#),
    }
}

/// Sixteen forms in turn: each of four fields is there or is not.
fn mixed(word: &str, at: usize) -> String {
    let fields = [r#""role":"assistant""#, r#""refusal":null"#, r#""reasoning":null"#, r#""audio":null"#];
    let present = fields.iter().enumerate().filter(|(bit, _)| at >> bit & 1 == 1);
    present.fold(format!(r#""content":"{word}""#), |delta, (_, field)| format!("{delta},{field}"))
}

/// A chunk that tells when it was sent, in nanoseconds of the monotonic clock.
pub fn stamped(now: u64) -> Bytes {
    text(&format!("@{now:016} ")).into()
}

fn chunk(delta: &str, logprobs: &str, second: usize) -> String {
    let created = 1_790_000_000 + second;
    format!(
        "data: {{\"id\":\"chatcmpl-CpZ7YkQw2mVx9RbT4sLf8NdHgJ3K\",\"object\":\"chat.completion.chunk\",\
         \"created\":{created},\"model\":\"gpt-5.2-2026-10-01\",\"service_tier\":\"default\",\
         \"system_fingerprint\":\"fp_50cad350e4\",\
         \"choices\":[{{\"index\":0,\"delta\":{{{delta}}},\"logprobs\":{logprobs},\"finish_reason\":null}}]}}\n\n"
    )
}

fn tool_call(at: usize) -> String {
    let (call, step) = (at / RUN, at % RUN);
    if step == 0 {
        return format!(
            r#""tool_calls":[{{"index":{call},"id":"call_{call:024}","type":"function","function":{{"name":"look_up","arguments":""}}}}]"#
        );
    }
    let arguments = match step {
        1 => r#"{\"words\":[0"#.to_owned(),
        last if last == RUN - 1 => "]}".to_owned(),
        other => format!(",{other}"),
    };
    format!(r#""tool_calls":[{{"index":{call},"function":{{"arguments":"{arguments}"}}}}]"#)
}

fn logprobs(word: &str, at: usize) -> String {
    let probability = |rank: usize| -0.0001 - (at % 97) as f64 / 89.0 - rank as f64;
    let token = |word: &str, rank: usize| {
        let bytes: Vec<String> = word.bytes().map(|byte| byte.to_string()).collect();
        format!(r#""token":"{word}","logprob":{:.8},"bytes":[{}]"#, probability(rank), bytes.join(","))
    };
    let mut top = String::new();
    for rank in 0..3 {
        let _ =
            write!(top, "{}{{{}}}", if rank == 0 { "" } else { "," }, token(WORDS[(at + rank) % WORDS.len()], rank));
    }
    format!(r#"{{"content":[{{{},"top_logprobs":[{top}]}}],"refusal":null}}"#, token(word, 0))
}

fn closing(reason: &str) -> String {
    let last = chunk("", "null", 0).replace(r#""finish_reason":null"#, &format!(r#""finish_reason":"{reason}""#));
    let (head, _) = last.split_once("\"choices\"").unwrap_or((&last, ""));
    format!("{last}{head}\"choices\":[],\"usage\":{USAGE}}}\n\ndata: [DONE]\n\n")
}

const USAGE: &str = r#"{"prompt_tokens":12,"completion_tokens":100,"total_tokens":112}"#;

fn document(size: usize) -> Bytes {
    let content: String = WORDS.iter().cycle().flat_map(|word| word.chars()).take(size).collect();
    format!(
        r#"{{"id":"chatcmpl-CpZ7YkQw2mVx9RbT4sLf8NdHgJ3K","object":"chat.completion","created":1790000000,"model":"gpt-5.2-2026-10-01","service_tier":"default","system_fingerprint":"fp_50cad350e4","choices":[{{"index":0,"message":{{"role":"assistant","content":"{content}","refusal":null}},"logprobs":null,"finish_reason":"stop"}}],"usage":{USAGE}}}"#
    )
    .into()
}

/// The body of a refused request.
pub fn error(why: &str) -> Bytes {
    format!(r#"{{"error":{{"message":"{why}","type":"invalid_request_error","code":null,"param":null}}}}"#).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_of_text_has_the_size_that_the_goals_were_set_for() {
        let script = Script::new(Shape::Text);
        let mean = script.block.len() / BLOCK;
        assert!((280..=300).contains(&mean), "{mean}");
    }

    #[test]
    fn slices_follow_one_another_without_a_gap() {
        let text = [Shape::Text, Shape::Wide, Shape::Created, Shape::Varied, Shape::Mixed];
        for shape in text.into_iter().chain([Shape::Tools, Shape::Reasoning, Shape::Logprobs]) {
            let script = Script::new(shape);
            let joined = [script.slice(0, 1), script.slice(1, 10), script.slice(10, BLOCK)].concat();
            assert_eq!(joined, script.block);
            assert!(script.slice(3, 4).ends_with(b"\n\n"));
        }
    }
}
