import { type Checks, record, wrong } from "./checks";
import { refuseUnknown } from "./unknown-options";

/**
 * Checks the options of a method: refuses unknown ones, those of `required` that are missing, and what a check does not
 * take. An option that is `null` counts as one that is not given. Errors name an option as it stands, without a path.
 * @throws BadRequestError with the name of the option.
 */
export function checkOptions(
  value: unknown,
  checks: Checks,
  required: readonly string[] = [],
): Record<string, unknown> {
  const given = record(value, "options");
  refuseUnknown(given, Object.keys(checks), "");
  for (const name of required) {
    if (given[name] === undefined) throw wrong(name, "given", given[name]);
  }
  for (const [name, check] of Object.entries(checks)) {
    const option = given[name];
    if (option !== undefined && option !== null) check(option, name);
  }
  return given;
}
