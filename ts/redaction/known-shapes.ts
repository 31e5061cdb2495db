/** Keys of Auriko and of the APIs that speak alike. */
const KEY = /\b(ak|sk)([-_])[A-Za-z0-9_-]{8,}/g;
/** The credentials of an address, such as a proxy's. */
const ADDRESS = /\b((?:https?|socks5h?):\/\/)[^\s/?#@]+@/gi;
/** What follows the name of its scheme in a header. */
const BEARER = /\b(Bearer )[A-Za-z0-9._~+/=-]{20,}/gi;

/** What each of them begins with: most texts have none of it, and are looked at once. */
const SUSPECT = /[as]k[-_]|:\/\/|bearer /i;

/** A text in which whatever looks like a key or a credential is masked, whoever it belongs to. */
export function maskKnownShapes(text: string): string {
  if (!SUSPECT.test(text)) return text;
  return text.replace(KEY, "$1$2***").replace(ADDRESS, "$1***@").replace(BEARER, "$1***");
}

/** Deeper than any answer is; an error given circular data, or data nested without end, must still be loggable. */
const MAX_DEPTH = 32;

/** A copy of JSON-like data for logs, in which the same is masked in every text, property names included. */
export function maskShapesIn(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return maskKnownShapes(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth > MAX_DEPTH) return "…";
  if (Array.isArray(value)) return value.map((item) => maskShapesIn(item, depth + 1));
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [maskKnownShapes(name), maskShapesIn(item, depth + 1)]),
  );
}
