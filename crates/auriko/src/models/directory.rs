use std::collections::BTreeMap;

use serde_json::Value;

object! {
    /// A price that applies under conditions, such as long prompts.
    pub struct PriceVariant {
        /// What is priced, for example input or output.
        pub role: String,
        /// USD per 1M tokens.
        pub price: Option<f64>,
        /// The conditions.
        pub constraints: Option<BTreeMap<String, String>>,
        /// For people.
        pub description: Option<String>,
    }
}

object! {
    /// Prices of one tier of an offer, in USD per 1M tokens.
    pub struct TierEntry {
        /// For example `standard`, `flex` or `priority`.
        pub name: String,
        /// Of input tokens.
        pub input_price: Option<f64>,
        /// Of output tokens.
        pub output_price: Option<f64>,
        /// Of input tokens that are read from the prompt cache.
        pub cache_read_price: Option<f64>,
        /// Of input tokens that are written to the prompt cache.
        pub cache_write_price: Option<f64>,
        /// How fast it is, in a word.
        pub latency_hint: Option<String>,
        /// Prices that apply under conditions.
        pub price_variants: Option<Vec<PriceVariant>>,
    }
}

object! {
    /// One provider's offer of a model.
    pub struct ProviderEntry {
        /// Provider id.
        pub provider: String,
        /// The provider's own id of the model.
        pub provider_model_id: String,
        /// In tokens.
        pub context_window: Option<u64>,
        /// In tokens.
        pub max_output_tokens: Option<u64>,
        /// What the offer can do, for example `supports_prompt_caching`.
        pub capabilities: Option<BTreeMap<String, bool>>,
        /// What it takes, for example `text` and `image`.
        pub input_modalities: Option<Vec<String>>,
        /// What it makes.
        pub output_modalities: Option<Vec<String>>,
        /// What it can do with tools.
        pub tools: Option<Value>,
        /// Prices.
        pub tiers: Option<Vec<TierEntry>>,
        /// When the entry was looked at last.
        pub updated_at: Option<String>,
        /// What the provider may do with the data.
        pub data_policy: Option<String>,
        /// Parameters that it accepts.
        pub accepted_params: Option<Vec<String>>,
        /// Parameters that it supports.
        pub supported_parameters: Option<Vec<String>>,
        /// Endpoints that can call it.
        pub supported_endpoints: Option<Vec<String>>,
        /// When the offer ends.
        pub shutdown_at: Option<String>,
    }
}

object! {
    /// A model of the directory, with everyone who offers it.
    pub struct DirectoryModel {
        /// Its family.
        pub family: String,
        /// Its name for people.
        pub display_name: String,
        /// Who offers it.
        pub providers: Vec<ProviderEntry>,
        /// Who made it.
        pub author: Option<String>,
        /// Parameters that some offer supports.
        pub supported_parameters: Option<Vec<String>>,
        /// Other ids of it.
        pub aliases: Option<Vec<String>>,
    }
}

object! {
    /// The public directory of all models.
    pub struct Directory {
        /// Canonical id → model.
        pub models: BTreeMap<String, DirectoryModel>,
        /// When it was made.
        pub generated_at: String,
    }
}
