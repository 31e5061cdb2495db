import type { ResponseHeaders } from "./response-headers";

/** A result with the headers of the answer that it came in. */
export type Answered<T> = T & {
  /** Rate limits, credits, budgets, request id. Not enumerable: written to JSON, the result equals the wire. */
  readonly responseHeaders: ResponseHeaders;
};
