import { invalidParameter } from "../errors/client-side";
import { record, wrong } from "../validation/checks";
import { refuseUnknown } from "../validation/unknown-options";

/** Limits of a call in milliseconds; `false` switches one off. */
export interface TimeoutOptions {
  /** Name resolution, TCP and TLS. Default: 10,000. */
  connect?: number | false | undefined;
  /**
   * From the start of an attempt, connecting included, to its response headers. The provider may have billed when it passes.
   * Default: 60,000.
   */
  headers?: number | false | undefined;
  /**
   * How long nothing comes while you wait for data. Keep-alive comments of a stream are no data; the time that you take
   * between two chunks does not count. Default: 300,000, because a reasoning model may think for minutes.
   */
  idle?: number | false | undefined;
  /** The whole call, retries, waits and the body included. Default: off. */
  total?: number | false | undefined;
}

/** A `timeout` option: a number sets `headers` and `idle`. */
export type Timeout = number | false | TimeoutOptions;

/** The four limits in milliseconds; `null` is off. */
export interface Timeouts {
  readonly connect: number | null;
  readonly headers: number | null;
  readonly idle: number | null;
  readonly total: number | null;
}

export const DEFAULT_TIMEOUTS: Timeouts = { connect: 10_000, headers: 60_000, idle: 300_000, total: null };

const PHASES = ["connect", "headers", "idle", "total"] as const;
/** Longer than this is a slip of the unit: it is more than 24 days. */
const MAX = 2 ** 31 - 1;

/**
 * The limits of a call: those of `base`, changed by `value`.
 * @throws BadRequestError for a value that is no time.
 */
export function resolveTimeouts(value: unknown, base: Timeouts): Timeouts {
  if (value === undefined || value === null) return base;
  if (typeof value === "number" || value === false) {
    const limit = resolveLimit(value, "timeout");
    return { ...base, headers: limit, idle: limit };
  }
  if (typeof value === "string") throw inWords(value, "timeout");
  if (typeof value !== "object" || Array.isArray(value)) {
    throw wrong("timeout", "a number of milliseconds, false for none, or an object of limits", value);
  }
  const given = record(value, "timeout");
  refuseUnknown(given, PHASES, "timeout");
  const timeouts = { ...base };
  for (const phase of PHASES) {
    const limit = given[phase];
    if (limit !== undefined && limit !== null) timeouts[phase] = resolveLimit(limit, `timeout.${phase}`);
  }
  return timeouts;
}

function resolveLimit(value: unknown, path: string): number | null {
  if (value === false) return null;
  const valid = typeof value === "number" && Number.isFinite(value) && value >= 0 && value <= MAX;
  if (typeof value === "string") throw inWords(value, path);
  if (!valid) throw wrong(path, `a time in milliseconds from 0 to ${MAX}, or false for none`, value);
  return value;
}

const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  sec: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
};

/** A time in words has no unit that everyone agrees on, so that it is refused, with the number that was probably meant. */
function inWords(value: string, path: string): Error {
  const [, amount, unit = "ms"] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(value) ?? [];
  const factor = units[unit.toLowerCase() || "ms"];
  const meant = amount === undefined || factor === undefined ? undefined : Number(amount) * factor;
  const hint = meant === undefined ? "" : `: write ${path}: ${meant}`;
  return invalidParameter(
    path,
    `\`${path}\` is a number of milliseconds, not ${JSON.stringify(value.slice(0, 40))}${hint}.`,
  );
}
