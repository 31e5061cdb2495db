import type { AurikoAPIError } from "./auriko-api-error";

/** The stack of an error, its first line as `toString()` has it: with the provider. */
export function stackWithProvider(error: AurikoAPIError): string {
  const plain = `${error.name}: ${error.message}`;
  const stack = error.stack ?? plain;
  return stack.startsWith(plain) ? error.toString() + stack.slice(plain.length) : stack;
}

/**
 * The messages of a cause and of its causes. Test runners and loggers replace causes by plain objects, some without a prototype:
 * nothing here may throw.
 */
export function causeText(cause: unknown): string {
  const parts: string[] = [];
  let current = cause;
  while (typeof current === "object" && current !== null && parts.length < 8) {
    const { message, cause: next } = current as { message?: unknown; cause?: unknown };
    if (typeof message !== "string") break;
    parts.push(message);
    current = next;
  }
  if (parts.length > 0) return parts.join(": ");
  return typeof cause === "object" ? Object.prototype.toString.call(cause) : String(cause);
}
