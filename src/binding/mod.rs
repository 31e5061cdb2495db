//! The native surface: converts between JavaScript's records and the delivery's, and decides nothing.

mod batch;
mod client;
mod dispatcher;
mod event_loop;
mod pacer;
#[cfg(not(test))]
mod pin;
mod records;
mod text;
mod waker;

#[cfg(all(feature = "testing", not(test)))]
mod testing;
