//! Any bytes in any pieces: no panic, and the same events as in one piece.
#![no_main]

use std::ops::ControlFlow;

use auriko::transport::sse::Parser;
use libfuzzer_sys::fuzz_target;

type Events = Vec<(String, String, String)>;

fn events<'a>(pieces: impl Iterator<Item = &'a [u8]>) -> Result<Events, ()> {
    let mut parser = Parser::new(4096);
    let mut events = Vec::new();
    for piece in pieces {
        let fed = parser.feed(piece, |event| {
            events.push((event.data.into_owned(), event.name.into_owned(), event.id.into_owned()));
            ControlFlow::Continue(())
        });
        fed.map_err(drop).map(drop)?;
    }
    Ok(events)
}

fuzz_target!(|input: (Vec<u8>, u8)| {
    let (bytes, size) = input;
    let whole = events(std::iter::once(&bytes[..]));
    let split = events(bytes.chunks(usize::from(size).max(1)));
    assert_eq!(whole, split);
});
