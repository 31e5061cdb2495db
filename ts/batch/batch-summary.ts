/** Sums over lines of a batch that have ended. */
export interface BatchTotals {
  /** Requests that have an answer. */
  succeeded: number;
  /** Lines that have none: requests that failed for good, and lines that are no requests. */
  failed: number;
  /** All input tokens, cached ones included. */
  inputTokens: number;
  /** Input tokens that were read from the prompt cache. */
  cachedTokens: number;
  /** All output tokens, reasoning included. */
  outputTokens: number;
  /** Cost that Auriko reported, in USD. */
  costUsd: number;
  /** What prompt caching saved, as far as Auriko reported it, in USD. */
  savingsUsd: number;
  /** Requests with an answer whose cost was not reported. */
  unknownCost: number;
}

/** Sums over the lines of one model and one provider. */
export interface BatchRouteTotals extends BatchTotals {
  /** Canonical id of the model, as far as it was told, else what was asked for; `(unknown)` where that was nothing. */
  model: string;
  /** The provider; `(unknown)` for failures, and where the answer did not say. */
  provider: string;
}

/** How many lines have no answer for one reason. */
export interface BatchErrorTotals {
  /**
   * Stable name of the error, for example `model_not_found`, or `invalid_line` for lines that are no requests; `(unknown)` where
   * the output does not say, and `(others)` for what lies beyond the hundredth reason.
   */
  code: string;
  /** For people: at most 300 characters, without the number of a line. */
  message: string;
  /** How many lines. */
  count: number;
}

/** How far a batch is. */
export interface BatchProgress {
  /** What this run has come to. */
  run: BatchTotals;
  /** What this and all earlier runs of the same output have come to. */
  total: BatchTotals;
  /** Requests that have been sent and have not ended. */
  inFlight: number;
  /** Lines that earlier runs had finished and this one has met. */
  skipped: number;
  /** Lines of this run that ended in a second, lately. */
  perSecond: number;
  /** How much of the input has been read, from 0 to 1; `null` where its size is not known. */
  read: number | null;
  /** How long it will take at this rate, in milliseconds; `null` where that is not known. */
  remaining: number | null;
  /** How long it has been running, in milliseconds. */
  elapsed: number;
}

/** Why a batch ended before its input did. */
export type BatchStop = "requested" | "max_cost" | "max_failures";

/** What a batch has come to when it ended. */
export interface BatchSummary {
  /** Whether every line has an answer. */
  complete: boolean;
  /** Why it ended before its input did: `requested` by its signal or `stop()`, or by a limit; `null` if it did not. */
  stopped: BatchStop | null;
  /** What this run has come to. */
  run: BatchTotals;
  /** What this and all earlier runs of the same output have come to. */
  total: BatchTotals;
  /** The same by model and provider, this run alone. */
  routes: BatchRouteTotals[];
  /** The same by model and provider, earlier runs included. */
  totalRoutes: BatchRouteTotals[];
  /** Why lines have no answer, earlier runs included; the most frequent reason first. */
  errors: BatchErrorTotals[];
  /** Lines that earlier runs had finished, so that they were not asked again. */
  skipped: number;
  /** Lines that belong to other shards. */
  otherShards: number;
  /** Requests that were, or may have been, in flight when an earlier run broke off, and were asked again. */
  askedAgain: number;
  /** Failures of earlier runs that were taken out of the output to be asked again. */
  retried: number;
  /** Whether the last line of the output had been half written and was taken out. */
  repaired: boolean;
  /** How long this run took, in milliseconds. */
  elapsed: number;
}

/** A route as it crosses. */
export type NativeRoute = readonly [model: string, provider: string, totals: BatchTotals];

/** Progress as it crosses: with what this run has come to by model and provider. */
export type NativeProgress = BatchProgress & { readonly routes: readonly NativeRoute[] };

interface NativeSummary extends Omit<BatchSummary, "complete" | "stopped" | "routes" | "totalRoutes"> {
  readonly stopped: {
    readonly reason: BatchStop | "unauthorized";
    readonly code?: string;
    readonly message?: string;
  } | null;
  readonly routes: readonly NativeRoute[];
  readonly totalRoutes: readonly NativeRoute[];
}

/** Why a batch did not run, as it crosses. */
export interface NativeBatchFailure {
  /** `option`: `param` can't be right. Others: as a call's failure. */
  readonly kind: "option" | "config" | "resources" | "panic";
  readonly param: string | null;
  readonly message: string;
  /** Whether there are no certificates to trust. */
  readonly noRoots: boolean;
}

/** The end of a batch, as it crosses. */
export interface NativeBatchEnd {
  readonly summary?: NativeSummary;
  readonly failure?: NativeBatchFailure;
}

/** A summary as users see it. */
export function summaryOf({ stopped, routes, totalRoutes, ...rest }: NativeSummary): BatchSummary {
  const reason = stopped?.reason ?? null;
  return {
    complete: reason === null && rest.total.failed === 0,
    stopped: reason === "unauthorized" ? null : reason,
    ...rest,
    routes: routes.map(routeOf),
    totalRoutes: totalRoutes.map(routeOf),
  };
}

/** A route as users see it. */
export function routeOf([model, provider, totals]: NativeRoute): BatchRouteTotals {
  return { model, provider, ...totals };
}
