import { invalidParameter } from "../ts/errors/client-side";
import { didYouMean } from "../ts/validation/nearest-name";
import { type FieldCheck, isObject } from "./call/field-checks";

/** How an object is spoken of that a test has given. */
export interface GivenObject {
  /** The beginning of the complaint about a field that it does not have: `A gateway has no option`. */
  readonly what: string;
  /** Where it stands; empty at the top. */
  readonly param: string;
}

/**
 * Checks what a test gives: a misspelt field would be without effect, and the test would pass all the same.
 *
 * @throws BadRequestError naming the field that is unknown, with the nearest one, or that has no meaning
 */
export function checkGiven(
  given: unknown,
  checks: Readonly<Record<string, FieldCheck>>,
  { what, param }: GivenObject,
): asserts given is Readonly<Record<string, unknown>> {
  if (!isObject(given))
    throw invalidParameter(param || "options", `${param || "options"} must be an object.`);
  for (const [name, value] of Object.entries(given)) {
    const path = param === "" ? name : `${param}.${name}`;
    if (!Object.hasOwn(checks, name)) {
      const known = Object.keys(checks);
      throw invalidParameter(path, `${what} ${name}; it has: ${known.join(", ")}.${didYouMean(name, known)}`);
    }
    const complaint = value === undefined ? undefined : checks[name]?.(value);
    if (complaint !== undefined) throw invalidParameter(path, `${path} ${complaint}.`);
  }
}
