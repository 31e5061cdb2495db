//! Any file in any pieces: the same lines as in one piece, each where it says, and no line panics whoever reads it.
#![no_main]

use std::io::BufReader;

use auriko::batch::pieces::{Content, Line, LineReader, judge_request, judge_result};
use libfuzzer_sys::fuzz_target;

const LIMIT: usize = 1000;

fn lines(bytes: &[u8], buffer: usize) -> Vec<Line> {
    let mut reader = LineReader::new(BufReader::with_capacity(buffer, bytes), LIMIT);
    std::iter::from_fn(|| reader.next_line().expect("memory can be read")).collect()
}

fuzz_target!(|input: (Vec<u8>, u8)| {
    let (bytes, size) = input;
    let whole = lines(&bytes, bytes.len().max(1));
    assert_eq!(whole, lines(&bytes, usize::from(size).max(1)));
    for line in whole {
        let Content::Bytes(content) = line.content else { continue };
        assert!(content.len() <= LIMIT && !content.contains(&b'\n'));
        judge_result(&content);
        judge_request(line.number, content);
    }
});
