//! How fast and how many: requests that wait for their turn, first come, first served.
//!
//! A call draws a [`Turn`] when it is made; each of its attempts waits for a [`Permit`](pacer::Permit), which its body holds
//! until it has ended. Without limits there is no pacer, and none of this is touched.

mod bucket;
mod concurrency;
mod gate;
mod limits;
mod paced;
mod pacer;
mod reported;
mod schedule;
#[cfg(test)]
mod tests;
mod waiter;

pub use limits::Limits;
pub use paced::{Paced, Turn};
pub use pacer::Pacer;
pub(super) use pacer::{Patience, Permit};
