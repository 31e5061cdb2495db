//! What a batch has come to.

use std::collections::BTreeMap;
use std::time::Duration;

use super::answer::{Reason, Used};

/// As many pairs of model and provider are told apart; a server that makes up names does not fill the memory.
const MOST_ROUTES: usize = 1000;
/// As many reasons are told apart, for the same reason.
const MOST_ERRORS: usize = 100;
/// As many characters of a message are looked at.
const MOST_MESSAGE: usize = 300;
const OTHERS: &str = "(others)";
const UNKNOWN: &str = "(unknown)";

/// Sums over requests that have ended.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[non_exhaustive]
pub struct Totals {
    /// Requests that have an answer.
    pub succeeded: u64,
    /// Lines that have none: requests that failed for good, and lines that are no requests.
    pub failed: u64,
    /// All input tokens, cached ones included.
    pub input_tokens: u64,
    /// Input tokens that were read from the prompt cache.
    pub cached_tokens: u64,
    /// All output tokens, reasoning included.
    pub output_tokens: u64,
    /// Cost that was reported, in USD.
    pub cost_usd: f64,
    /// What prompt caching saved, as far as it was reported, in USD.
    pub savings_usd: f64,
    /// Requests with an answer whose cost was not reported.
    pub unknown_cost: u64,
}

impl Totals {
    /// Lines that are done with.
    pub fn finished(&self) -> u64 {
        self.succeeded + self.failed
    }

    fn add(&mut self, used: &Used) {
        if !used.has_answer {
            self.failed += 1;
            return;
        }
        self.succeeded += 1;
        self.input_tokens = self.input_tokens.saturating_add(used.input_tokens);
        self.cached_tokens = self.cached_tokens.saturating_add(used.cached_tokens);
        self.output_tokens = self.output_tokens.saturating_add(used.output_tokens);
        self.cost_usd += used.cost_usd.filter(|cost| cost.is_finite()).unwrap_or_default();
        self.savings_usd += used.savings_usd;
        self.unknown_cost += u64::from(used.cost_usd.is_none());
    }
}

/// Sums over the lines of one model and one provider. Failures have no provider; a line that is no request has no model.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RouteTotals {
    /// The canonical id of the model, as far as it was told, else what was asked for; `(unknown)` where that was nothing, and
    /// `(others)` for what lies beyond the thousandth pair.
    pub model: String,
    /// The provider; `(unknown)` where it was not told.
    pub provider: String,
    /// The sums.
    pub totals: Totals,
}

/// How many lines have no answer for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorTotals {
    /// The stable name of the error, for example `model_not_found`, or `invalid_line` for lines that are no requests; `(unknown)`
    /// where the output does not say, and `(others)` for what lies beyond the hundredth reason.
    pub code: String,
    /// For people: at most 300 characters, without the number of a line.
    pub message: String,
    /// How many lines.
    pub count: u64,
}

/// Sums in the making.
#[derive(Debug, Clone, Default)]
pub(super) struct Account {
    pub total: Totals,
    routes: BTreeMap<(String, String), Totals>,
    errors: BTreeMap<Reason, u64>,
}

impl Account {
    /// Adds a line that is done with.
    pub(super) fn add(&mut self, used: &Used) {
        self.total.add(used);
        let name = |name: &str| if name.is_empty() { UNKNOWN.to_owned() } else { name.to_owned() };
        let mut route = (name(&used.model), name(&used.provider));
        if self.routes.len() >= MOST_ROUTES && !self.routes.contains_key(&route) {
            route = (OTHERS.to_owned(), OTHERS.to_owned());
        }
        self.routes.entry(route).or_default().add(used);
        if let Some(Reason { code, message }) = &used.failure {
            let mut reason = Reason { code: name(code), message: message.chars().take(MOST_MESSAGE).collect() };
            if self.errors.len() >= MOST_ERRORS && !self.errors.contains_key(&reason) {
                reason = Reason { code: OTHERS.to_owned(), message: OTHERS.to_owned() };
            }
            *self.errors.entry(reason).or_default() += 1;
        }
    }

    /// The most frequent first.
    pub(super) fn errors(&self) -> Vec<ErrorTotals> {
        let one = |(Reason { code, message }, &count): (&Reason, &u64)| ErrorTotals {
            code: code.clone(),
            message: message.clone(),
            count,
        };
        let mut errors: Vec<_> = self.errors.iter().map(one).collect();
        errors.sort_by_key(|error| std::cmp::Reverse(error.count));
        errors
    }

    pub(super) fn routes(&self) -> Vec<RouteTotals> {
        let one = |((model, provider), totals): (&(String, String), &Totals)| RouteTotals {
            model: model.clone(),
            provider: provider.clone(),
            totals: *totals,
        };
        self.routes.iter().map(one).collect()
    }
}

/// Why a batch ended before its input did. Everything that was in flight has been written; running it again goes on from
/// there.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stop {
    /// Somebody asked for it: [`super::StopHandle::stop`].
    Requested,
    /// The reported cost has reached the limit.
    Cost,
    /// So many lines have failed.
    Failures,
    /// The key is not taken. Requests that met this have no line in the output: they will be asked again.
    Unauthorized {
        /// The stable name of the error, for example `invalid_api_key`.
        code: String,
        /// What the server, or the source of the key, said.
        message: String,
    },
}

impl Stop {
    /// The word for it in summaries: `requested`, `max_cost`, `max_failures` or `unauthorized`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Cost => "max_cost",
            Self::Failures => "max_failures",
            Self::Unauthorized { .. } => "unauthorized",
        }
    }
}

/// How far a batch is.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Progress {
    /// What this run has come to.
    pub run: Totals,
    /// What this and all earlier runs of the same output have come to.
    pub total: Totals,
    /// Requests that have been sent and have not ended.
    pub in_flight: u64,
    /// Lines that earlier runs had finished and this one has met.
    pub skipped: u64,
    /// Lines of this run that ended in a second, lately.
    pub per_second: f64,
    /// How much of the input has been read, from 0 to 1; none where its size is not known.
    pub read: Option<f64>,
    /// How long it will take at this rate; none where that is not known.
    pub remaining: Option<Duration>,
    /// How long it has been running.
    pub elapsed: Duration,
}

/// What a batch has come to when it ended.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Summary {
    /// What this run has come to.
    pub run: Totals,
    /// What this and all earlier runs of the same output have come to.
    pub total: Totals,
    /// The same by model and provider, this run alone.
    pub routes: Vec<RouteTotals>,
    /// The same by model and provider, earlier runs included.
    pub total_routes: Vec<RouteTotals>,
    /// Why lines have no answer, earlier runs included; the most frequent reason first.
    pub errors: Vec<ErrorTotals>,
    /// Lines that earlier runs had finished, so that they were not asked again.
    pub skipped: u64,
    /// Lines that belong to other shards.
    pub other_shards: u64,
    /// Requests that were, or may have been, in flight when an earlier run broke off, and were asked again.
    pub asked_again: u64,
    /// Failures of earlier runs that were taken out of the output to be asked again.
    pub retried: u64,
    /// Whether the last line of the output had been half written and was taken out.
    pub repaired: bool,
    /// Why it ended before its input did; none if it did not.
    pub stopped: Option<Stop>,
    /// How long this run took.
    pub elapsed: Duration,
}

impl Summary {
    /// Whether every line has an answer.
    pub fn is_complete(&self) -> bool {
        self.stopped.is_none() && self.total.failed == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_beyond_the_thousandth_are_summed_up() {
        let mut account = Account::default();
        for number in 0..1100 {
            let model = format!("m{number}");
            account.add(&Used { has_answer: true, model, cost_usd: Some(1.0), ..Used::default() });
        }
        account.add(&Used::failed("m0", "c", "words"));
        let routes = account.routes();
        assert_eq!(routes.len(), 1001);
        assert_eq!((&*routes[0].model, routes[0].totals.succeeded), (OTHERS, 100));
        assert_eq!((&*routes[1].provider, routes[1].totals.succeeded, routes[1].totals.failed), (UNKNOWN, 1, 1));
        assert_eq!((account.total.succeeded, account.total.failed, account.total.cost_usd), (1100, 1, 1100.0));
    }

    #[test]
    fn reasons_are_counted_the_most_frequent_first_and_those_beyond_the_hundredth_are_summed_up() {
        let mut account = Account::default();
        for number in 0..110 {
            account.add(&Used::failed("m", "c", &format!("{number:03}")));
        }
        account.add(&Used::failed("m", "c", "007"));
        account.add(&Used::failed("m", "", &"x".repeat(1000)));
        let errors = account.errors();
        let of = |code: &str, message: &str, count| ErrorTotals { code: code.into(), message: message.into(), count };
        assert_eq!(errors.len(), 101);
        assert_eq!(errors[..2], [of(OTHERS, OTHERS, 11), of("c", "007", 2)]);
        let mut long = Account::default();
        long.add(&Used::failed("m", "", &"x".repeat(1000)));
        assert_eq!(long.errors(), [of(UNKNOWN, &"x".repeat(MOST_MESSAGE), 1)]);
    }
}
