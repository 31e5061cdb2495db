//! What is known about each request of a batch, in 16 bytes per request.

use super::identity::Identity;

/// Sorted pieces: small enough that inserting into one is cheap, many enough that growing one copies little.
const PIECES: usize = 4096;
const PIECE_BITS: u32 = 12;
/// The last bits of a hash are given up for what is known about it.
const FLAGS: u128 = 0b111;

/// What is known about a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Flags(u128);

impl Flags {
    /// Nothing but that it is there.
    pub(super) const NONE: Self = Self(0);
    /// It has been met in the input of this run.
    pub(super) const MET: Self = Self(0b001);
    /// It has an answer.
    pub(super) const ANSWERED: Self = Self(0b010);
    /// It has been written.
    pub(super) const WRITTEN: Self = Self(0b100);

    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// A set of identities, each with flags. A hash table of them would hold up to three times their size; sorted pieces that
/// grow by an eighth hold little more than them.
#[derive(Debug)]
pub(super) struct IdentityMap {
    pieces: Vec<Vec<u128>>,
    len: u64,
}

impl Default for IdentityMap {
    fn default() -> Self {
        Self { pieces: vec![Vec::new(); PIECES], len: 0 }
    }
}

impl IdentityMap {
    /// How many are known.
    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// Adds what is known about a request; what was known before, if anything.
    pub(super) fn mark(&mut self, identity: Identity, flags: Flags) -> Option<Flags> {
        let (piece, hash) = place(identity);
        let piece = &mut self.pieces[piece];
        match piece.binary_search_by_key(&hash, |entry| entry & !FLAGS) {
            Ok(at) => {
                let before = Flags(piece[at] & FLAGS);
                piece[at] |= flags.0;
                Some(before)
            }
            Err(at) => {
                if piece.len() == piece.capacity() {
                    piece.reserve_exact((piece.len() / 8).max(4));
                }
                piece.insert(at, hash | flags.0);
                self.len += 1;
                None
            }
        }
    }

    /// What is known about a request.
    pub(super) fn get(&self, identity: Identity) -> Option<Flags> {
        let (piece, hash) = place(identity);
        let piece = &self.pieces[piece];
        let at = piece.binary_search_by_key(&hash, |entry| entry & !FLAGS).ok()?;
        Some(Flags(piece[at] & FLAGS))
    }

    /// How many have these flags.
    pub(super) fn count(&self, flags: Flags) -> u64 {
        self.pieces.iter().flatten().filter(|entry| Flags(**entry & FLAGS).has(flags)).count() as u64
    }
}

fn place(identity: Identity) -> (usize, u128) {
    let piece = usize::try_from(identity.bits() >> (u128::BITS - PIECE_BITS)).unwrap_or_default();
    (piece, identity.bits() & !FLAGS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_add_up_and_identities_are_counted_once() {
        let mut map = IdentityMap::default();
        let (one, other) = (Identity::of("a"), Identity::of("b"));
        assert_eq!(map.mark(one, Flags::NONE), None);
        assert_eq!(map.mark(one, Flags::MET), Some(Flags::NONE));
        assert_eq!(map.mark(one, Flags::ANSWERED), Some(Flags::MET));
        assert!(map.get(one).is_some_and(|flags| flags.has(Flags::MET) && flags.has(Flags::ANSWERED)));
        assert_eq!((map.get(other), map.len(), map.count(Flags::MET), map.count(Flags::WRITTEN)), (None, 1, 1, 0));
    }

    #[test]
    fn it_holds_little_more_than_sixteen_bytes_for_each() {
        let mut map = IdentityMap::default();
        for number in 0..400_000 {
            assert_eq!(map.mark(Identity::of_line(number), Flags::MET), None);
        }
        let held: usize = map.pieces.iter().map(|piece| piece.capacity() * 16).sum();
        assert_eq!(map.len(), 400_000);
        assert!(held < 400_000 * 18, "{held}");
        assert!((0..400_000).all(|number| map.get(Identity::of_line(number)).is_some()));
    }
}
