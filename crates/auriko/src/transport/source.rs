//! The bytes of a body.

use bytes::Bytes;
use reqwest::Response;
use tokio::task::yield_now;

use super::error::Error;
use super::unpack::Unpacker;

/// Where the bytes of a body come from.
#[derive(Debug)]
pub struct Source {
    /// The answer, its head taken out.
    pub response: Response,
    /// What its body has to go through.
    pub unpacker: Option<Box<Unpacker>>,
    /// No header says where its body ends.
    pub ends_with_connection: bool,
}

/// Why no more bytes come.
pub enum Lost {
    /// The connection broke.
    Http(reqwest::Error),
    /// What came can't be unpacked.
    Unpacking(Error),
}

impl Source {
    /// The next piece, unpacked. Dropping the future loses nothing.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Lost> {
        let Some(unpacker) = &mut self.unpacker else {
            return self.response.chunk().await.map_err(Lost::Http);
        };
        loop {
            // Unpacking can go on for long without waiting for anything: others have their turn, and an abort strikes.
            yield_now().await;
            if let Some(piece) = unpacker.step().map_err(Lost::Unpacking)? {
                if !piece.is_empty() {
                    return Ok(Some(piece));
                }
            } else if let Some(packed) = self.response.chunk().await.map_err(Lost::Http)? {
                unpacker.push(packed);
            } else {
                let rest = unpacker.finish().map_err(Lost::Unpacking)?;
                return Ok(Some(rest).filter(|rest| !rest.is_empty()));
            }
        }
    }
}
