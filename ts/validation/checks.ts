import { invalidParameter } from "../errors/client-side";
import { didYouMean } from "./nearest-name";
import { REQUEST_OPTIONS } from "./request-option-names";

/** Refuses a value that a field can't have; `path` is the field as the caller wrote it. */
export type Check = (value: unknown, path: string) => void;

/** One check per field, in any order. */
export type Checks = Readonly<Record<string, Check>>;

/** Any text. */
export const string: Check = (value, path) => {
  if (typeof value !== "string") throw wrong(path, "a string", value);
};

/** True or false. */
export const boolean: Check = (value, path) => {
  if (typeof value !== "boolean") throw wrong(path, "true or false", value);
};

/** A list of texts; one text alone is a frequent slip, so that the message shows the list. */
export const strings: Check = (value, path) => {
  if (typeof value === "string") throw wrong(path, `an array of strings, such as ["${value}"]`, value);
  if (!Array.isArray(value)) throw wrong(path, "an array of strings", value);
  value.forEach((item, index) => {
    if (typeof item !== "string") throw wrong(`${path}[${index}]`, "a string", item);
  });
};

/** A map of names to texts. */
export const stringMap: Check = (value, path) => {
  for (const [key, item] of Object.entries(record(value, path))) {
    if (typeof item !== "string") throw wrong(`${path}.${key}`, "a string", item);
  }
};

/** A finite number above 0. */
export const positive: Check = (value, path) => {
  if (!isFiniteNumber(value) || value <= 0) throw wrong(path, "a finite number above 0", value);
};

/** A finite number of 0 or more. */
export const nonNegative: Check = (value, path) => {
  if (!isFiniteNumber(value) || value < 0) throw wrong(path, "a finite number of 0 or more", value);
};

/** An integer in a range. */
export function integer({ min, max }: { min: number; max?: number }): Check {
  const range = max === undefined ? `an integer of ${min} or more` : `an integer from ${min} to ${max}`;
  return (value, path) => {
    const fits =
      Number.isSafeInteger(value) &&
      (value as number) >= min &&
      (value as number) <= (max ?? (value as number));
    if (!fits) throw wrong(path, range, value);
  };
}

/**
 * Checks the fields of an object and refuses unknown ones. `synonyms` are names of other concepts that people try,
 * with the field that they mean. Gives the object without fields that are `null`: itself when there are none.
 */
export function checkFields(
  value: unknown,
  path: string,
  checks: Checks,
  synonyms: Readonly<Record<string, string>> = {},
): Record<string, unknown> {
  const given = record(value, path);
  let hasNull = false;
  for (const key of Object.keys(given)) {
    const item = given[key];
    if (item === undefined) continue;
    const check = Object.hasOwn(checks, key) ? checks[key] : undefined;
    if (check === undefined) throw unknownField(key, path, checks, synonyms);
    if (item === null) hasNull = true;
    else check(item, `${path}.${key}`);
  }
  return hasNull ? withoutNulls(given) : given;
}

function unknownField(
  key: string,
  path: string,
  checks: Checks,
  synonyms: Readonly<Record<string, string>>,
): Error {
  if (path === "params" && (REQUEST_OPTIONS as readonly string[]).includes(key)) {
    return invalidParameter(
      `${path}.${key}`,
      `\`${key}\` is an option of the request, not one of its parameters: options are the second argument, after \`params\`.`,
    );
  }
  const meant = Object.hasOwn(synonyms, key) ? synonyms[key] : undefined;
  const hint = meant === undefined ? didYouMean(key, Object.keys(checks)) : ` Did you mean \`${meant}\`?`;
  return invalidParameter(
    `${path}.${key}`,
    `\`${path}.${key}\` is not a known field.${hint} Fields that this version does not know go into the \`extraBody\` option.`,
  );
}

/** The value as an object, or a refusal. */
export function record(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw wrong(path, "an object", value);
  return value as Record<string, unknown>;
}

/** The refusal of a value. */
export function wrong(path: string, expected: string, value: unknown): Error {
  return invalidParameter(path, `\`${path}\` must be ${expected}, not ${shown(value)}.`);
}

function withoutNulls(given: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** Never the whole value: it may be long, or private. */
function shown(value: unknown): string {
  if (typeof value === "string")
    return value.length > 40 ? `a string of ${value.length} characters` : JSON.stringify(value);
  if (Array.isArray(value)) return "an array";
  if (value === null || typeof value !== "object")
    return typeof value === "bigint" ? `${value}n` : String(value);
  return "an object";
}
