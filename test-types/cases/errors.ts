import {
  type APIConnectionError,
  type APIStatusError,
  APITimeoutError,
  type APIUserAbortError,
  AurikoAPIError,
  AuthenticationError,
  RateLimitError,
  SpendLimitError,
  StreamTruncatedError,
} from "@auriko/sdk";
import { expectType } from "./expect.js";

// `instanceof` narrows, and each class keeps what the classes above it have.
export function narrowing(error: unknown): void {
  if (error instanceof APITimeoutError) {
    const phase: "connect" | "headers" | "idle" | "body" | "total" | null | undefined = error.phase;
    const above: APIConnectionError = error;
    void [phase, above];
  } else if (error instanceof RateLimitError) {
    expectType<number | null>()(error.retryAfterSeconds);
    const above: APIStatusError = error;
    void above;
  } else if (error instanceof SpendLimitError || error instanceof StreamTruncatedError) {
    expectType<number>()(error.attempts);
  } else if (AurikoAPIError.isInstance(error)) {
    expectType<AurikoAPIError>()(error);
    expectType<number>()(error.statusCode);
    expectType<number>()(error.status);
    expectType<string | null>()(error.requestId);
    expectType<boolean>()(error.retryable);
  } else {
    expectType<unknown>()(error);
  }
}

// Classes that hold the same fields are still told apart.
export function distinct(error: AuthenticationError | APIUserAbortError): void {
  if (error instanceof AuthenticationError) expectType<AuthenticationError>()(error);
  else expectType<APIUserAbortError>()(error);
}

// A code of the reference completes in the editor; one of the future is still a string.
export function codes(error: AurikoAPIError): boolean {
  return error.code === "model_not_found" || error.code === "a_code_of_tomorrow";
}
