import { invalidParameter } from "../errors";
import { didYouMean } from "./nearest-name";

/**
 * Refuses names that are not options: a misspelt `baseUrl` must not send traffic to production.
 * @throws BadRequestError with the path in `param` and the nearest known name.
 */
export function refuseUnknown(given: object, known: readonly string[], path: string): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const param = path === "" ? name : `${path}.${name}`;
    throw invalidParameter(param, `Unknown option \`${param}\`.${didYouMean(name, known)}`);
  }
}
