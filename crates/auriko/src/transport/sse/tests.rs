use std::ops::ControlFlow;

use proptest::prelude::*;

use super::{Parser, TooLong};

type Events = Vec<(String, String, String)>;

fn parse_pieces<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Events {
    let mut parser = Parser::new(1 << 20);
    let mut events = Vec::new();
    for piece in pieces {
        let flow = parser
            .feed(piece, |event| {
                events.push((event.data.into_owned(), event.name.into_owned(), event.id.into_owned()));
                ControlFlow::Continue(())
            })
            .unwrap();
        assert_eq!(flow, ControlFlow::Continue(()));
    }
    events
}

fn parse(bytes: &[u8]) -> Events {
    parse_pieces([bytes])
}

fn data_of(bytes: &[u8]) -> Vec<String> {
    parse(bytes).into_iter().map(|event| event.0).collect()
}

/// The standard's algorithm, written down as plainly as possible: decode all, split all, interpret. What begins like a
/// document is none of its business.
fn reference(bytes: &[u8]) -> Events {
    let mut visible =
        bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).iter().filter(|byte| !byte.is_ascii_whitespace());
    if matches!(visible.next(), Some(b'{' | b'[' | b'<')) {
        return Events::new();
    }
    let decoded = String::from_utf8_lossy(bytes).into_owned();
    let text = decoded.strip_prefix('\u{feff}').unwrap_or(&decoded);
    // A document in place of events is none of them; it has a test of its own.
    if text.trim_start_matches(|char: char| char.is_ascii_whitespace()).starts_with(['{', '[', '<']) {
        return Vec::new();
    }
    let unix = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<&str> = unix.split('\n').collect();
    lines.pop();
    let (mut events, mut data, mut name, mut id) = (Vec::new(), Vec::<&str>::new(), String::new(), String::new());
    for line in lines {
        if line.is_empty() {
            if !data.is_empty() {
                events.push((data.join("\n"), name.clone(), id.clone()));
            }
            data.clear();
            name.clear();
            continue;
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "data" => data.push(value),
            "event" => name = value.into(),
            "id" if !value.contains('\0') => id = value.into(),
            _ => {}
        }
    }
    events
}

#[test]
fn an_event_is_its_data_lines_joined_by_line_feeds() {
    assert_eq!(data_of(b"data: a\ndata:b\ndata\ndata:  c\n\n"), ["a\nb\n\n c"]);
}

#[test]
fn every_line_end_of_the_standard_ends_a_line() {
    assert_eq!(data_of(b"data: a\n\ndata: b\r\n\r\ndata: c\r\rdata: d\r\n\n"), ["a", "b", "c", "d"]);
}

#[test]
fn a_byte_order_mark_is_dropped_only_at_the_start() {
    assert_eq!(data_of(b"\xef\xbb\xbfdata: a\n\n\xef\xbb\xbfdata: b\n\n"), ["a"]);
    assert_eq!(parse_pieces([&b"\xef"[..], b"\xbb", b"\xbf", b"data: a\n\n"])[0].0, "a");
    assert_eq!(data_of(b"\xef\xbbdata: a\n\n"), [""; 0]);
}

#[test]
fn comments_and_unknown_fields_are_ignored() {
    assert_eq!(data_of(b": keep-alive\n\nfoo: bar\ndata: a\n:x\n\n"), ["a"]);
}

#[test]
fn names_last_for_one_event_and_ids_until_the_next() {
    let events = parse(b"id: 1\nevent: x\ndata: a\n\ndata: b\n\nid: 2\0\ndata: c\n\nid\ndata: d\n\n");
    let rest: Vec<_> = events.iter().map(|event| (event.1.as_str(), event.2.as_str())).collect();
    assert_eq!(rest, [("x", "1"), ("", "1"), ("", "1"), ("", "")]);
}

#[test]
fn empty_data_is_an_event_and_an_event_without_data_is_none() {
    assert_eq!(data_of(b"data\n\ndata:\n\nevent: x\n\n"), ["", ""]);
}

#[test]
fn an_event_without_its_blank_line_is_not_dispatched() {
    assert_eq!(data_of(b"data: a\n\ndata: b\n"), ["a"]);
}

#[test]
fn unicode_separators_do_not_end_a_line() {
    assert_eq!(data_of("data: a\u{2028}b\u{85}c\n\n".as_bytes()), ["a\u{2028}b\u{85}c"]);
}

#[test]
fn invalid_utf8_is_replaced_and_later_events_survive() {
    assert_eq!(data_of(b"data: a\xffb\n\ndata: c\n\n"), ["a\u{fffd}b", "c"]);
}

#[test]
fn retry_takes_digits_only() {
    let mut parser = Parser::new(100);
    let mut feed = |bytes: &[u8]| {
        assert!(parser.feed(bytes, |_| ControlFlow::Continue(())).unwrap().is_continue());
        parser.retry()
    };
    assert_eq!(feed(b"retry: 12\n"), Some(12));
    assert_eq!(feed(b"retry: 1x\nretry: -3\nretry\n"), Some(12));
}

#[test]
fn a_sink_that_breaks_sees_nothing_more() {
    let mut seen = 0;
    let flow = Parser::new(100).feed(b"data: a\n\ndata: b\n\n", |_| {
        seen += 1;
        ControlFlow::Break(())
    });
    assert_eq!((flow, seen), (Ok(ControlFlow::Break(())), 1));
}

#[test]
fn a_line_or_event_over_the_limit_is_refused() {
    let feed = |pieces: &[&[u8]]| {
        let mut parser = Parser::new(16);
        pieces.iter().try_for_each(|piece| parser.feed(piece, |_| ControlFlow::Continue(())).map(drop))
    };
    assert_eq!(feed(&[b"data: 1234567890"]), Ok(()));
    assert_eq!(feed(&[b"data: 12345678901"]), Err(TooLong { limit: 16 }));
    assert_eq!(feed(&[b"data: 1234567", b"89012\n\n"]), Err(TooLong { limit: 16 }));
    assert_eq!(feed(&[b"data: 12345678\ndata: 12345678\n\n"]), Err(TooLong { limit: 16 }));
    assert_eq!(feed(&[b"data: 12345678901234567\n\n"]), Err(TooLong { limit: 16 }));
}

/// Lines that exercise every rule, and raw bytes that exercise none in particular.
fn streams() -> impl Strategy<Value = Vec<u8>> {
    let line = prop_oneof![
        5 => "data: ?[a-zé\u{2028}:{}\"]{0,12}".prop_map(String::into_bytes),
        1 => "(event|id|retry|data|:|x): ?[a-z0-9]{0,4}".prop_map(String::into_bytes),
        3 => Just(Vec::new()),
        1 => prop::collection::vec(any::<u8>(), 0..8),
    ];
    let end = prop_oneof![Just(&b"\n"[..]), Just(&b"\r\n"[..]), Just(&b"\r"[..])];
    (any::<bool>(), prop::collection::vec((line, end), 0..24)).prop_map(|(bom, lines)| {
        let mut bytes = if bom { b"\xef\xbb\xbf".to_vec() } else { Vec::new() };
        for (line, end) in lines {
            bytes.extend(line);
            bytes.extend(end);
        }
        bytes
    })
}

proptest! {
    #[test]
    fn any_chunking_gives_the_same_events(bytes in streams(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..12)) {
        let mut at: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        at.extend([0, bytes.len()]);
        at.sort_unstable();
        let pieces = at.windows(2).map(|pair| &bytes[pair[0]..pair[1]]);
        prop_assert_eq!(parse_pieces(pieces), reference(&bytes));
    }

    #[test]
    fn one_byte_at_a_time_gives_the_same_events(bytes in streams()) {
        prop_assert_eq!(parse_pieces(bytes.chunks(1)), reference(&bytes));
    }
}

#[test]
fn what_begins_with_half_a_byte_order_mark_is_no_document() {
    for bytes in [&b"\xef<\ndata: a\n\n"[..], b"\xef\xbb{\ndata: a\n\n", b"\xef\xbb\xbf\xef[\ndata: a\n\n"] {
        assert_eq!(data_of(bytes), ["a"]);
        assert_eq!(parse_pieces(bytes.chunks(1)), reference(bytes));
    }
}

#[test]
fn a_document_in_place_of_events_is_handed_out_whole_at_the_end() {
    let text = " \n{\"error\":\n {\"message\": \"no such model\"}}";
    for size in 1..text.len() {
        let mut parser = Parser::new(1024);
        let mut seen = Vec::new();
        for piece in text.as_bytes().chunks(size) {
            let fed = parser.feed(piece, |event| {
                seen.push(event.data.into_owned());
                ControlFlow::Continue(())
            });
            assert!(fed.is_ok());
        }
        assert!(seen.is_empty());
        parser.finish(|event| {
            seen.push(event.data.into_owned());
            ControlFlow::Continue(())
        });
        let read: serde_json::Value = serde_json::from_str(&seen[0]).unwrap();
        assert_eq!(read["error"]["message"], "no such model");
    }
}

#[test]
fn a_field_that_servers_report_failures_in_becomes_an_event_that_says_so() {
    for (value, expected) in [("{\"code\":5}", "{\"error\":{\"code\":5}}"), ("it broke", "{\"error\":\"it broke\"}")] {
        let mut seen = Vec::new();
        let fed = Parser::new(1024).feed(format!("error: {value}\n\n").as_bytes(), |event| {
            seen.push(event.data.into_owned());
            ControlFlow::Continue(())
        });
        assert!(fed.is_ok());
        assert_eq!(seen, [expected]);
    }
}
