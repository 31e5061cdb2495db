/** Fields by name. A map, because a field named `__proto__` must stay a field. */
export type Fields = Map<string, unknown>;

export type Json = Record<string, unknown>;

/** Strings that name a thing; they are sent again, not sent in pieces. */
const names: ReadonlySet<string> = new Set([
  "id",
  "type",
  "name",
  "role",
  "object",
  "status",
  "format",
  "mime_type",
]);

/**
 * Adds a field that the SDK does not know to what arrived of it before: text and lists grow, objects are merged field
 * by field, anything else is replaced, and `null` never erases.
 */
export function mergeField(fields: Fields, key: string, value: unknown): void {
  fields.set(key, merged(key, fields.get(key), value));
}

/** Keeps the newest value of a field; `null` never erases. */
export function replaceField(fields: Fields, key: string, value: unknown): void {
  if (value != null || !fields.has(key)) fields.set(key, value);
}

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Growing values in a field map belong to it, never to an event: the caller may keep and change its events. */
function merged(key: string, before: unknown, value: unknown): unknown {
  if (value === null || value === undefined) return before ?? value;
  if (Array.isArray(value)) {
    if (!Array.isArray(before)) return value.slice();
    for (const item of value) before.push(item);
    return before;
  }
  if (isObject(value)) return mergedObject(isObject(before) ? before : {}, value);
  if (typeof value === "string" && typeof before === "string" && !names.has(key)) return before + value;
  return value;
}

function mergedObject(before: Json, value: Json): Json {
  for (const key of Object.keys(value)) {
    const result = merged(key, Object.hasOwn(before, key) ? before[key] : undefined, value[key]);
    if (key === "__proto__") defineField(before, key, result);
    else before[key] = result;
  }
  return before;
}

/** Assigning to such a key would set the object's prototype instead. */
function defineField(object: Json, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
}

/** A deep copy of plain data. */
export function copyOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyOf) as T;
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyOf(item)])) as T;
}
