import type { CallTimings } from "../observability";
import type { ResponseHeaders } from "../response-headers";

/** A result with the headers of the answer that it came in, and how long it took. */
export type WithResponseHeaders<T> = T & {
  /** Rate limits, credits, budgets, request id. Not enumerable: written to JSON, the result equals the wire. */
  readonly responseHeaders: ResponseHeaders;
  /** How long the call took, and on what, attempt by attempt. Not enumerable. */
  readonly timings: CallTimings;
};

/** @deprecated Now `WithResponseHeaders`. */
export type Answered<T> = WithResponseHeaders<T>;
