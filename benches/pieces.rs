//! What an event costs on the network's thread: finding it, finding what is new in it, adding it to a batch,
//! making text of it.
#![allow(missing_docs, reason = "criterion's macros make functions without documentation")]

use std::hint::black_box;
use std::ops::ControlFlow;

use auriko::transport::sse::Parser;
use auriko_node::delivery::template::Encoder;
use auriko_node::delivery::{Batch, Text};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

const EVENTS: usize = 256;
const LIMIT: usize = 16 * 1024 * 1024;

const CHUNK: &str = concat!(
    r#"{"id":"chatcmpl-CpZ7YkQw2mVx9RbT4sLf8NdHgJ3K","object":"chat.completion.chunk","created":1790000000,"#,
    r#""model":"gpt-5.2-2026-10-01","service_tier":"default","system_fingerprint":"fp_50cad350e4","#,
    r#""choices":[{"index":0,"delta":{"content":" depends"},"logprobs":null,"finish_reason":null}]}"#
);

fn body(event: &str, line_end: &str) -> Vec<u8> {
    format!("data: {event}{line_end}{line_end}").repeat(EVENTS).into_bytes()
}

fn count(bytes: &[u8], piece: usize) -> usize {
    let mut parser = Parser::new(LIMIT);
    let mut count = 0;
    for bytes in bytes.chunks(piece) {
        let flow = parser.feed(bytes, |event| {
            count += black_box(event.data.len()).min(1);
            ControlFlow::Continue(())
        });
        assert!(flow.is_ok());
    }
    count
}

fn parser(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parser");
    group.throughput(Throughput::Elements(EVENTS as u64));
    let wide = CHUNK.replace(" depends", "取决于");
    let bodies = [("ascii", body(CHUNK, "\n")), ("wide", body(&wide, "\n")), ("crlf", body(CHUNK, "\r\n"))];
    for (name, bytes) in &bodies {
        for piece in [100, 1500, 65_536] {
            group.bench_with_input(BenchmarkId::new(*name, piece), bytes, |bencher, bytes| {
                bencher.iter(|| count(bytes, piece));
            });
        }
    }
    group.finish();
}

fn batch(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("batch");
    group.throughput(Throughput::Elements(EVENTS as u64));
    for (name, event) in [("ascii", CHUNK.to_owned()), ("wide", CHUNK.replace(" depends", "取决于"))] {
        group.bench_function(BenchmarkId::new("push", name), |bencher| {
            bencher.iter(|| {
                let mut batch = Batch::default();
                for _ in 0..EVENTS {
                    batch.push(black_box(&event));
                }
                black_box(batch.counted().len())
            });
        });
        group.bench_function(BenchmarkId::new("append", name), |bencher| {
            let mut single = Batch::default();
            single.push(&event);
            bencher.iter(|| {
                let mut batch = Batch::default();
                for _ in 0..EVENTS {
                    batch.append(black_box(&single));
                }
                black_box(batch.size())
            });
        });
    }
    group.finish();
}

fn text(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("text");
    group.throughput(Throughput::Elements(EVENTS as u64));
    for (name, word) in [("ascii", " depends"), ("latin1", " größer"), ("wide", "取决于")] {
        let event = CHUNK.replace(" depends", word);
        group.bench_function(BenchmarkId::new("push", name), |bencher| {
            bencher.iter(|| {
                let mut text = Text::default();
                for _ in 0..EVENTS {
                    text.push_str(black_box(&event));
                }
                black_box(text.len())
            });
        });
    }
    group.finish();
}

/// Events of one shape, of four in turn, and of more than templates are kept for.
fn template(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("template");
    group.throughput(Throughput::Elements(EVENTS as u64));
    let fields = ["role", "refusal", "reasoning", "audio", "name"];
    for shapes in [1, 4, 32] {
        let event = |at: usize| {
            let present = fields.iter().enumerate().filter(|(bit, _)| (at % shapes) >> bit & 1 == 1);
            let more: Vec<String> = present.map(|(_, field)| format!(r#","{field}":null"#)).collect();
            CHUNK.replace(r#"" depends""#, &format!(r#"" word {at}"{}"#, more.concat()))
        };
        let events: Vec<String> = (0..EVENTS).map(event).collect();
        group.bench_function(BenchmarkId::new("shapes", shapes), |bencher| {
            bencher.iter(|| {
                let (mut encoder, mut batch) = (Encoder::default(), Batch::default());
                for event in &events {
                    encoder.push(black_box(event), &mut batch);
                }
                black_box(batch.size())
            });
        });
    }
    group.finish();
}

criterion_group!(pieces, parser, batch, template, text);
criterion_main!(pieces);
