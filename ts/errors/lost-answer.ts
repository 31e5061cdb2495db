import type { NativeFailure } from "../native/records";
import type { AurikoAPIError } from "./auriko-api-error";

/**
 * Whether the server may have done what was asked, although no good answer came: by the core's rules, and where it was
 * this side that ended the call, whenever it had been sent.
 */
export function mayHaveArrived({ attempts, mayHaveArrived = true }: NativeFailure): boolean {
  return attempts > 0 && mayHaveArrived;
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
