import { invalidParameter } from "../errors";
import { record, wrong } from "../validation/checks";

/** Headers to add, by name. `null` takes one of the client's away. */
export type HeaderOptions = Readonly<Record<string, string | null | undefined>>;

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Visible latin1 characters, blanks and tabs: everything else, line ends above all, is no header value. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** The connection's own business; a value from outside would break the request. */
const REFUSED = new Set([
  "content-length",
  "transfer-encoding",
  "connection",
  "host",
  "upgrade",
  "te",
  "trailer",
]);

/**
 * Headers with their names in lower case.
 * @throws BadRequestError for a name or a value that can't be sent, without showing the value.
 */
export function resolveHeaders(
  value: unknown,
  base: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  if (value === undefined || value === null) return base;
  const headers = new Map(base);
  for (const [name, item] of entriesOf(value)) {
    const path = `headers.${name}`;
    if (!NAME.test(name)) throw invalidParameter(path, `${JSON.stringify(name)} is not a valid header name.`);
    const key = name.toLowerCase();
    if (REFUSED.has(key))
      throw invalidParameter(path, `\`${name}\` is set by the connection and can't be given.`);
    if (item === null || item === undefined) {
      headers.delete(key);
      continue;
    }
    if (typeof item !== "string") throw wrong(path, "a string", item);
    if (!VALUE.test(item)) {
      throw invalidParameter(
        path,
        `The value of header \`${name}\` holds a line end or a character that can't be sent.`,
      );
    }
    headers.set(key, item.trim());
  }
  return headers;
}

function entriesOf(value: unknown): Iterable<[string, unknown]> {
  if (value instanceof Map) return value as Map<string, unknown>;
  if (typeof Headers !== "undefined" && value instanceof Headers) return value.entries();
  return Object.entries(record(value, "headers"));
}

/** Headers as the core takes them. */
export function headerLines(headers: ReadonlyMap<string, string>): string {
  let lines = "";
  for (const [name, value] of headers) lines += `${name}: ${value}\n`;
  return lines;
}
