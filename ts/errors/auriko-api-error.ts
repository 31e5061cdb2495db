import type { ChatCompletion } from "../chat/completion";
import type { Usage } from "../chat/usage";
import type { CallTimings } from "../observability/call-timings";
import { maskKnownShapes, maskShapesIn } from "../redaction";
import type { ResponseHeaders } from "../response-headers";
import type { ModelResponse } from "../responses/model-response";
import type { ResponseUsage } from "../responses/usage";
import type { RoutingMetadata } from "../routing/routing-metadata";
import { type Brand, brand, brandClass, hasBrand, hasInstance } from "./brand";
import { docUrlOf, type ErrorCode, type ErrorType } from "./codes";
import { causeText, stackWithProvider } from "./error-text";
import { isRetryableAnswer } from "./retry-rule";

/** What is known about an error besides its message. */
export interface ErrorInit {
  /** Default: 0, no response. */
  statusCode?: number | undefined;
  type?: ErrorType | (string & {}) | null | undefined;
  code?: ErrorCode | null | undefined;
  param?: string | null | undefined;
  provider?: string | null | undefined;
  /** Default: the documentation page of `code`, if that is a registered code. */
  docUrl?: string | null | undefined;
  suggestion?: string | null | undefined;
  /** Default: taken from `responseHeaders`. */
  retryAfterSeconds?: number | null | undefined;
  /** How many times the request was sent. Default: 0. */
  attempts?: number | undefined;
  responseHeaders?: ResponseHeaders | null | undefined;
  /** Default: taken from `responseHeaders`. */
  requestId?: string | null | undefined;
  body?: unknown;
  cause?: unknown;
  partial?: unknown;
  usage?: unknown;
  routingMetadata?: unknown;
  /** Default: follows from type, code and status. */
  retryable?: boolean | undefined;
}

/**
 * The base of every error that the SDK throws.
 *
 * `instanceof` also recognises errors of a second copy of this package; `AurikoAPIError.isInstance(value)` says the
 * same as a type guard.
 */
export class AurikoAPIError extends Error {
  declare readonly [brand]: Brand<"AurikoAPIError">;

  /** HTTP status; 0 when there was no response, 200 for an error that arrived inside a stream. */
  readonly statusCode: number;
  /** Kind of error as the API names it, for example `rate_limit_error`; `null` when no server was involved. */
  readonly type: ErrorType | (string & {}) | null;
  /** Stable name of the error, for example `model_not_found`. Branch on this. */
  readonly code: ErrorCode | null;
  /** Path of the field that caused the error, for example `gateway.routing.max_ttft_ms`. */
  readonly param: string | null;
  /** The request's id at Auriko; quote it when you ask for support. */
  readonly requestId: string | null;
  /** The upstream provider that failed. */
  readonly provider: string | null;
  /** Page that explains the error. */
  readonly docUrl: string | null;
  /** The server's hint on how to avoid the error. */
  readonly suggestion: string | null;
  /** How long the server asks to wait, in seconds. */
  readonly retryAfterSeconds: number | null;
  /** How many times the request was sent, the first included; 0 when it never left. */
  readonly attempts: number;
  /** Whether sending the same request again may succeed. The SDK's own retries are already behind you. */
  readonly retryable: boolean;
  /** Headers of the answer; `null` when there was none. Not enumerable. */
  declare readonly responseHeaders: ResponseHeaders | null;
  /** The whole answer: parsed JSON, at most 4096 characters of a body that is not JSON, or `null`. Not enumerable. */
  declare readonly body: unknown;
  /**
   * What had arrived when a stream failed: the answer so far, told apart by `object` ("chat.completion" or "response").
   * Not enumerable.
   */
  declare readonly partial?: ChatCompletion | ModelResponse;
  /** Token usage, as far as it was known when a stream failed. */
  declare readonly usage?: Usage | ResponseUsage;
  /** Route and cost, as far as they were known when a stream failed. */
  declare readonly routingMetadata?: RoutingMetadata;

  /** How long the call took, and on what, attempt by attempt; absent where no call was made. Not enumerable. */
  declare readonly timings?: CallTimings;

  static {
    brandClass(AurikoAPIError, "AurikoAPIError");
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: `this` is the class on the right of `instanceof`, often a subclass
    return hasInstance(this, value);
  }

  /** Whether a value is an error of this SDK, whichever copy or realm made it. */
  static isInstance(value: unknown): value is AurikoAPIError {
    return hasBrand(value, "AurikoAPIError");
  }

  constructor(message: string, init: ErrorInit = {}) {
    super(maskKnownShapes(message), init.cause === undefined ? undefined : { cause: init.cause });
    const headers = init.responseHeaders ?? null;
    const code = init.code ?? null;
    this.statusCode = init.statusCode ?? 0;
    this.type = init.type ?? null;
    this.code = code;
    this.param = init.param ?? null;
    this.requestId = init.requestId ?? headers?.requestId ?? null;
    this.provider = init.provider ?? null;
    this.docUrl = init.docUrl ?? (code === null ? null : docUrlOf(code));
    this.suggestion = init.suggestion ? maskKnownShapes(init.suggestion) : null;
    this.retryAfterSeconds = init.retryAfterSeconds ?? headers?.retryAfterSeconds ?? null;
    this.attempts = init.attempts ?? 0;
    this.retryable = init.retryable ?? isRetryableAnswer(this.type, code, this.statusCode);
    hide(this, "responseHeaders", headers);
    hide(this, "body", init.body ?? null);
    if (init.partial !== undefined) hide(this, "partial", init.partial);
    if (init.usage !== undefined) this.usage = init.usage as Usage | ResponseUsage;
    if (init.routingMetadata !== undefined) this.routingMetadata = init.routingMetadata as RoutingMetadata;
  }

  /** The same as `statusCode`, under the name that the OpenAI SDK uses. */
  get status(): number {
    return this.statusCode;
  }

  /** Name and message, with `[provider]` before the message when a provider is known. */
  override toString(): string {
    return `${this.name}: ${this.provider === null ? "" : `[${this.provider}] `}${this.message}`;
  }

  /**
   * The error as plain data for logs: fields that are known, without stack, response headers and partial message.
   * Anything in it that looks like an API key is masked.
   */
  toJSON(): Record<string, unknown> {
    const json: Record<string, unknown> = { name: this.name, message: this.message };
    for (const [key, value] of Object.entries(this)) if (value !== null) json[key] = value;
    if (this.body !== null) json.body = this.body;
    if (this.cause !== undefined) json.cause = causeText(this.cause);
    return maskShapesIn(json) as Record<string, unknown>;
  }

  /** What `console.log` shows: the stack, then the fields that are known; what looks like an API key is masked. */
  [Symbol.for("nodejs.util.inspect.custom")](
    depth: number,
    options: object,
    inspect: (value: unknown, options: object) => string,
  ): string {
    const stack = stackWithProvider(this);
    if (depth < 0) return `[${this.toString()}]`;
    const fields: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(this)) if (value !== null) fields[key] = value;
    if (this.partial !== undefined) fields.partial = this.partial;
    if (this.cause !== undefined) fields.cause = this.cause;
    return maskKnownShapes(`${stack} ${inspect(fields, { ...options, depth })}`);
  }
}

function hide(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: false, writable: true, configurable: true });
}
