/** The routing options of a request, checked. */
export interface RoutingRequest {
  /** Where they were sent, for the `param` of errors: `gateway.routing`, or `routing` in the older place. */
  readonly path: string;
  readonly optimize?: string;
  readonly weights?: { readonly cost: number; readonly ttft: number; readonly throughput: number };
  readonly maxCostPer1m?: number;
  readonly maxTtftMs?: number;
  readonly minThroughputTps?: number;
  readonly ttftPercentile: "p50" | "p95";
  readonly throughputPercentile: "p50" | "p95";
  readonly providers?: readonly string[];
  readonly excludeProviders?: readonly string[];
  readonly prefer?: string;
  readonly mode: "pool" | "fallback";
  readonly allowFallbacks: boolean;
  readonly maxFallbackAttempts: number;
  readonly timeoutMs?: number;
  readonly deadlineMs?: number;
  readonly dataPolicy: "none" | "no_training" | "zdr";
  readonly onlyByok: boolean;
  readonly onlyPlatform: boolean;
  readonly requireParameters: boolean;
  readonly tier?: string;
}
