import { type CallHooks, HOOKS, resolveHooks } from "../observability";
import { boolean, record, wrong } from "../validation/checks";
import { REQUEST_OPTIONS } from "../validation/request-option-names";
import { refuseUnknown } from "../validation/unknown-options";
import { resolveRetries } from "./client-options";
import { type HeaderOptions, resolveHeaders } from "./headers";
import { resolveTimeouts, type Timeout, type Timeouts } from "./timeouts";

/** Options of one request: the second argument of every method. They win over the client's. */
export interface RequestOptions extends CallHooks {
  /** Stops the request, a wait between two attempts, or the stream. Raises `APIUserAbortError`. */
  signal?: AbortSignal | null | undefined;
  /** Limits in milliseconds, as in the client's options; what is not given stays as the client has it. */
  timeout?: Timeout | undefined;
  /** How often a failed request is repeated; 0 switches it off. */
  maxRetries?: number | undefined;
  /** The longest `Retry-After` that is waited for, in milliseconds. */
  maxRetryDelay?: number | undefined;
  /** Headers to add; `null` takes one of the client's away. */
  headers?: HeaderOptions | undefined;
  /**
   * Fields to lay over the body, sent as they are and never checked; `gateway` is merged one level deep. `stream` can't
   * be changed by it.
   */
  extraBody?: Readonly<Record<string, unknown>> | null | undefined;
  /** What this request may cost, in USD. Needs prices: `prices` of the client, or `ledger.loadPrices()`. Default: none. */
  maxCostUsd?: number | null | undefined;
}

/** Options of a request that may stream. */
export interface StreamRequestOptions extends RequestOptions {
  /** An abort ends the stream quietly, as `break` does, instead of raising `APIUserAbortError`. Default: false. */
  silentAbort?: boolean | undefined;
  /**
   * How many characters of a stream's result are kept, those of its texts and about those that the rest of it takes.
   * Beyond it the result is let go and the loop over the stream goes on: `partial` is undefined then, and
   * `finalCompletion()` rejects with code `accumulation_limit`. Default: 67 108 864. `Infinity` keeps everything.
   */
  accumulationLimit?: number | undefined;
}

/** Request options that were checked; `undefined` where the client's stand. */
export interface ResolvedRequestOptions {
  readonly signal: AbortSignal | undefined;
  readonly limits: Limits | undefined;
  readonly headers: ReadonlyMap<string, string> | undefined;
  readonly extraBody: Readonly<Record<string, unknown>> | undefined;
  readonly silentAbort: boolean;
  readonly accumulationLimit: number | undefined;
  readonly maxCostUsd: number | undefined;
  /** Of this request alone; they come behind the client's. */
  readonly hooks: CallHooks | undefined;
}

/** What decides how long and how often a request is tried. */
export interface Limits {
  readonly timeouts: Timeouts;
  readonly maxRetries: number;
  readonly maxRetryDelay: number;
  /** Default: whatever failed may be repeated. */
  readonly repeat?: "until-received";
}

const KNOWN: readonly (keyof StreamRequestOptions)[] = [...REQUEST_OPTIONS, ...HOOKS];

const NONE: ResolvedRequestOptions = {
  signal: undefined,
  limits: undefined,
  headers: undefined,
  extraBody: undefined,
  silentAbort: false,
  accumulationLimit: undefined,
  maxCostUsd: undefined,
  hooks: undefined,
};

/**
 * Checks the options of one request.
 * @throws BadRequestError with the path of the option.
 */
export function resolveRequestOptions(
  value: unknown,
  client: Limits & { readonly headers: ReadonlyMap<string, string> },
): ResolvedRequestOptions {
  if (value === undefined || value === null) return NONE;
  const given = record(value, "options");
  refuseUnknown(given, KNOWN, "");
  return {
    signal: resolveSignal(given.signal),
    limits: hasLimits(given)
      ? { timeouts: resolveTimeouts(given.timeout, client.timeouts), ...resolveRetries(given, client) }
      : undefined,
    headers:
      given.headers === undefined || given.headers === null
        ? undefined
        : resolveHeaders(given.headers, client.headers),
    extraBody:
      given.extraBody === undefined || given.extraBody === null
        ? undefined
        : record(given.extraBody, "extraBody"),
    silentAbort: resolveSilentAbort(given.silentAbort),
    accumulationLimit: resolveAccumulationLimit(given.accumulationLimit),
    // The ledger checks it, where it checks the client's.
    maxCostUsd: (given.maxCostUsd ?? undefined) as number | undefined,
    hooks: resolveHooks(given),
  };
}

function hasLimits(given: Record<string, unknown>): boolean {
  return given.timeout !== undefined || given.maxRetries !== undefined || given.maxRetryDelay !== undefined;
}

function resolveSilentAbort(value: unknown): boolean {
  if (value !== undefined && value !== null) boolean(value, "silentAbort");
  return value === true;
}

function resolveAccumulationLimit(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (value === Number.POSITIVE_INFINITY || (Number.isInteger(value) && (value as number) > 0)) {
    return value as number;
  }
  throw wrong("accumulationLimit", "a whole number of characters above 0, or Infinity", value);
}

/** Signals are told by what they can do: jest and polyfills bring classes of their own. */
function resolveSignal(value: unknown): AbortSignal | undefined {
  if (value === undefined || value === null) return undefined;
  const signal = value as Partial<AbortSignal>;
  if (
    typeof value !== "object" ||
    typeof signal.aborted !== "boolean" ||
    typeof signal.addEventListener !== "function"
  ) {
    throw wrong("signal", "an AbortSignal", value);
  }
  return value as AbortSignal;
}
