//! What is for Auriko itself: how a request is routed, and how it was.

mod routing_metadata;
mod routing_options;

pub use routing_metadata::{RoutingCost, RoutingMetadata, RoutingWarning, StructuredWarning};
pub use routing_options::{
    DataPolicy, GatewayMetadata, GatewayOptions, MetricPercentile, Mode, Optimize, RoutingOptions, RoutingWeights,
};
