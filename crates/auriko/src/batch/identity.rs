//! Which request a line is about, in 16 bytes.

use std::str::FromStr;

use ring::digest::{SHA256, digest};

use super::error::Error;

/// What stands for a request: the first 16 bytes of the SHA-256 of its id. Two ids of a batch don't meet in it, even if
/// somebody tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Identity(u128);

impl Identity {
    /// Of a request, by its id.
    pub(super) fn of(id: &str) -> Self {
        Self::hash(id.as_bytes())
    }

    /// Of a line that is no request. Ids are text of people's; none begins with these bytes by chance.
    pub(super) fn of_line(number: u64) -> Self {
        Self::hash(format!("\0line\0{number}").as_bytes())
    }

    fn hash(bytes: &[u8]) -> Self {
        let digest = digest(&SHA256, bytes);
        let mut first = [0; 16];
        first.copy_from_slice(&digest.as_ref()[..16]);
        Self(u128::from_be_bytes(first))
    }

    pub(super) fn bits(self) -> u128 {
        self.0
    }
}

/// A part of a batch, for many machines that share one input without talking to each other. A request belongs to the part
/// that the first 8 bytes of the SHA-256 of its id, read as a big-endian number, modulo the number of parts, say: the same
/// on every machine, in every version, and easy to reckon elsewhere. A line that is no request belongs to the part of its
/// number, written as text.
///
/// Parts are counted from 0, as Kubernetes (`JOB_COMPLETION_INDEX`), AWS Batch and Slurm count their tasks.
///
/// ```
/// use auriko::batch::Shard;
///
/// let shard: Shard = "3/16".parse()?;
/// assert_eq!(shard, Shard::new(3, 16)?);
/// # Ok::<(), auriko::batch::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    index: u32,
    count: u32,
}

impl Shard {
    /// Part `index`, counted from 0, of `count`.
    ///
    /// # Errors
    /// [`Error::Option`] where there is no such part.
    pub fn new(index: u32, count: u32) -> Result<Self, Error> {
        if index < count {
            return Ok(Self { index, count });
        }
        let last = count.saturating_sub(1);
        let message =
            format!("there is no shard {index}/{count}: shards are counted from 0, so the last is {last}/{count}");
        Err(Error::option("shard", message))
    }

    /// Which part, counted from 0.
    pub fn index(self) -> u32 {
        self.index
    }

    /// How many parts there are.
    pub fn count(self) -> u32 {
        self.count
    }

    /// Whether the request with this id belongs to it.
    pub fn owns(self, id: &str) -> bool {
        self.owns_identity(Identity::of(id))
    }

    pub(super) fn owns_identity(self, identity: Identity) -> bool {
        (identity.0 >> 64) % u128::from(self.count) == u128::from(self.index)
    }
}

impl FromStr for Shard {
    type Err = Error;

    /// `3/16`.
    fn from_str(text: &str) -> Result<Self, Error> {
        let parts = text.split_once('/').and_then(|(index, count)| Some((index.parse().ok()?, count.parse().ok()?)));
        match parts {
            Some((index, count)) => Self::new(index, count),
            None => Err(Error::option("shard", format!("a shard is written as 3/16, not as `{text}`"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_belongs_to_one_part_which_never_changes() {
        let of = |id: &str| (0..16).filter(|&index| Shard::new(index, 16).unwrap().owns(id)).collect::<Vec<_>>();
        for id in ["request-1", "request-2", "", "\u{e9}"] {
            let digest = digest(&SHA256, id.as_bytes());
            let first = u64::from_be_bytes(digest.as_ref()[..8].try_into().unwrap());
            assert_eq!(of(id), [u32::try_from(first % 16).unwrap()], "{id}");
        }
        // SHA-256 of `abc` begins with ba7816bf8f01cfea.
        assert_eq!(of("abc"), [0xa]);
    }

    #[test]
    fn a_part_that_is_none_is_refused_with_the_last_that_is_one() {
        let error = Shard::new(16, 16).unwrap_err();
        assert!(error.to_string().contains("15/16"), "{error}");
        for text in ["", "3", "3/", "/16", "-1/16", "1/0", "a/b", "1/2/3"] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
    }

    #[test]
    fn lines_are_no_ids() {
        assert_ne!(Identity::of_line(1), Identity::of("1"));
        assert_eq!(Identity::of_line(1), Identity::of_line(1));
    }
}
