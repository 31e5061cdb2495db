//! How many requests run at the same time.

/// Where an adaptive number begins.
const FIRST: f64 = 8.0;

/// The requests that run, and how many may.
#[derive(Debug)]
pub struct Concurrency {
    running: u32,
    max: Option<u32>,
    window: Option<Window>,
}

/// A number that follows what the server takes: additive increase, multiplicative decrease.
#[derive(Debug)]
struct Window {
    size: f64,
    /// Nothing was refused yet: it doubles with each round.
    is_starting: bool,
    /// Counts decreases. What was sent before one says nothing about the number after it.
    epoch: u32,
}

impl Concurrency {
    /// At most `max`; where it is adaptive, fewer if need be.
    pub fn new(max: Option<u32>, adaptive: bool) -> Self {
        let window =
            max.filter(|_| adaptive).map(|max| Window { size: FIRST.min(f64::from(max)), is_starting: true, epoch: 0 });
        Self { running: 0, max, window }
    }

    /// Whether one more may run.
    pub fn has_room(&self) -> bool {
        match (&self.window, self.max) {
            (Some(window), _) => f64::from(self.running) + 1.0 <= window.size,
            (None, Some(max)) => self.running < max,
            (None, None) => true,
        }
    }

    /// One more runs; what to say when it has come to something.
    pub fn begin(&mut self) -> u32 {
        self.running += 1;
        self.window.as_ref().map_or(0, |window| window.epoch)
    }

    /// One less runs.
    pub fn end(&mut self) {
        self.running -= 1;
    }

    /// A request had a good answer.
    pub fn succeeded(&mut self, epoch: u32) {
        let max = f64::from(self.max.unwrap_or(u32::MAX));
        if let Some(window) = self.window.as_mut().filter(|window| window.epoch == epoch) {
            window.size = (window.size + if window.is_starting { 1.0 } else { 1.0 / window.size }).min(max);
        }
    }

    /// A request was one too many.
    pub fn refused(&mut self, epoch: u32) {
        if let Some(window) = self.window.as_mut().filter(|window| window.epoch == epoch) {
            window.size = (window.size / 2.0).max(1.0);
            window.is_starting = false;
            window.epoch = window.epoch.wrapping_add(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(concurrency: &mut Concurrency) -> u32 {
        let mut begun = 0;
        while concurrency.has_room() {
            concurrency.begin();
            begun += 1;
        }
        (0..begun).for_each(|_| concurrency.end());
        begun
    }

    #[test]
    fn an_adaptive_number_doubles_until_a_refusal_halves_it_and_grows_by_one_a_round_from_there() {
        let mut concurrency = Concurrency::new(Some(100), true);
        assert_eq!(room(&mut concurrency), 8);
        (0..8).for_each(|_| concurrency.succeeded(0));
        assert_eq!(room(&mut concurrency), 16);
        concurrency.refused(0);
        assert_eq!(room(&mut concurrency), 8);
        (0..9).for_each(|_| concurrency.succeeded(1));
        assert_eq!(room(&mut concurrency), 9);
    }

    #[test]
    fn requests_that_were_sent_before_a_decrease_change_nothing_after_it() {
        let mut concurrency = Concurrency::new(Some(100), true);
        (0..8).for_each(|_| concurrency.refused(0));
        assert_eq!(room(&mut concurrency), 4);
        (0..100).for_each(|_| concurrency.succeeded(0));
        assert_eq!(room(&mut concurrency), 4);
    }

    #[test]
    fn it_stays_between_one_and_its_maximum() {
        let mut concurrency = Concurrency::new(Some(10), true);
        (0..100).for_each(|_| concurrency.succeeded(0));
        assert_eq!(room(&mut concurrency), 10);
        (0..100).for_each(|epoch| concurrency.refused(epoch));
        assert_eq!(room(&mut concurrency), 1);
    }
}
