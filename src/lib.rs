//! The addon of `@auriko/sdk`: the Rust client, delivered to JavaScript.
//!
//! `delivery` knows how answers reach one JavaScript thread, and nothing of Node-API; `binding` converts and decides
//! nothing. HTTP lives below, in the crate `auriko`.

mod binding;
pub mod delivery;
