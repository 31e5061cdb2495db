export { DataPolicy, MetricPercentile, Mode, Optimize } from "./constants";
export { parseRoutingMetadata } from "./parse-routing-metadata";
export type {
  RoutingCost,
  RoutingMetadata,
  RoutingWarning,
  RoutingWarningType,
  StructuredWarning,
} from "./routing-metadata";
export type { GatewayMetadata, GatewayOptions, RoutingOptions, RoutingWeights } from "./routing-options";
export { type RoutingSummary, type RoutingWarningSummary, summarizeRouting } from "./summarize-routing";
