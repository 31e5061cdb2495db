export { APIUserAbortError } from "./api-user-abort-error";
export { AurikoAPIError, type ErrorInit } from "./auriko-api-error";
export { invalidParameter, missingApiKey, missingParameter } from "./client-side";
export { ERROR_CODES, type ErrorCode, type ErrorType, type RegisteredErrorCode } from "./codes";
export {
  APIConnectionError,
  APITimeoutError,
  StreamDroppedError,
  StreamTruncatedError,
  type TimeoutErrorInit,
  type TimeoutPhase,
} from "./connection-errors";
export { type ErrorAnswer, errorFromCode, errorFromEnvelope, errorFromObject } from "./from-envelope";
export { errorFromFailure } from "./from-failure";
export { isRetryable } from "./retry-rule";
export { SpendLimitError, type SpendLimitErrorInit } from "./spend-limit-error";
export {
  APIStatusError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
} from "./status-errors";
export {
  StructuredOutputError,
  type StructuredOutputErrorInit,
  type StructuredOutputIssue,
  type StructuredOutputReason,
} from "./structured-output-error";
