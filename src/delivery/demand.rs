use std::time::{Duration, Instant};

use auriko::transport::Waiting;

/// Whether JavaScript wants what a stream brings next. JavaScript's own half of it stands in `ts/native/demand.ts`.
///
/// ```text
/// Paused ──pulled──▶ Waiting ──handed──▶ Unknown ──probe──▶ Probing
///   ▲                   ▲ │ handed, and     │ paused            │ reported: Waiting
///   └───────────────────┼─┘ more is left    ▼                   │ paused:   Paused
///                       └────reported──── (any but Paused) ◀────┘ handed:   Unknown
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    /// Nothing crosses until the reader pulls.
    Paused,
    /// The reader has been waiting since then.
    Waiting(Instant),
    /// The reader was handed all there was then: it may be busy with it, or wait for more. What comes next crosses unasked.
    Unknown(Instant),
    /// The same, and JavaScript is being asked which it is.
    Probing(Instant),
}

impl Demand {
    /// The reader has pulled and found nothing.
    #[must_use]
    pub fn pulled(now: Instant) -> Self {
        Self::Waiting(now)
    }

    /// The reader was handed a batch; `is_all` if nothing is left behind it.
    #[must_use]
    pub fn handed(is_all: bool, now: Instant) -> Self {
        if is_all { Self::Unknown(now) } else { Self::Paused }
    }

    /// JavaScript is to be asked, where that is needed.
    #[must_use]
    pub fn probe(self) -> Self {
        match self {
            Self::Unknown(since) => Self::Probing(since),
            other => other,
        }
    }

    /// JavaScript says for how long the reader has been waiting.
    #[must_use]
    pub fn reported(self, waited: Duration, now: Instant) -> Self {
        if self == Self::Paused { self } else { Self::Waiting(now.checked_sub(waited).unwrap_or(now)) }
    }

    /// What the idle limit wants to know.
    pub fn waiting(self) -> Waiting {
        match self {
            Self::Paused => Waiting::No,
            Self::Waiting(since) => Waiting::Since(since),
            Self::Unknown(since) | Self::Probing(since) => Waiting::Unknown(since),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WAITED: Duration = Duration::from_secs(5);

    #[test]
    fn only_what_is_unknown_is_asked_about() {
        let now = Instant::now();
        assert_eq!(Demand::Unknown(now).probe(), Demand::Probing(now));
        for demand in [Demand::Paused, Demand::Waiting(now), Demand::Probing(now)] {
            assert_eq!(demand.probe(), demand);
        }
    }

    #[test]
    fn a_report_counts_unless_the_reader_has_paused_meanwhile() {
        let before = Instant::now();
        let now = before + 2 * WAITED;
        for demand in [Demand::Waiting(before), Demand::Unknown(before), Demand::Probing(before)] {
            assert_eq!(demand.reported(WAITED, now), Demand::Waiting(before + WAITED));
        }
        assert_eq!(Demand::Paused.reported(WAITED, now), Demand::Paused);
    }

    #[test]
    fn a_reader_that_left_something_behind_has_to_pull() {
        let now = Instant::now();
        assert_eq!(Demand::handed(true, now), Demand::Unknown(now));
        assert_eq!(Demand::handed(false, now), Demand::Paused);
    }

    #[test]
    fn silence_counts_against_whoever_waits_and_perhaps_against_whoever_may() {
        let now = Instant::now();
        assert_eq!(Demand::Paused.waiting(), Waiting::No);
        assert_eq!(Demand::pulled(now).waiting(), Waiting::Since(now));
        assert_eq!(Demand::Unknown(now).waiting(), Waiting::Unknown(now));
        assert_eq!(Demand::Probing(now).waiting(), Waiting::Unknown(now));
    }
}
