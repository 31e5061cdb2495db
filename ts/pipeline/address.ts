import { invalidParameter } from "../errors";
import { record, wrong } from "../validation/checks";

/**
 * One segment of a path, percent-encoded, so that no id can lead elsewhere.
 * @throws BadRequestError for anything but a string, and for the two that an address would swallow.
 */
export function pathSegment(value: unknown, param: string): string {
  if (typeof value !== "string") throw wrong(param, "a string", value);
  if (value === "." || value === "..")
    throw invalidParameter(param, `\`${param}\` can't be ${JSON.stringify(value)}.`);
  return encodeURIComponent(value);
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
