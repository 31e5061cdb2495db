//! The native core of `@auriko/sdk`.
//!
//! `transport` does the network work and knows nothing of Node; `binding` converts and decides nothing.

mod binding;
pub mod transport;
