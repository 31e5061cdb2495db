import { invalidParameter } from "../errors/client-side";

/** How `JSON.stringify` writes half of a surrogate pair; it escapes nothing else beyond the control characters. */
const LONE_SURROGATE = "\\ud";
const ESCAPES = /\\(?:ud[89a-f][0-9a-f]{2}|.)/g;

/**
 * Half of a surrogate pair, such as a cut emoji, as U+FFFD, which is what every UTF-8 encoder makes of it: many servers
 * refuse its escape as invalid JSON, and with it every later turn of the conversation.
 */
function wellFormed(json: string): string {
  if (!json.includes(LONE_SURROGATE)) return json;
  return json.replace(ESCAPES, (found) => (found.length > 2 ? "\uFFFD" : found));
}

/**
 * A body as JSON text. Half of a surrogate pair is sent as U+FFFD.
 * @throws BadRequestError with the path of what JSON can't hold: a circular structure, a BigInt, a throwing `toJSON`.
 */
export function stringifyBody(body: Readonly<Record<string, unknown>>): string {
  try {
    return wellFormed(JSON.stringify(body));
  } catch (cause) {
    throw unsendable(body, cause);
  }
}

function unsendable(body: unknown, cause: unknown): Error {
  // A RangeError is about size or depth: the walk would only run into the same.
  const found = cause instanceof RangeError ? undefined : findUnsendable(body, "", new Set());
  const path = found?.path ?? "";
  const what = found?.what ?? (cause instanceof Error ? cause.message : String(cause));
  const where = found === undefined ? "" : `\`${path}\` `;
  return invalidParameter(path, `The request can't be written as JSON: ${where}${what}.`);
}

interface Unsendable {
  path: string;
  what: string;
}

/** Only walked after `JSON.stringify` has failed, so that the common case pays nothing. */
function findUnsendable(value: unknown, path: string, above: Set<unknown>): Unsendable | undefined {
  if (typeof value === "bigint") return { path, what: "is a BigInt; convert it to a number or a string" };
  if (typeof value !== "object" || value === null) return undefined;
  if (above.has(value)) return { path, what: "refers back to an object that contains it" };
  if (typeof (value as { toJSON?: unknown }).toJSON === "function") return probe(value, path);
  above.add(value);
  for (const [key, item] of Object.entries(value)) {
    const step = Array.isArray(value) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
    const found = findUnsendable(item, step, above);
    if (found !== undefined) return found;
  }
  above.delete(value);
  return undefined;
}

function probe(value: object, path: string): Unsendable | undefined {
  try {
    JSON.stringify(value);
    return undefined;
  } catch (error) {
    return {
      path,
      what: `has a toJSON that fails: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}
