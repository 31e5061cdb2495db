//! The Rust client of Auriko, an API that routes requests to language models over many providers.
//!
//! [`transport`] (feature `transport`) holds the low-level pieces on which other front ends stand, among them the addon
//! of `@auriko/sdk` for Node. It is documented, but exempt from semver.
#![forbid(unsafe_code)]

#[cfg(feature = "transport")]
pub mod transport;
#[cfg(not(feature = "transport"))]
#[expect(dead_code, unused_imports, reason = "what stands on it here does not need all of it")]
mod transport;
