import { hasBrand } from "./brand";

const neverRetried: ReadonlySet<string> = new Set([
  "budget_exhausted",
  "duplicate_resource",
  "field_immutable",
  "insufficient_quota",
  "internal_error",
  "method_not_allowed",
  "operation_not_allowed",
  "state_precondition_failed",
  "invalid_response",
]);

/** Whether an answer of this type, code and status may turn out better when asked for again. */
export function isRetryableAnswer(type: string | null, code: string | null, status: number): boolean {
  if (type !== "rate_limit_error" && type !== "api_error") return false;
  if (code === null) return false;
  // A body without an envelope says nothing about the error, so the status has to: an HTML 404 stays a 404.
  if (code === "malformed_response")
    return status === 408 || status === 409 || status === 429 || status >= 500;
  return !neverRetried.has(code);
}

/**
 * Whether sending the request again may succeed: connection failures, timeouts, dropped or truncated streams, rate
 * limits and most server errors. False for anything that is not an error of this SDK.
 */
export function isRetryable(error: unknown): boolean {
  return hasBrand(error, "AurikoAPIError") && (error as { retryable?: unknown }).retryable === true;
}
