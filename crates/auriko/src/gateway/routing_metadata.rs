use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::Value;

use crate::wire::Wire;

object! {
    /// What a request cost.
    pub struct RoutingCost {
        /// Billed cost in USD.
        pub usd: Option<f64>,
        /// Saved by prompt caching, 0–100; only when above 0.
        pub cache_savings_percent: Option<f64>,
        /// Saved by prompt caching, in USD; only when above 0.
        pub cache_savings_usd: Option<f64>,
        /// Cost of hosted tools, in USD.
        pub hosted_tool_usd: Option<f64>,
        /// Older answers: billed cost in USD; now `usd`.
        pub billable_cost_usd: Option<f64>,
        /// Older answers only.
        pub input_tokens: Option<u64>,
        /// Older answers only.
        pub output_tokens: Option<u64>,
    }
}

impl RoutingCost {
    /// The billed cost in USD, whichever name the server gave it.
    pub fn billed_usd(&self) -> Option<f64> {
        self.usd.or(self.billable_cost_usd)
    }
}

object! {
    /// Something that Auriko changed or left out, while the request succeeded.
    pub struct StructuredWarning {
        /// For example `unsupported_parameter` or `provider_timeout`.
        pub kind: Option<String> = "type",
        /// Stable name.
        pub code: Option<String>,
        /// For people.
        pub message: Option<String>,
    }
}

/// A warning as servers send it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum RoutingWarning {
    /// An object.
    Structured(StructuredWarning),
    /// Plain text.
    Text(String),
}

impl RoutingWarning {
    /// The text for people.
    pub fn message(&self) -> &str {
        match self {
            Self::Structured(warning) => warning.message.as_deref().unwrap_or_default(),
            Self::Text(text) => text,
        }
    }
}

impl Serialize for RoutingWarning {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Structured(warning) => warning.serialize(serializer),
            Self::Text(text) => text.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for RoutingWarning {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Self::read(value).map_err(|_| D::Error::custom("expected text or an object"))
    }
}

impl Wire for RoutingWarning {
    fn read(value: Value) -> Result<Self, Value> {
        match value {
            Value::String(text) => Ok(Self::Text(text)),
            other => StructuredWarning::read(other).map(Self::Structured),
        }
    }
}

object! {
    /// How a request was routed. Fields that only older answers carry say so.
    pub struct RoutingMetadata {
        /// The provider that answered, for example `fireworks_ai`.
        pub provider: Option<String>,
        /// The provider's own id of the model.
        pub provider_model_id: Option<String>,
        /// Canonical id of the requested model.
        pub model_canonical: Option<String>,
        /// The strategy that was used, or `custom`.
        pub routing_strategy: Option<String>,
        /// Time to first token in milliseconds.
        pub ttft_ms: Option<f64>,
        /// Tokens per second.
        pub throughput_tps: Option<f64>,
        /// What it cost.
        pub cost: Option<RoutingCost>,
        /// What Auriko changed or left out.
        pub warnings: Option<Vec<RoutingWarning>>,
        /// Older answers: pricing tier, for example `flex`.
        pub tier: Option<String>,
        /// Older answers: whole duration in milliseconds.
        pub total_latency_ms: Option<f64>,
        /// Older answers: time that the choice took, in milliseconds.
        pub routing_decision_ms: Option<f64>,
        /// Older answers: candidates that were looked at.
        pub candidates_total: Option<u64>,
        /// Older answers: candidates that fitted.
        pub candidates_viable: Option<u64>,
    }
}
