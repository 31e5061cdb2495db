/** What the request cost. */
export interface RoutingCost {
  /** Billed cost in USD. */
  usd?: number;
  /** Saved by prompt caching, 0–100; only when above 0. */
  cache_savings_percent?: number;
  /** Saved by prompt caching, in USD; only when above 0. */
  cache_savings_usd?: number;
  /** Cost of hosted tools, in USD. */
  hosted_tool_usd?: number;
  /** @deprecated Older answers: billed cost in USD; now `usd`. */
  billable_cost_usd?: number;
  /** @deprecated Older answers only. */
  input_tokens?: number;
  /** @deprecated Older answers only. */
  output_tokens?: number;
  [key: string]: unknown;
}

/** Kind of a warning. */
export type RoutingWarningType =
  | "unsupported_parameter"
  | "unsupported_feature"
  | "unsupported_field"
  | "ignored_extension"
  | "unknown_provider"
  | "blocked_field"
  | "provider_timeout"
  | (string & {});

/** Something that Auriko changed or left out, while the request succeeded. */
export interface StructuredWarning {
  type?: RoutingWarningType;
  code?: string;
  message: string;
  [key: string]: unknown;
}

/** A warning as servers send it: an object, or plain text. `summarizeRouting` makes them all alike. */
export type RoutingWarning = StructuredWarning | string;

/** How a request was routed. Fields that only older answers carry are marked as deprecated. */
export interface RoutingMetadata {
  /** The provider that answered, for example `fireworks_ai`. */
  provider: string;
  /** The provider's own id of the model. */
  provider_model_id: string;
  /** Canonical id of the requested model. */
  model_canonical: string;
  /** The strategy that was used, or `custom`. */
  routing_strategy: string;
  /** Time to first token in milliseconds. */
  ttft_ms?: number;
  /** Tokens per second. */
  throughput_tps?: number;
  cost?: RoutingCost | null;
  warnings?: RoutingWarning[] | null;
  /** @deprecated Older answers: pricing tier, for example `flex`. */
  tier?: string | null;
  /** @deprecated Older answers: whole duration in milliseconds. */
  total_latency_ms?: number;
  /** @deprecated Older answers: time that the choice took, in milliseconds. */
  routing_decision_ms?: number;
  /** @deprecated Older answers: candidates that were looked at. */
  candidates_total?: number;
  /** @deprecated Older answers: candidates that fitted. */
  candidates_viable?: number;
  [key: string]: unknown;
}
