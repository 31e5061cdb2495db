import type { ResponseHeaders } from "../response-headers";

/** A result with the headers of the answer that it came in. */
export type WithResponseHeaders<T> = T & {
  /** Rate limits, credits, budgets, request id. Not enumerable: written to JSON, the result equals the wire. */
  readonly responseHeaders: ResponseHeaders;
};

/** @deprecated Now `WithResponseHeaders`. */
export type Answered<T> = WithResponseHeaders<T>;
