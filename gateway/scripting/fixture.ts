import { invalidParameter } from "../../ts/errors/client-side";
import { isObject } from "../call/field-checks";

/** Names the format, so that later ones can be told apart. */
export const FIXTURE_FORMAT = "auriko-gateway-fixture/1";

/** One recorded exchange. */
export interface FixtureEntry {
  readonly request: {
    readonly method: string;
    /** Path with its query. */
    readonly path: string;
    /** The JSON that was sent; absent for requests without a body. */
    readonly body?: unknown;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    /** The JSON, or the text where it is not JSON. */
    readonly body?: unknown;
    /** Server-sent events without their blank lines, instead of a body. */
    readonly events?: readonly string[];
  };
}

/** Recorded exchanges, in the order in which they began. */
export interface Fixture {
  readonly format: typeof FIXTURE_FORMAT;
  readonly entries: readonly FixtureEntry[];
}

/**
 * Checks a fixture that was read from somewhere.
 *
 * @throws BadRequestError naming what is wrong in `param`
 */
export function checkFixture(value: unknown, param = "replay"): Fixture {
  if (!isObject(value) || value.format !== FIXTURE_FORMAT) {
    throw invalidParameter(`${param}.format`, `A fixture has the format ${JSON.stringify(FIXTURE_FORMAT)}.`);
  }
  if (!Array.isArray(value.entries))
    throw invalidParameter(`${param}.entries`, "A fixture has an array of entries.");
  for (const [index, entry] of (value.entries as unknown[]).entries()) {
    const path = `${param}.entries[${index}]`;
    const request = isObject(entry) && isObject(entry.request) ? entry.request : undefined;
    const response = isObject(entry) && isObject(entry.response) ? entry.response : undefined;
    if (typeof request?.method !== "string" || typeof request.path !== "string") {
      throw invalidParameter(`${path}.request`, "An entry's request has a method and a path.");
    }
    if (typeof response?.status !== "number" || !isObject(response.headers)) {
      throw invalidParameter(`${path}.response`, "An entry's response has a status and headers.");
    }
  }
  return value as unknown as Fixture;
}
