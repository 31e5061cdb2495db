import type { DataPolicy, MetricPercentile, Mode, Optimize } from "./constants";

/** Custom scoring in place of a strategy. Each weight is 0 or more; at least one is above 0. */
export interface RoutingWeights {
  /** Price. */
  cost?: number | null | undefined;
  /** Time to first token. */
  ttft?: number | null | undefined;
  /** Tokens per second. */
  throughput?: number | null | undefined;
}

/** How Auriko chooses a provider. Everything is optional; a field that is `null` or `undefined` is not sent. */
export interface RoutingOptions {
  /** Strategy. Server default: `cost-focus`. */
  optimize?: Optimize | null | undefined;
  /** Custom scoring; the answer then reports the strategy `custom`. */
  weights?: RoutingWeights | null | undefined;
  /** Ceiling on the mean of input and output price, in USD per 1M tokens. Above 0. */
  max_cost_per_1m?: number | null | undefined;
  /** Ceiling on the time to first token, in milliseconds. Integer above 0. */
  max_ttft_ms?: number | null | undefined;
  /** Floor on the throughput, in tokens per second. Above 0. */
  min_throughput_tps?: number | null | undefined;
  /** Percentile used for the time to first token. */
  ttft_percentile?: MetricPercentile | null | undefined;
  /** Percentile used for the throughput. */
  throughput_percentile?: MetricPercentile | null | undefined;
  /** Only these providers; when none of them fits, the request fails. */
  providers?: readonly string[] | null | undefined;
  /** Never these providers. */
  exclude_providers?: readonly string[] | null | undefined;
  /** Preferred provider; when it doesn't fit, another is used. */
  prefer?: string | null | undefined;
  /** How several models are combined. Server default: `pool`. */
  mode?: Mode | null | undefined;
  /** Whether another candidate is tried after a failure. */
  allow_fallbacks?: boolean | null | undefined;
  /** How many other candidates are tried at most. Integer, 1–19. */
  max_fallback_attempts?: number | null | undefined;
  /** Server-side limit per attempt, in milliseconds. Integer above 0. */
  timeout_ms?: number | null | undefined;
  /** Server-side limit for the whole request, in milliseconds. Integer above 0, not below `timeout_ms`. */
  deadline_ms?: number | null | undefined;
  /** What a provider may do with the data. */
  data_policy?: DataPolicy | null | undefined;
  /** Only your own provider keys. Not together with `only_platform`. */
  only_byok?: boolean | null | undefined;
  /** Only Auriko's provider keys. Not together with `only_byok`. */
  only_platform?: boolean | null | undefined;
  /** Only providers that accept every optional parameter of the request. */
  require_parameters?: boolean | null | undefined;
  /** Opts in to premium offers; `priority` asks for Anthropic's fast mode, at a higher price. */
  tier?: "priority" | (string & {}) | null | undefined;
}

/** Marks on a request, for your own accounting at Auriko. */
export interface GatewayMetadata {
  /** Labels to group requests by. */
  tags?: readonly string[] | null | undefined;
  /** Your id of the end user. */
  user_id?: string | null | undefined;
  /** Your id of the trace that the request belongs to. */
  trace_id?: string | null | undefined;
  /** Anything else, as text. */
  custom_fields?: Readonly<Record<string, string>> | null | undefined;
}

/** Everything in a request that is for Auriko itself. */
export interface GatewayOptions {
  /** Several models to route over, in place of `model`. */
  models?: readonly string[] | null | undefined;
  /** How a provider is chosen. */
  routing?: RoutingOptions | null | undefined;
  /** Marks on the request. */
  metadata?: GatewayMetadata | null | undefined;
}
