//! Packed bodies: any bytes in any pieces do no harm, and what was packed comes out as it was.
#![no_main]

use std::io::Write;

use arbitrary::Arbitrary;
use auriko::transport::Error;
use auriko::transport::unpack::Unpacker;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::HeaderMap;
use http::header::CONTENT_ENCODING;
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
enum Body {
    /// Whatever a server may send under that name.
    Anything(Vec<u8>),
    /// One or more packed parts, one behind the other, each a text that repeats.
    Packed(Vec<(Vec<u8>, u8)>),
    /// The same with a byte changed.
    Damaged { text: Vec<u8>, at: u16, byte: u8 },
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).unwrap_or_default()
}

fn unpack(packed: &[u8], size: usize) -> Result<Vec<u8>, Error> {
    let mut answer = HeaderMap::from_iter([(CONTENT_ENCODING, http::HeaderValue::from_static("gzip"))]);
    let mut unpacker = Unpacker::for_answer(&HeaderMap::new(), &mut answer)?.expect("gzip was said");
    let mut whole = Vec::new();
    for piece in packed.chunks(size.max(1)) {
        unpacker.push(Bytes::copy_from_slice(piece));
        while let Some(step) = unpacker.step()? {
            assert!(step.len() <= 1024 * 1024, "a step brought {} bytes", step.len());
            whole.extend_from_slice(&step);
        }
    }
    whole.extend_from_slice(&unpacker.finish()?);
    Ok(whole)
}

fuzz_target!(|input: (Body, u8)| {
    let (body, size) = input;
    let (packed, expected) = match body {
        Body::Anything(bytes) => (bytes, None),
        Body::Packed(parts) => {
            let texts: Vec<Vec<u8>> = parts.iter().map(|(text, times)| text.repeat(usize::from(*times))).collect();
            (texts.iter().flat_map(|text| gzip(text)).collect(), Some(texts.concat()))
        }
        Body::Damaged { text, at, byte } => {
            let mut packed = gzip(&text);
            let at = usize::from(at) % packed.len();
            packed[at] = byte;
            (packed, None)
        }
    };
    let (whole, split) = (unpack(&packed, packed.len()), unpack(&packed, usize::from(size)));
    assert_eq!(whole.is_ok(), split.is_ok());
    if let (Ok(whole), Ok(split)) = (whole, split) {
        assert_eq!(whole, split);
        if let Some(expected) = expected {
            assert_eq!(whole, expected);
        }
    }
});
