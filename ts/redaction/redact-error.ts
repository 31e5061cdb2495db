import { ResponseHeaders } from "../response-headers";
import { maskKnownShapes } from "./known-shapes";
import { redactHeaders } from "./redact-headers";
import type { Redactor } from "./redactor";

/** Errors that lie deeper are not ours. */
const MAX_CAUSES = 8;
/** What the wire said: only the secrets themselves are taken out of it. */
const WIRE = new Set(["body", "partial", "usage", "routingMetadata"]);

/**
 * Takes secrets out of everything that an error shows: message, stack, fields, body, headers, property names and the
 * errors that caused it. The error stays the same object; a cause that the caller gave stays untouched.
 */
export function redactError<T extends Error>(error: T, redactor: Redactor, given?: unknown): T {
  let current: unknown = error;
  for (let depth = 0; depth < MAX_CAUSES && current instanceof Error && current !== given; depth += 1) {
    redactOwn(current, redactor);
    current = current.cause;
  }
  return error;
}

function redactOwn(error: Error, redactor: Redactor): void {
  for (const key of Object.getOwnPropertyNames(error)) {
    const property = Object.getOwnPropertyDescriptor(error, key) as PropertyDescriptor;
    // V8 makes the stack of some errors with a getter.
    const value = key === "stack" ? error.stack : property.value;
    const masked = redacted(key, value, redactor);
    if (masked === value) continue;
    const { enumerable = false } = property;
    Object.defineProperty(error, key, { value: masked, enumerable, writable: true, configurable: true });
  }
}

function redacted(key: string, value: unknown, redactor: Redactor): unknown {
  if (value instanceof ResponseHeaders) return redactHeaders(value, redactor);
  const masked = redactor.value(value);
  return typeof masked === "string" && !WIRE.has(key) ? maskKnownShapes(masked) : masked;
}
