import { hasBrand } from "./brand";
import { FAILURES, FINAL_CODES, RETRIED_STATUSES, TYPES } from "./code-table";
import type { ErrorType } from "./codes";

// The rule is data, in crates/auriko/error-codes.json: the core evaluates it for the attempts that it makes, these
// functions for what only this side sees. A test holds both to the same verdicts.

/** Whether an answer of this type, code and status may turn out better when asked for again. */
export function isRetryableAnswer(type: string | null, code: string | null, status: number): boolean {
  if (type === null || code === null || !Object.hasOwn(TYPES, type)) return false;
  // A body without an envelope says nothing about the error, so the status has to: an HTML 404 stays a 404.
  if (code === "malformed_response") return isRetryableStatus(status);
  // A good answer that can't be read would be no better the second time.
  if (code === "invalid_response") return false;
  return TYPES[type as ErrorType].retryable && !FINAL_CODES.includes(code);
}

/** The same for an answer of which nothing but its status is known. */
export function isRetryableStatus(status: number): boolean {
  return RETRIED_STATUSES.listed.includes(status) || status >= RETRIED_STATUSES.from;
}

/**
 * Whether sending the same again may succeed after a failure without an answer: a kind of the core, or `dropped` and
 * `truncated`, which only whoever reads an answer can tell.
 */
export function isRetryableFailure(kind: string, phase: string | null = null): boolean {
  return FAILURES.find((known) => known.kind === kind && known.phase === phase)?.retryable ?? false;
}

/**
 * Whether sending the request again may succeed: connection failures, timeouts, dropped or truncated streams, rate
 * limits and most server errors. False for anything that is not an error of this SDK.
 */
export function isRetryable(error: unknown): boolean {
  return hasBrand(error, "AurikoAPIError") && (error as { retryable?: unknown }).retryable === true;
}
