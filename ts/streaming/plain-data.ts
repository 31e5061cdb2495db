export type Json = Record<string, unknown>;

/** How deep a value may be nested that is kept or copied: the bound of `serde_json`, far beyond what any API sends. */
export const MAX_DEPTH = 128;

/** A value is nested deeper than it may be to be kept. */
export class TooDeep extends Error {
  constructor() {
    super(`nested deeper than ${MAX_DEPTH} levels`);
  }
}

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a value without content of its own is counted as: about what V8 spends on it, in characters. */
const OVERHEAD = 16;

/**
 * About how many characters a value takes in memory.
 * @throws TooDeep for what `copyOf` could not copy. Looks without recursion, so that no depth can exhaust the stack.
 */
export function sizeInMemory(value: unknown): number {
  if (typeof value === "string") return value.length + OVERHEAD;
  if (typeof value !== "object" || value === null) return OVERHEAD;
  let size = OVERHEAD;
  let level: object[] = [value];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) throw new TooDeep();
    const below: object[] = [];
    for (const container of level) {
      const named = !Array.isArray(container);
      for (const [key, item] of Object.entries(container)) {
        size += OVERHEAD + (named ? key.length : 0);
        if (typeof item === "string") size += item.length;
        else if (typeof item === "object" && item !== null) below.push(item as object);
      }
    }
    level = below;
  }
  return size;
}

/**
 * Sets fields of an object that the accumulator owns. In place: a copy for each piece would cost as much as everything
 * that came before.
 */
export function setFields(object: Json, fields: Json): void {
  for (const [key, value] of Object.entries(fields)) {
    // An assignment to `__proto__` would set the prototype.
    Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
  }
}

/** A deep copy of plain data whose depth `sizeInMemory` has seen. */
export function copyOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyOf) as T;
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyOf(item)])) as T;
}
