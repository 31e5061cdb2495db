//! The native surface: converts between JavaScript's records and the transport's, and decides nothing.

mod bell;
mod client;
mod event_loop;
mod hub;
#[cfg(not(test))]
mod pin;
mod records;
mod text;

#[cfg(all(feature = "testing", not(test)))]
mod testing;
