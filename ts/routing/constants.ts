/** Strategies for `gateway.routing.optimize`. Any other string is sent as written, too. */
export const Optimize = {
  /** Cost first, well rounded. */
  COST: "cost",
  /** Almost only cost; the server's default. */
  COST_FOCUS: "cost-focus",
  /** Time to first token first, well rounded. */
  TTFT: "ttft",
  /** Almost only time to first token. */
  TTFT_FOCUS: "ttft-focus",
  /** Throughput first, well rounded. */
  TPS: "tps",
  /** Almost only throughput. */
  TPS_FOCUS: "tps-focus",
  /** Cost, time to first token and throughput weigh the same. */
  BALANCED: "balanced",
} as const;
/** A routing strategy: those of today, the older `cheapest`, `speed` and `throughput`, and any that the API adds. */
export type Optimize =
  | (typeof Optimize)[keyof typeof Optimize]
  | "cheapest"
  | "speed"
  | "throughput"
  | (string & {});

/** How several models are combined, for `gateway.routing.mode`. */
export const Mode = {
  /** The best candidate over all models; the server's default. */
  POOL: "pool",
  /** All providers of the first model, then those of the next. */
  FALLBACK: "fallback",
} as const;
/** A way to combine models: those of today, and any that the API adds. */
export type Mode = (typeof Mode)[keyof typeof Mode] | (string & {});

/** What a provider may do with the data, for `gateway.routing.data_policy`. */
export const DataPolicy = {
  /** No demands. */
  NONE: "none",
  /** No training on the data. */
  NO_TRAINING: "no_training",
  /** Zero data retention. */
  ZDR: "zdr",
} as const;
/** A data policy: those of today, and any that the API adds. */
export type DataPolicy = (typeof DataPolicy)[keyof typeof DataPolicy] | (string & {});

/** Which percentile of a provider's measurements counts. */
export const MetricPercentile = {
  /** The median. */
  P50: "p50",
  /** 95 of 100 requests are at least as good. */
  P95: "p95",
} as const;
/** A percentile: those of today, and any that the API adds. */
export type MetricPercentile = (typeof MetricPercentile)[keyof typeof MetricPercentile] | (string & {});
