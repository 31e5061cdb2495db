//! Streams at the caps, as a server that means harm would cut them. Work that grew with the square of what came would not
//! end here: each of these would take hours.

use std::ops::ControlFlow;

use super::{Parser, TooLong};

const MIB: usize = 1024 * 1024;

/// How many events come of pieces, and the length of the id of the last.
fn events<'a>(limit: usize, pieces: impl IntoIterator<Item = &'a [u8]>) -> Result<(usize, usize), TooLong> {
    let mut parser = Parser::new(limit);
    let mut seen = (0, 0);
    for piece in pieces {
        let flow = parser.feed(piece, |event| {
            seen = (seen.0 + 1, event.id.len());
            ControlFlow::Continue(())
        })?;
        assert!(flow.is_continue());
    }
    Ok(seen)
}

#[test]
fn blanks_one_by_one_are_each_looked_at_once() {
    let blank: &[u8] = b" ";
    assert_eq!(events(4 * MIB, std::iter::repeat_n(blank, 4 * MIB)), Ok((0, 0)));
    assert_eq!(events(4 * MIB, std::iter::repeat_n(blank, 4 * MIB + 1)), Err(TooLong { limit: 4 * MIB }));
}

#[test]
fn a_line_that_comes_byte_by_byte_is_read_once() {
    let line = [b"data: ".to_vec(), vec![b'x'; 4 * MIB], b"\n\n".to_vec()].concat();
    assert_eq!(events(5 * MIB, line.chunks(1)), Ok((1, 0)));
}

#[test]
fn an_event_of_empty_lines_is_read_once() {
    let event = [b"data:\n".repeat(MIB), b"\n".to_vec()].concat();
    assert_eq!(events(2 * MIB, event.chunks(7)), Ok((1, 0)));
}

#[test]
fn an_id_is_not_brought_along_with_each_event_when_it_is_long() {
    let long = [b"id: ".to_vec(), vec![b'x'; 4 * MIB], b"\n".to_vec()].concat();
    let events_behind = b"data:x\n\n".repeat(MIB);
    assert_eq!(events(5 * MIB, [&long[..], &events_behind]), Ok((MIB, 0)));
    let short = [b"id: ".to_vec(), vec![b'x'; 1024], b"\ndata\n\n".to_vec(), long].concat();
    assert_eq!(events(5 * MIB, [&short[..], b"data\n\n"]), Ok((2, 1024)));
}
