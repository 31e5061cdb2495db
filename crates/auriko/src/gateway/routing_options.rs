use std::collections::BTreeMap;

open_enum! {
    /// A routing strategy.
    pub enum Optimize {
        /// Cost first, well rounded.
        Cost = "cost",
        /// Almost only cost; the server's default.
        CostFocus = "cost-focus",
        /// Time to first token first, well rounded.
        Ttft = "ttft",
        /// Almost only time to first token.
        TtftFocus = "ttft-focus",
        /// Throughput first, well rounded.
        Tps = "tps",
        /// Almost only throughput.
        TpsFocus = "tps-focus",
        /// Cost, time to first token and throughput weigh the same.
        Balanced = "balanced",
        /// Older servers: lowest cost, nothing else.
        Cheapest = "cheapest",
        /// Older servers: low latency and high throughput.
        Speed = "speed",
        /// Older servers: tokens per second.
        Throughput = "throughput",
    }
}

open_enum! {
    /// How several models are combined.
    pub enum Mode {
        /// The best candidate over all models; the server's default.
        Pool = "pool",
        /// All providers of the first model, then those of the next.
        Fallback = "fallback",
    }
}

open_enum! {
    /// What a provider may do with the data.
    pub enum DataPolicy {
        /// No demands.
        None = "none",
        /// No training on the data.
        NoTraining = "no_training",
        /// Zero data retention.
        Zdr = "zdr",
    }
}

open_enum! {
    /// Which percentile of a provider's measurements counts.
    pub enum MetricPercentile {
        /// The median.
        P50 = "p50",
        /// 95 of 100 requests are at least as good.
        P95 = "p95",
    }
}

object! {
    /// Custom scoring in place of a strategy. Each weight is 0 or more; at least one is above 0.
    pub struct RoutingWeights {
        /// Price.
        pub cost: Option<f64>,
        /// Time to first token.
        pub ttft: Option<f64>,
        /// Tokens per second.
        pub throughput: Option<f64>,
    }
}

setters! { RoutingWeights { cost: f64, ttft: f64, throughput: f64, } }

object! {
    /// How Auriko chooses a provider. Everything is optional, and what is not set is not sent.
    pub struct RoutingOptions {
        /// Strategy. Server default: `cost-focus`.
        pub optimize: Option<Optimize>,
        /// Custom scoring; the answer then reports the strategy `custom`.
        pub weights: Option<RoutingWeights>,
        /// Ceiling on the mean of input and output price, in USD per 1M tokens. Above 0.
        pub max_cost_per_1m: Option<f64>,
        /// Ceiling on the time to first token, in milliseconds. Above 0.
        pub max_ttft_ms: Option<u64>,
        /// Floor on the throughput, in tokens per second. Above 0.
        pub min_throughput_tps: Option<f64>,
        /// Percentile used for the time to first token.
        pub ttft_percentile: Option<MetricPercentile>,
        /// Percentile used for the throughput.
        pub throughput_percentile: Option<MetricPercentile>,
        /// Only these providers; when none of them fits, the request fails.
        pub providers: Option<Vec<String>>,
        /// Never these providers.
        pub exclude_providers: Option<Vec<String>>,
        /// Preferred provider; when it doesn't fit, another is used.
        pub prefer: Option<String>,
        /// How several models are combined. Server default: `pool`.
        pub mode: Option<Mode>,
        /// Whether another candidate is tried after a failure.
        pub allow_fallbacks: Option<bool>,
        /// How many other candidates are tried at most. 1–19.
        pub max_fallback_attempts: Option<u64>,
        /// Server-side limit per attempt, in milliseconds. Above 0.
        pub timeout_ms: Option<u64>,
        /// Server-side limit for the whole request, in milliseconds. Above 0, not below `timeout_ms`.
        pub deadline_ms: Option<u64>,
        /// What a provider may do with the data.
        pub data_policy: Option<DataPolicy>,
        /// Only your own provider keys. Not together with `only_platform`.
        pub only_byok: Option<bool>,
        /// Only Auriko's provider keys. Not together with `only_byok`.
        pub only_platform: Option<bool>,
        /// Only providers that accept every optional parameter of the request.
        pub require_parameters: Option<bool>,
        /// Opts in to premium offers; `priority` asks for Anthropic's fast mode, at a higher price.
        pub tier: Option<String>,
    }
}

setters! {
    RoutingOptions {
        optimize: Optimize,
        weights: RoutingWeights,
        max_cost_per_1m: f64,
        max_ttft_ms: u64,
        min_throughput_tps: f64,
        ttft_percentile: MetricPercentile,
        throughput_percentile: MetricPercentile,
        prefer: String,
        mode: Mode,
        allow_fallbacks: bool,
        max_fallback_attempts: u64,
        timeout_ms: u64,
        deadline_ms: u64,
        data_policy: DataPolicy,
        only_byok: bool,
        only_platform: bool,
        require_parameters: bool,
        tier: String,
    }
    lists { providers: String, exclude_providers: String, }
}

object! {
    /// Marks on a request, for your own accounting at Auriko.
    pub struct GatewayMetadata {
        /// Labels to group requests by.
        pub tags: Option<Vec<String>>,
        /// Your id of the end user.
        pub user_id: Option<String>,
        /// Your id of the trace that the request belongs to.
        pub trace_id: Option<String>,
        /// Anything else, as text.
        pub custom_fields: Option<BTreeMap<String, String>>,
    }
}

setters! {
    GatewayMetadata { user_id: String, trace_id: String, custom_fields: BTreeMap<String, String>, }
    lists { tags: String, }
}

object! {
    /// Everything in a request that is for Auriko itself.
    pub struct GatewayOptions {
        /// Several models to route over, in place of `model`.
        pub models: Option<Vec<String>>,
        /// How a provider is chosen.
        pub routing: Option<RoutingOptions>,
        /// Marks on the request.
        pub metadata: Option<GatewayMetadata>,
    }
}

setters! {
    GatewayOptions { routing: RoutingOptions, metadata: GatewayMetadata, }
    lists { models: String, }
}

/// An empty one, to be filled by its setters.
macro_rules! constructors {
    ($($name:ident),*) => {
        $(impl $name {
            /// Nothing set.
            pub fn new() -> Self {
                Self::default()
            }
        })*
    };
}

constructors!(RoutingWeights, RoutingOptions, GatewayMetadata, GatewayOptions);
