import { APIStatusError, BadRequestError, errorFromEnvelope, errorFromFailure } from "../errors";
import { BYTES, EVENTS, type NativeOutcome, TEXT } from "../native/addon";
import { byteStream } from "../native/byte-stream";
import { NativeEventReader } from "../native/event-reader";
import { hub } from "../native/hub";
import type { EventReader, NativeFailure } from "../native/records";
import type { RequestOptions, ResolvedRequestOptions } from "../options/request-options";
import { ResponseHeaders } from "../response-headers";
import type { ApiClient } from "./api-client";

/** What a method of a resource asks for. */
export interface ApiRequest<T> {
  readonly method: string | (() => string);
  /** Relative to the base URL, beginning with a slash; parts of it percent-encoded. */
  readonly path: string | (() => string);
  /** The options as the caller gave them. */
  readonly options: RequestOptions | undefined;
  /** Checks the parameters and makes the body. */
  readonly body?: (options: ResolvedRequestOptions) => string | null;
  /** What the JSON of a good answer becomes; it carries `responseHeaders` already. Default: itself. */
  readonly read?: (value: unknown) => T | Promise<T>;
  /** What an open stream becomes; without it the answer is one JSON document. */
  readonly open?: (stream: OpenStream) => T;
}

/** An open stream, before anything was read from it. */
export interface OpenStream {
  readonly reader: EventReader;
  readonly options: ResolvedRequestOptions;
}

interface Head {
  readonly status: number;
  readonly headers: ResponseHeaders;
}

/** One call of a method, from its parameters to its result. */
export class ApiCall<T> {
  readonly #client: ApiClient;
  readonly #request: ApiRequest<T>;
  #sent = false;
  #raw: { resolve: (response: Response) => void; reject: (error: unknown) => void } | undefined;
  #head: Head | undefined;

  constructor(client: ApiClient, request: ApiRequest<T>) {
    this.#client = client;
    this.#request = request;
  }

  /** Runs it. The errors are made in an async function, so that the caller is in their stack. */
  async run(): Promise<T> {
    const { body: makeBody, open } = this.#request;
    const options = this.#client.requestOptions(this.#request.options);
    const method = given(this.#request.method);
    const path = given(this.#request.path);
    const body = makeBody?.(options) ?? null;
    const key = this.#client.key();
    const authorization = `Bearer ${typeof key === "string" ? key : await key}`;
    // From here on the caller has had its turn to ask for the raw answer.
    if (typeof key === "string") await undefined;
    this.#sent = true;
    const framing = this.#raw !== undefined ? BYTES : open !== undefined ? EVENTS : TEXT;
    const outcome = await this.#client.send({ method, path, authorization, body, framing }, options);
    if (outcome.failure !== undefined) throw errorFromFailure(outcome.failure, options.signal?.reason);
    const status = outcome.status ?? 0;
    const raw = outcome.headers ?? "";
    this.#head = { status, headers: ResponseHeaders.parse(raw) };
    if (this.#raw !== undefined) return this.#handOverBytes(outcome, options);
    if (open === undefined || outcome.body !== undefined) return this.#readDocument(outcome);
    const reader = new NativeEventReader(
      outcome.id,
      { status, headers: raw, attempts: outcome.attempts },
      outcome.left,
    );
    outcome.opened(reader);
    return open({ reader, options });
  }

  #readDocument(outcome: NativeOutcome): T | Promise<T> {
    const { status, headers } = this.#head as Head;
    const text = outcome.body ?? "";
    const value = status === NO_CONTENT ? null : parse(text);
    if (value === undefined)
      throw invalidResponse(this.#head as Head, outcome.attempts, text, "is not valid JSON");
    if (isError(value)) throw errorFromEnvelope({ status, headers, body: value, attempts: outcome.attempts });
    if (this.#request.open !== undefined) {
      throw invalidResponse(
        this.#head as Head,
        outcome.attempts,
        text,
        "is one document, although a stream was asked for",
      );
    }
    const result = withHeaders(value, headers);
    return this.#request.read === undefined ? (result as T) : this.#request.read(result);
  }

  // ── The HTTP answer ───────────────────────────────────────────────────────────────────────────────────────────────

  /** Status and headers as a `Response` whose body was read. */
  response(): Response {
    const head = this.#head as Head;
    return new Response(null, { status: head.status, headers: [...head.headers.entries()] });
  }

  requestId(): string | null {
    return this.#head?.headers.requestId ?? null;
  }

  /** The answer with its body unread. */
  takeResponse(promise: Promise<T>): Promise<Response> {
    if (this.#sent) {
      return Promise.reject(
        new BadRequestError("Call asResponse() right after the method, before the request is on its way.", {
          code: "invalid_parameter_value",
        }),
      );
    }
    return new Promise<Response>((resolve, reject) => {
      this.#raw = { resolve, reject };
      promise.then(undefined, reject);
    });
  }

  #handOverBytes(
    outcome: NativeOutcome & { id: number; left: () => void },
    options: ResolvedRequestOptions,
  ): never {
    const { status, headers } = this.#head as Head;
    const { signal } = options;
    const left = () => {
      outcome.left();
      signal?.removeEventListener("abort", stop);
    };
    const stop = () => {
      hub().stopWaiting(outcome.id);
      hub().cancel(outcome.id);
      left();
    };
    signal?.addEventListener("abort", stop, { once: true });
    const raise = (failure: NativeFailure) => errorFromFailure(failure, signal?.reason);
    const body = byteStream(outcome.id, raise, left);
    this.#raw?.resolve(new Response(body, { status, headers: [...headers.entries()] }));
    throw new BadRequestError("The answer was taken by asResponse(); read it from there.", {
      code: "invalid_parameter_value",
    });
  }
}

const NO_CONTENT = 204;

function given(value: string | (() => string)): string {
  return typeof value === "string" ? value : value();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** An error under a good status: some gateways and proxies send them. Objects of the API may have a field of that name. */
function isError(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { error, object } = value as { error?: unknown; object?: unknown };
  return error !== undefined && error !== null && object === undefined;
}

function withHeaders(value: unknown, headers: ResponseHeaders): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.defineProperty(value, "responseHeaders", {
    value: headers,
    configurable: true,
    writable: true,
  });
}

/** The most characters of a body that an error keeps. */
const MAX_BODY = 4096;

function invalidResponse(head: Head, attempts: number, text: string, what: string): APIStatusError {
  return new APIStatusError(`The server answered with status ${head.status}, but the body ${what}.`, {
    statusCode: head.status,
    type: "api_error",
    code: "invalid_response",
    responseHeaders: head.headers,
    attempts,
    body: text === "" ? null : text.slice(0, MAX_BODY),
    retryable: false,
  });
}
