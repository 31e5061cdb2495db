/** One offer that was looked at while routing. */
export interface RoutedCandidate {
  readonly model: string;
  readonly provider: string;
  readonly providerModelId: string;
  readonly tier: string;
  /** Whose key would be used. */
  readonly keySource: "platform" | "byok";
  /** Mean of input and output price, in USD per million tokens. */
  readonly costPer1m: number;
  /** At the percentile that the request asks for. */
  readonly ttftMs: number;
  /** At the percentile that the request asks for. */
  readonly throughputTps: number;
  /** Weighted sum of the three dimensions, 0 to 1; only for candidates that passed every filter. */
  readonly score?: number;
  /** Why it was left out; absent for candidates that passed every filter. */
  readonly excluded?: { readonly code: string; readonly reason: string };
}

/** One try at a provider. */
export interface RoutingAttempt {
  readonly model: string;
  readonly provider: string;
  readonly providerModelId: string;
  readonly outcome: "success" | "error" | "timeout";
  readonly status?: number;
  readonly code?: string;
}

/** How a request was routed, and why. */
export interface RoutingDecision {
  /** The strategy in force, or `custom` for weights. */
  readonly strategy: string;
  readonly weights: { readonly cost: number; readonly ttft: number; readonly throughput: number };
  readonly mode: "pool" | "fallback";
  /** Every offer of the requested models: those that passed first, best first. */
  readonly candidates: readonly RoutedCandidate[];
  /** The candidate that answered; absent when none did. */
  readonly chosen?: RoutedCandidate;
  /** Tries in order; the last one is the answer. */
  readonly attempts: readonly RoutingAttempt[];
  /** One sentence for people. */
  readonly why: string;
}
