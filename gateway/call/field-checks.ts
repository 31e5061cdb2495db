import { invalidValue } from "../server/api-failure";

/** Says what is wrong with a value, or nothing. */
export type FieldCheck = (value: unknown) => string | undefined;

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export const aBoolean: FieldCheck = (value) => (typeof value === "boolean" ? undefined : "must be a boolean");
export const aString: FieldCheck = (value) => (typeof value === "string" ? undefined : "must be a string");
export const anObject: FieldCheck = (value) => (isObject(value) ? undefined : "must be an object");
export const anArray: FieldCheck = (value) => (Array.isArray(value) ? undefined : "must be an array");

export const anything: FieldCheck = () => undefined;
export const aFunction: FieldCheck = (value) =>
  typeof value === "function" ? undefined : "must be a function";

/** What one of the checks takes. */
export function eitherOf(...checks: readonly FieldCheck[]): FieldCheck {
  return (value) => {
    const complaints = checks.map((check) => check(value));
    return complaints.includes(undefined) ? undefined : complaints.join(" or ");
  };
}

export const strings: FieldCheck = (value) =>
  Array.isArray(value) && value.every((item) => typeof item === "string")
    ? undefined
    : "must be an array of strings";

export function number(min: number, max: number): FieldCheck {
  return (value) =>
    typeof value === "number" && value >= min && value <= max
      ? undefined
      : `must be a number from ${min} to ${max}`;
}

export const positive: FieldCheck = (value) =>
  typeof value === "number" && value > 0 ? undefined : "must be a number greater than 0";

export function integer(min: number, max = Number.MAX_SAFE_INTEGER): FieldCheck {
  const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
  return (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= min && value <= max
      ? undefined
      : `must be an integer ${range}`;
}

export function oneOf(...choices: readonly string[]): FieldCheck {
  return (value) =>
    typeof value === "string" && choices.includes(value) ? undefined : `must be one of ${choices.join(", ")}`;
}

export const anyNumber: FieldCheck = (value) =>
  typeof value === "number" && Number.isFinite(value) ? undefined : "must be a number";

/**
 * Checks the fields of `object` that are present and not null.
 *
 * @throws ApiFailure `invalid_parameter_value` naming the first field that is wrong
 */
export function checkFields(
  object: Readonly<Record<string, unknown>>,
  checks: Readonly<Record<string, FieldCheck>>,
  path = "",
): void {
  for (const [name, check] of Object.entries(checks)) {
    const value = object[name];
    if (value === undefined || value === null) continue;
    const complaint = check(value);
    if (complaint !== undefined) throw invalidValue(`${path}${name}`, `${path}${name} ${complaint}.`);
  }
}
