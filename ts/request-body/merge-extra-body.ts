import { record } from "../validation/checks";

/**
 * Lays `extraBody` over a body, which is changed; `extraBody` is not. Its top-level fields win. Only if both have a
 * `gateway` object, the fields in there are merged, one level deep. Nothing is checked: this is the escape hatch.
 */
export function mergeExtraBody(body: Record<string, unknown>, extraBody: unknown): void {
  const extra = record(extraBody, "extraBody");
  for (const key of Object.keys(extra)) {
    const value = extra[key];
    if (value === undefined) continue;
    const both = key === "gateway" && isRecord(body.gateway) && isRecord(value);
    setField(body, key, both ? { ...(body.gateway as object), ...value } : value);
  }
}

/** Sets a field as JSON knows it: `__proto__` is a name like any other. */
export function setField(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
  } else {
    target[key] = value;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
