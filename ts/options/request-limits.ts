import { integer, record } from "../validation/checks";
import { refuseUnknown } from "../validation/unknown-options";

/**
 * How fast and how many requests of a client may leave, together with those of the clients made from it. Whoever does not fit
 * waits, first come, first served. Default: no limits.
 */
export interface LimitOptions {
  /** Requests that run at the same time, 1 or more. A stream runs until it has ended or was stopped. */
  concurrency?: number | null | undefined;
  /**
   * Requests that leave in a minute, 1 or more; each attempt counts. They are spread over the minute, so that no minute,
   * wherever it begins, has more.
   */
  requestsPerMinute?: number | null | undefined;
  /**
   * Tokens of the requests that leave in a minute, 1 or more: those of the prompt by estimate, and the output that the
   * request allows, or 1,000 where it sets no limit.
   */
  tokensPerMinute?: number | null | undefined;
  /**
   * Requests that may wait for their turn; one more is an error with code `queue_full` at once. Attempts after the first are
   * never refused. Default: any number.
   */
  maxQueue?: number | null | undefined;
}

/** Limits that were checked; `null` is none. */
export interface RequestLimits {
  readonly concurrency: number | null;
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
  readonly maxQueue: number | null;
}

const MAX = 2 ** 32 - 1;
const atLeastOne = integer({ min: 1, max: MAX });
const checks = {
  concurrency: atLeastOne,
  requestsPerMinute: atLeastOne,
  tokensPerMinute: atLeastOne,
  maxQueue: integer({ min: 0, max: MAX }),
} as const;
const NAMES = Object.keys(checks) as (keyof RequestLimits)[];

/**
 * The limits of a client; `undefined` where none is given.
 * @throws BadRequestError with the path of the limit.
 */
export function resolveRequestLimits(value: unknown): RequestLimits | undefined {
  if (value === undefined || value === null) return undefined;
  const given = record(value, "limits");
  refuseUnknown(given, NAMES, "limits");
  const limits = Object.fromEntries(NAMES.map((name) => [name, limit(given[name], name)]));
  return NAMES.every((name) => limits[name] === null) ? undefined : (limits as unknown as RequestLimits);
}

function limit(value: unknown, name: keyof RequestLimits): number | null {
  if (value === undefined || value === null) return null;
  checks[name](value, `limits.${name}`);
  return value as number;
}
