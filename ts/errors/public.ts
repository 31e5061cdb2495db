export { APIUserAbortError } from "./api-user-abort-error";
export { AurikoAPIError, type ErrorInit } from "./auriko-api-error";
export { ERROR_CODES } from "./code-names";
export type { ErrorCode, ErrorType, RegisteredErrorCode } from "./codes";
export {
  APIConnectionError,
  APITimeoutError,
  StreamDroppedError,
  StreamTruncatedError,
  type TimeoutPhase,
} from "./connection-errors";
export { errorFromCode } from "./from-envelope";
export { mapOpenAIError } from "./map-openai-error";
export { isRetryable } from "./retry-rule";
export { SpendLimitError } from "./spend-limit-error";
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
  type StructuredOutputIssue,
  type StructuredOutputReason,
} from "./structured-output-error";
