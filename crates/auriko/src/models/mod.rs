//! Models: those that can be called, and the public directory of all.

mod callable;
mod directory;
mod registry;

pub use callable::{Model, ModelList, ModelProvider};
pub use directory::{Directory, DirectoryModel, PriceVariant, ProviderEntry, TierEntry};
pub use registry::{CanonicalModel, ProviderInfo, ProviderList, Registry};
