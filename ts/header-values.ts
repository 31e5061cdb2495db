/** What headers can be made from, besides the core's raw text. */
export type HeadersSource =
  | Iterable<readonly [string, string]>
  | Readonly<Record<string, string | readonly string[] | number | null | undefined>>;

/** The values of `name: value` lines by their names, in lower case; repeated ones are joined with a comma. */
export function indexOfLines(raw: string): Map<string, string> {
  const index = new Map<string, string>();
  for (const [name, value] of headerLines(raw)) add(index, name, value);
  return index;
}

/** The same of headers in another form. */
export function indexOfSource(source: HeadersSource): Map<string, string> {
  const index = new Map<string, string>();
  const entries = isIterable(source) ? source : Object.entries(source);
  for (const [name, value] of entries) {
    if (value === null || value === undefined) continue;
    for (const item of Array.isArray(value) ? value : [value]) add(index, name, String(item));
  }
  return index;
}

/** Name and value of each of `name: value` lines, repeated ones by themselves. */
export function headerLines(raw: string): [name: string, value: string][] {
  return raw.split("\n").flatMap((line) => {
    const colon = line.indexOf(":");
    return colon > 0 ? [[line.slice(0, colon), line.slice(colon + 1).trim()]] : [];
  });
}

function add(index: Map<string, string>, name: string, value: string): void {
  const key = name.trim().toLowerCase();
  if (key === "") return;
  const before = index.get(key);
  index.set(key, before === undefined ? value.trim() : `${before}, ${value.trim()}`);
}

/** Digits only: `9.5`, `1e3` and `0x10` are no integers, and one beyond 2^53 would come out wrong. */
export function integer(value: string | null): number | null {
  if (value === null || !/^[+-]?\d+$/.test(value.trim())) return null;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : null;
}

/** A plain number of zero or more. */
export function decimal(value: string | null): number | null {
  if (value === null || !/^\d+(?:\.\d*)?$|^\.\d+$/.test(value.trim())) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

function isIterable(source: HeadersSource): source is Iterable<readonly [string, string]> {
  return typeof (source as { [Symbol.iterator]?: unknown })[Symbol.iterator] === "function";
}
