import { invalidParameter } from "../errors";
import { record, wrong } from "../validation/checks";

/**
 * One segment of a path, percent-encoded, so that no id can lead elsewhere.
 * @throws BadRequestError for anything but a string, for the two that an address would swallow, and for text that is not
 * valid Unicode.
 */
export function pathSegment(value: unknown, param: string): string {
  if (typeof value !== "string") throw wrong(param, "a string", value);
  if (value === "." || value === "..")
    throw invalidParameter(param, `\`${param}\` can't be ${JSON.stringify(value)}.`);
  try {
    return encodeURIComponent(value);
  } catch {
    throw invalidParameter(
      param,
      `\`${param}\` holds half of a character (a lone surrogate), which no address can.`,
    );
  }
}

/**
 * Whether a path stays below the address that it is added to: it begins with one slash, holds nothing that would have to
 * be encoded, and none of its segments is a dot or two, in whatever way these are written.
 */
export function staysBelow(path: string): boolean {
  if (!/^\/(?!\/)[\x21-\x7e]*$/.test(path) || /[\\#]/.test(path)) return false;
  const [segments = ""] = path.split("?", 1);
  return segments.split("/").every((segment) => !/^(?:\.|%2e){1,2}$/i.test(segment));
}

/**
 * A query with its question mark, or nothing. `undefined` and `null` are left out, arrays repeat their name.
 * @throws BadRequestError for a value that is no string, number or boolean.
 */
export function queryString(query: unknown): string {
  if (query === undefined || query === null) return "";
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(record(query, "query"))) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item === undefined || item === null) continue;
      if (typeof item === "object" || typeof item === "function" || typeof item === "symbol") {
        throw wrong(`query.${name}`, "a string, a number or a boolean", item);
      }
      search.append(name, String(item));
    }
  }
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}
