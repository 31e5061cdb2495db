export { invalidParameter, missingApiKey, missingParameter } from "./client-side";
export type { TimeoutErrorInit } from "./connection-errors";
export {
  type ErrorAnswer,
  errorFromEnvelope,
  errorFromEvent,
  errorFromObject,
  errorFromResponseEvent,
} from "./from-envelope";
export { errorFromFailure } from "./from-failure";
export * from "./public";
export { reportsError } from "./server-words";
export type { SpendLimitErrorInit } from "./spend-limit-error";
export type { StructuredOutputErrorInit } from "./structured-output-error";
