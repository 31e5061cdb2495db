import type { NativeFailure } from "../native/records";
import type { AurikoAPIError } from "./auriko-api-error";

/** Failures of a connection that was never made. */
const BEFORE_SENDING: ReadonlySet<NativeFailure["kind"]> = new Set([
  "connect",
  "tls",
  "proxy",
  "config",
  "queue_full",
]);

/** Whether the server may have done what was asked, although no good answer came. */
export function mayHaveArrived(failure: NativeFailure): boolean {
  if (failure.kind === "status") return (failure.status ?? 0) >= 500;
  return failure.attempts > 0 && !BEFORE_SENDING.has(failure.kind) && failure.phase !== "connect";
}

/** Says in an error what may have been done, and that sending the request again is no remedy. */
export function explainLoss(error: AurikoAPIError, explanation: string): void {
  const before = error.message;
  const message = `${before} ${explanation}`;
  // The stack was written when the error was made, and begins with its message.
  const stack = error.stack?.replace(before, () => message);
  for (const [key, value] of Object.entries({ message, stack })) {
    Object.defineProperty(error, key, { value, enumerable: false, writable: true, configurable: true });
  }
  Object.defineProperty(error, "retryable", {
    value: false,
    enumerable: true,
    writable: true,
    configurable: true,
  });
}
