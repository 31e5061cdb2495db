//! Runs a batch: takes work up, in its order, as long as there is room and money for it.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::task::JoinSet;

use super::answer::Used;
use super::error::Error;
use super::item::Item;
use super::journal::Journal;
use super::result_line;
use super::sender::{Sender, Sending};
use super::sink::Sink;
use super::source::Work;
use super::state::{Delivered, State};
use super::totals::Stop;

/// What a batch runs with.
pub(super) struct Engine {
    pub sender: Arc<Sender>,
    pub state: Arc<State>,
    pub sink: Arc<dyn Sink>,
    pub journal: Option<Arc<Journal>>,
    pub concurrency: usize,
    pub max_cost_usd: Option<f64>,
    /// The same, without what earlier runs spent.
    pub max_run_cost_usd: Option<f64>,
    pub max_failures: Option<u64>,
}

impl Engine {
    /// Asks for everything that comes, and waits until all of it has ended. Dropping the future gives up what is in flight.
    pub(super) async fn run(self, mut work: mpsc::Receiver<Work>) -> Result<(), Error> {
        let places = Arc::new(Semaphore::new(self.concurrency));
        let mut asked = JoinSet::new();
        let ended = loop {
            while let Some(ended) = asked.try_join_next() {
                resume_panic(ended);
            }
            tokio::select! {
                biased;
                () = self.state.stop.stopped() => break Ok(()),
                next = self.next(&places, &mut work) => match next {
                    None => break Ok(()),
                    Some((_, Work::Broken(error))) => break Err(error),
                    Some((place, Work::Reject(rejected))) => {
                        let line = result_line::rejected(&rejected);
                        let used = Used::failed("", rejected.code, &rejected.message);
                        self.state.counts.in_flight.fetch_add(1, Ordering::Relaxed);
                        self.sink.deliver(Delivered { line, used, place: Some(place) });
                    }
                    Some((place, Work::Ask(item))) => {
                        if let Err(error) = self.ask(&mut asked, place, item) {
                            break Err(error);
                        }
                    }
                },
            }
        };
        // The reader ends where nobody takes anything any more.
        drop(work);
        while let Some(ended) = asked.join_next().await {
            resume_panic(ended);
        }
        // Each result holds its place until it is written, or taken.
        let all = u32::try_from(self.concurrency).unwrap_or(u32::MAX);
        let _ = places.acquire_many(all).await;
        match self.state.take_impossible() {
            Some(error) => Err(error.into()),
            None => ended,
        }
    }

    /// A place and something to do in it; none at the end, or where the batch may not go on.
    async fn next(
        &self,
        places: &Arc<Semaphore>,
        work: &mut mpsc::Receiver<Work>,
    ) -> Option<(OwnedSemaphorePermit, Work)> {
        let place = Arc::clone(places).acquire_owned().await.ok()?;
        self.admitted().await?;
        Some((place, work.recv().await?))
    }

    /// Resolves when another request may be sent. Requests in flight are reckoned with at the mean cost of those that ended,
    /// so that a limit is passed by one of them, not by all.
    async fn admitted(&self) -> Option<()> {
        loop {
            let change = self.state.change();
            tokio::pin!(change);
            change.as_mut().enable();
            let spending = self.state.spending();
            if self.max_failures.is_some_and(|most| spending.failed >= most) {
                self.state.stop.because(Stop::Failures);
                return None;
            }
            let left = [(self.max_cost_usd, spending.total), (self.max_run_cost_usd, spending.run)];
            let left = left.into_iter().filter_map(|(most, spent)| Some(most? - spent)).reduce(f64::min);
            let Some(left) = left else { return Some(()) };
            if left <= 0.0 {
                self.state.stop.because(Stop::Cost);
                return None;
            }
            let in_flight = self.state.counts.in_flight.load(Ordering::Relaxed);
            #[expect(clippy::cast_precision_loss, reason = "an estimate")]
            if in_flight == 0 || spending.mean * (in_flight as f64) < left {
                return Some(());
            }
            change.await;
        }
    }

    fn ask(&self, asked: &mut JoinSet<()>, place: OwnedSemaphorePermit, item: Item) -> Result<(), Error> {
        if let Some(journal) = &self.journal {
            if item.number <= journal.left_at {
                self.state.counts.asked_again.fetch_add(1, Ordering::Relaxed);
            }
            journal.asked(item.number)?;
        }
        self.state.counts.in_flight.fetch_add(1, Ordering::Relaxed);
        let (sender, state, sink) = (Arc::clone(&self.sender), Arc::clone(&self.state), Arc::clone(&self.sink));
        asked.spawn(async move {
            match sender.send(&item).await {
                Sending::Ended(line, used) => sink.deliver(Delivered { line, used, place: Some(place) }),
                Sending::Unauthorized(code, message) => state.give_back(Stop::Unauthorized { code, message }),
                Sending::Impossible(error) => state.impossible(error),
            }
        });
        Ok(())
    }
}

/// A defect of ours must not pass for a request that was asked.
fn resume_panic(ended: Result<(), tokio::task::JoinError>) {
    if let Err(error) = ended
        && let Ok(panic) = error.try_into_panic()
    {
        std::panic::resume_unwind(panic);
    }
}
