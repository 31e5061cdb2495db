import { apiKeyFromEnvironment } from "../environment";
import { invalidParameter, missingApiKey } from "../errors";
import type { ModelPrices } from "../ledger";
import { type CallHooks, HOOKS, Log, type LoggingOptions, resolveHooks } from "../observability";
import { integer, nonNegative, record, wrong } from "../validation/checks";
import { refuseUnknown } from "../validation/unknown-options";
import { VERSION } from "../version";
import { resolveBaseUrl } from "./base-url";
import { type Identity, resolveCertificates, resolveIdentity } from "./certificates";
import { type HeaderOptions, resolveHeaders } from "./headers";
import { type LimitOptions, type RequestLimits, resolveRequestLimits } from "./request-limits";
import { DEFAULT_TIMEOUTS, resolveTimeouts, type Timeout, type Timeouts } from "./timeouts";

/** An API key, or a function that is asked for one before each request. */
export type ApiKey = string | (() => string | Promise<string>);

/** Options of a client; all have a default, except for the key. */
export interface ClientOptions extends CallHooks, LoggingOptions {
  /**
   * The API key, or a function that returns one or a promise of one and is called once per request. Default: the
   * environment variable `AURIKO_API_KEY`. An empty string counts as missing.
   */
  apiKey?: ApiKey | undefined;
  /**
   * Where the API is; `/v1` is added where it is missing. Default: the environment variable `AURIKO_BASE_URL`, and
   * `https://api.auriko.ai/v1` without it. An empty string counts as missing.
   */
  baseUrl?: string | undefined;
  /**
   * Limits in milliseconds: a number for response headers and for the wait for data, or each of `connect`, `headers`,
   * `idle` and `total`. Default: 10,000, 60,000, 300,000 and none.
   */
  timeout?: Timeout | undefined;
  /** How often a failed request is repeated, where that is safe; 0 switches it off. Default: 2. */
  maxRetries?: number | undefined;
  /** The longest `Retry-After` that is waited for, in milliseconds; a longer one is an error at once. Default: 60,000. */
  maxRetryDelay?: number | undefined;
  /**
   * How fast and how many requests may leave, together with those of clients made by `withOptions()`; limits of such a
   * client hold beside these. Default: none.
   */
  limits?: LimitOptions | null | undefined;
  /** Headers of every request. */
  headers?: HeaderOptions | undefined;
  /**
   * The address of a proxy (`http://`, `https://` or `socks5://`, credentials included), or `false` for none. Default:
   * the environment's `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`.
   */
  proxy?: string | false | undefined;
  /** Certificates in PEM to trust besides the system's and those of `NODE_EXTRA_CA_CERTS`. Default: none. */
  ca?: string | Uint8Array | readonly (string | Uint8Array)[] | undefined;
  /**
   * The certificate that the client shows to a server that wants to know who calls (mTLS), in PEM, with those of
   * intermediate authorities behind it. Needs `key`. Default: none.
   */
  cert?: string | Uint8Array | null | undefined;
  /** The private key of `cert`, in PEM, not encrypted. */
  key?: string | Uint8Array | null | undefined;
  /**
   * Which HTTP is spoken: `"auto"` takes HTTP/2 where TLS negotiates it, `"1.1"` never, `"2"` always, also without TLS.
   * Default: `"auto"`.
   */
  httpVersion?: "auto" | "1.1" | "2" | undefined;
  /**
   * What all requests of this client may cost, in USD; reaching it gives a `SpendLimitError`. It holds in the middle of a
   * stream where prices are known. Default: none.
   */
  maxCostUsd?: number | null | undefined;
  /** Prices by model, in USD per 1M tokens, for limits and estimates. Default: none, until `ledger.loadPrices()`. */
  prices?: ModelPrices | null | undefined;
}

/** Options that were checked and completed. */
export interface ResolvedClientOptions {
  readonly apiKey: ApiKey;
  readonly baseUrl: string;
  readonly timeouts: Timeouts;
  readonly maxRetries: number;
  readonly maxRetryDelay: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly proxy: string | false | undefined;
  readonly ca: readonly string[];
  readonly identity: Identity | undefined;
  readonly httpVersion: "auto" | "1.1" | "2";
  /** Of this client alone, as what follows is, not of the one that it was made from. */
  readonly limits: RequestLimits | undefined;
  readonly maxCostUsd: unknown;
  readonly prices: unknown;
  readonly hooks: CallHooks | undefined;
  readonly log: Log;
}

const KNOWN: readonly (keyof ClientOptions)[] = [
  "apiKey",
  "baseUrl",
  "timeout",
  "maxRetries",
  "maxRetryDelay",
  "limits",
  "headers",
  "proxy",
  "ca",
  "cert",
  "key",
  "httpVersion",
  "maxCostUsd",
  "prices",
  "logger",
  "logLevel",
  ...HOOKS,
];
const HTTP_VERSIONS = ["auto", "1.1", "2"] as const;

const retries = integer({ min: 0, max: 1000 });

/**
 * Checks options and completes them, from `base` or from the defaults.
 * @throws BadRequestError with the path of the option, AuthenticationError without a key.
 */
export function resolveClientOptions(value: unknown, base?: ResolvedClientOptions): ResolvedClientOptions {
  const given = value === undefined || value === null ? {} : record(value, "options");
  refuseUnknown(given, KNOWN, "");
  const { maxRetries, maxRetryDelay } = resolveRetries(
    given,
    base ?? { maxRetries: 2, maxRetryDelay: 60_000 },
  );
  return {
    apiKey: resolveApiKey(given.apiKey, base?.apiKey),
    baseUrl: given.baseUrl === undefined && base !== undefined ? base.baseUrl : resolveBaseUrl(given.baseUrl),
    timeouts: resolveTimeouts(given.timeout, base?.timeouts ?? DEFAULT_TIMEOUTS),
    maxRetries,
    maxRetryDelay,
    limits: resolveRequestLimits(given.limits),
    headers: resolveHeaders(given.headers, base?.headers ?? defaultHeaders()),
    proxy: given.proxy === undefined ? base?.proxy : resolveProxy(given.proxy),
    ca: given.ca === undefined ? (base?.ca ?? []) : resolveCertificates(given.ca),
    identity: resolveIdentity(given.cert, given.key, base?.identity),
    httpVersion: resolveHttpVersion(given.httpVersion) ?? base?.httpVersion ?? "auto",
    maxCostUsd: given.maxCostUsd,
    prices: given.prices,
    hooks: resolveHooks(given, base?.hooks),
    log: Log.resolve(given, base?.log),
  };
}

/** `maxRetries` and `maxRetryDelay`, those of `base` where they are not given. */
export function resolveRetries(
  given: Record<string, unknown>,
  base: { readonly maxRetries: number; readonly maxRetryDelay: number },
): { maxRetries: number; maxRetryDelay: number } {
  let { maxRetries, maxRetryDelay } = base;
  if (given.maxRetries !== undefined && given.maxRetries !== null) {
    retries(given.maxRetries, "maxRetries");
    maxRetries = given.maxRetries as number;
  }
  if (given.maxRetryDelay !== undefined && given.maxRetryDelay !== null) {
    nonNegative(given.maxRetryDelay, "maxRetryDelay");
    maxRetryDelay = given.maxRetryDelay as number;
  }
  return { maxRetries, maxRetryDelay };
}

function defaultHeaders(): ReadonlyMap<string, string> {
  return new Map([["user-agent", `auriko-typescript/${VERSION}`]]);
}

function resolveApiKey(value: unknown, inherited: ApiKey | undefined): ApiKey {
  if (typeof value === "function") return value as ApiKey;
  if (value !== undefined && value !== null && typeof value !== "string") {
    throw wrong("apiKey", "a string or a function that returns one", value);
  }
  const key = value || inherited || apiKeyFromEnvironment();
  if (key === undefined) throw missingApiKey();
  return typeof key === "string" ? checkApiKey(key) : key;
}

/** A key that can stand in a header. The key itself never appears in the error. */
export function checkApiKey(key: unknown): string {
  if (typeof key !== "string") {
    // The type alone: what is no string may hold a key all the same.
    const what = key === null ? "null" : typeof key;
    throw invalidParameter(
      "apiKey",
      `The function \`apiKey\` gave ${what === "undefined" ? "nothing" : what}: it must return a key, or a promise of one.`,
    );
  }
  if (key === "") throw missingApiKey();
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw invalidParameter(
      "apiKey",
      "`apiKey` holds a blank, a line end or a character that can't stand in a header.",
    );
  }
  return key;
}

function resolveProxy(value: unknown): string | false | undefined {
  if (value === false) return false;
  if (value === null) return undefined;
  if (typeof value !== "string" || !/^(https?|socks5h?):\/\/./i.test(value)) {
    // Without the value: it may hold a password.
    throw invalidParameter(
      "proxy",
      "`proxy` must be false or an address that begins with http://, https:// or socks5://.",
    );
  }
  return value;
}

function resolveHttpVersion(value: unknown): "auto" | "1.1" | "2" | undefined {
  if (value === undefined || value === null) return undefined;
  const version = HTTP_VERSIONS.find((known) => known === value);
  if (version === undefined) throw wrong("httpVersion", '"auto", "1.1" or "2"', value);
  return version;
}
