const keyLike = /\b(ak|sk)([-_])[A-Za-z0-9_-]{8,}/g;

/** Deeper than any answer is; an error given circular data must still be loggable. */
const MAX_DEPTH = 32;

/** A copy of JSON-like data in which whatever looks like an API key is masked: a server may echo the one it was sent. */
export function redactKeys(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return value.replace(keyLike, "$1$2***");
  if (typeof value !== "object" || value === null) return value;
  if (depth > MAX_DEPTH) return "…";
  if (Array.isArray(value)) return value.map((item) => redactKeys(item, depth + 1));
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) copy[key] = redactKeys(item, depth + 1);
  return copy;
}
