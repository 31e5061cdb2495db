//! Bodies that a server has packed.

use std::io::Write;

use bytes::{Buf, Bytes};
use flate2::write::MultiGzDecoder;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH};
use http::{HeaderMap, HeaderValue};

use super::error::Error;

/// What is asked for where the caller does not say.
pub const ACCEPTED: HeaderValue = HeaderValue::from_static("gzip");

/// So much packed data is unpacked in one go. A thousandfold at most, it is as much as may be handed on at once.
const STEP: usize = 512;
/// No text of an API is packed better; what is, was made to fill somebody's memory.
const MAX_RATIO: u64 = 200;
/// Below this it does no harm.
const HARMLESS: u64 = 8 * 1024 * 1024;

/// Unpacks a body step by step.
pub struct Unpacker {
    decoder: MultiGzDecoder<Vec<u8>>,
    waiting: Bytes,
    packed: u64,
    unpacked: u64,
}

impl Unpacker {
    /// What an answer with these headers needs; headers that the unpacked body does not have are taken away.
    ///
    /// # Errors
    /// [`Error::Encoding`] for an encoding that was not asked for.
    pub fn for_answer(asked: &HeaderMap, answer: &mut HeaderMap) -> Result<Option<Box<Self>>, Error> {
        let mut gzip = false;
        for value in answer.get_all(CONTENT_ENCODING) {
            for name in value.to_str().unwrap_or("?").split(',').map(str::trim) {
                match name.to_ascii_lowercase().as_str() {
                    "" | "identity" => {}
                    "gzip" | "x-gzip" if !gzip && accepts_gzip(asked) => gzip = true,
                    _ => return Err(Error::Encoding { reason: "it has a content encoding that was not asked for" }),
                }
            }
        }
        if !gzip {
            return Ok(None);
        }
        answer.remove(CONTENT_ENCODING);
        answer.remove(CONTENT_LENGTH);
        let decoder = MultiGzDecoder::new(Vec::new());
        Ok(Some(Box::new(Self { decoder, waiting: Bytes::new(), packed: 0, unpacked: 0 })))
    }

    /// Takes in what was received.
    pub fn push(&mut self, piece: Bytes) {
        self.waiting = piece;
    }

    /// Unpacks one step of what was taken in; `None` where nothing of it is left.
    pub fn step(&mut self) -> Result<Option<Bytes>, Error> {
        if self.waiting.is_empty() {
            return Ok(None);
        }
        let step = self.waiting.len().min(STEP);
        // Flushed, because an event must not wait for what comes behind it.
        self.decoder.write_all(&self.waiting[..step]).and_then(|()| self.decoder.flush()).map_err(|_| BROKEN)?;
        self.waiting.advance(step);
        self.packed += step as u64;
        let piece = std::mem::take(self.decoder.get_mut());
        self.unpacked += piece.len() as u64;
        if self.unpacked > HARMLESS && self.unpacked / self.packed > MAX_RATIO {
            return Err(Error::UnpacksTooFar { ratio: MAX_RATIO });
        }
        Ok(Some(piece.into()))
    }

    /// The last of it, once everything was received.
    pub fn finish(&mut self) -> Result<Bytes, Error> {
        if self.packed > 0 {
            self.decoder.try_finish().map_err(|_| BROKEN)?;
        }
        Ok(std::mem::take(self.decoder.get_mut()).into())
    }
}

impl std::fmt::Debug for Unpacker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Unpacker")
            .field("packed", &self.packed)
            .field("unpacked", &self.unpacked)
            .finish_non_exhaustive()
    }
}

const BROKEN: Error = Error::Encoding { reason: "it can't be unpacked" };

fn accepts_gzip(asked: &HeaderMap) -> bool {
    let Some(asked) = asked.get(ACCEPT_ENCODING) else { return true };
    let named = |item: &str| {
        let (name, weight) = item.split_once(';').unwrap_or((item, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|weight| weight.parse() == Ok(0.0));
        matches!(name.trim(), "gzip" | "*") && !refused
    };
    asked.to_str().is_ok_and(|asked| asked.to_ascii_lowercase().split(',').any(named))
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn headers(name: http::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    fn gzip(bytes: &[u8]) -> Bytes {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap().into()
    }

    fn unpack(packed: &Bytes, pieces: usize) -> Result<Vec<u8>, Error> {
        let mut unpacker = Unpacker::for_answer(&HeaderMap::new(), &mut headers(CONTENT_ENCODING, "gzip"))?.unwrap();
        let mut whole = Vec::new();
        for piece in packed.chunks(pieces) {
            unpacker.push(Bytes::copy_from_slice(piece));
            while let Some(step) = unpacker.step()? {
                whole.extend_from_slice(&step);
            }
        }
        whole.extend_from_slice(&unpacker.finish()?);
        Ok(whole)
    }

    #[test]
    fn what_was_asked_for_is_unpacked_and_nothing_else() {
        let cases = [
            (None, "gzip", Ok(true)),
            (Some("gzip, br"), "x-GZIP", Ok(true)),
            (Some("*;q=0.5"), "gzip", Ok(true)),
            (Some("identity"), "identity", Ok(false)),
            (Some("identity"), "gzip", Err(())),
            (Some("br, gzip;q=0"), "gzip", Err(())),
            (None, "br", Err(())),
            (None, "gzip, gzip", Err(())),
        ];
        for (asked, answered, expected) in cases {
            let asked = asked.map_or_else(HeaderMap::new, |asked| headers(ACCEPT_ENCODING, asked));
            let mut answer = headers(CONTENT_ENCODING, answered);
            let unpacker = Unpacker::for_answer(&asked, &mut answer);
            assert_eq!(unpacker.map(|unpacker| unpacker.is_some()).map_err(drop), expected, "{answered}");
        }
    }

    #[test]
    fn a_body_comes_out_as_it_was_however_it_is_cut() {
        let body: Vec<u8> = (0..20_000u32).flat_map(|number| number.to_string().into_bytes()).collect();
        for pieces in [1, 7, 512, 513, 100_000] {
            assert_eq!(unpack(&gzip(&body), pieces).unwrap(), body);
        }
    }

    #[test]
    fn a_bomb_is_refused_before_it_has_gone_off() {
        let error = unpack(&gzip(&vec![b':'; 64 * 1024 * 1024]), 4096).unwrap_err();
        assert!(matches!(error, Error::UnpacksTooFar { .. }), "{error}");
    }

    #[test]
    fn what_is_cut_or_broken_is_an_error() {
        let packed = gzip(b"some text that is long enough");
        assert!(unpack(&packed.slice(..packed.len() - 3), 8).is_err());
        assert!(unpack(&Bytes::from_static(b"no gzip at all, but words"), 8).is_err());
    }
}
