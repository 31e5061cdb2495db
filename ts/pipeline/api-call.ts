import { APIPromise } from "../api-promise";
import { AurikoAPIError, BadRequestError, errorFromFailure, StreamDroppedError } from "../errors";
import { type SpendMeter, spendFactsOf } from "../ledger";
import { BYTES, EVENTS, TEXT } from "../native/addon";
import { NativeEventReader } from "../native/event-reader";
import type { EventReader } from "../native/records";
import type { RequestOptions, ResolvedRequestOptions } from "../options/request-options";
import { stringifyBody } from "../request-body";
import { ResponseHeaders } from "../response-headers";
import type { ApiClient, Incoming } from "./api-client";
import { readDocument, refuseDocument } from "./document";
import { rawResponse } from "./raw-response";
import { unlessAborted } from "./unless-aborted";

/** What a method of a resource asks for. */
export interface ApiRequest<T> {
  readonly method: string | (() => string);
  /** Relative to the base URL, beginning with a slash; parts of it percent-encoded. */
  readonly path: string | (() => string);
  /** The options as the caller gave them. */
  readonly options: RequestOptions | undefined;
  /** Checks the parameters and makes the body; `undefined` sends none. */
  readonly body?: (options: ResolvedRequestOptions) => unknown;
  /** Whether it costs money: then the ledger keeps an entry of it. */
  readonly billed?: boolean;
  /** What the JSON of a good answer becomes; it carries `responseHeaders` already. Default: itself. */
  readonly read?: (value: unknown) => T | Promise<T>;
  /** What an open stream becomes; without it the answer is one JSON document. */
  readonly open?: (stream: OpenStream) => T;
}

/** An open stream, before anything was read from it. */
export interface OpenStream {
  readonly reader: EventReader;
  readonly signal: AbortSignal | undefined;
  readonly silentAbort: boolean;
  readonly meter: SpendMeter | undefined;
}

/** Status and headers of the answer. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: ResponseHeaders;
}

interface Prepared {
  readonly options: ResolvedRequestOptions;
  readonly method: string;
  readonly path: string;
  readonly body: string | null;
  readonly meter: SpendMeter | undefined;
}

/** One call of a method, from its parameters to its result. */
export class ApiCall<T> {
  readonly #client: ApiClient;
  readonly #request: ApiRequest<T>;
  #sent = false;
  #raw: { resolve: (response: Response) => void; reject: (error: unknown) => void } | undefined;
  #head: AnswerHead | undefined;

  constructor(client: ApiClient, request: ApiRequest<T>) {
    this.#client = client;
    this.#request = request;
  }

  /** Runs it. The errors are made in an async function, so that the caller is in their stack. */
  async run(): Promise<T> {
    const prepared = this.#check();
    const { meter } = prepared;
    try {
      const key = this.#client.key();
      const authorization = `Bearer ${typeof key === "string" ? key : await unlessAborted(key, prepared.options.signal)}`;
      // From here on the caller has had its turn to ask for the raw answer.
      if (typeof key === "string") await undefined;
      this.#sent = true;
      const framing = this.#raw !== undefined ? BYTES : this.#request.open !== undefined ? EVENTS : TEXT;
      const answer = await this.#client.send({ ...prepared, authorization, framing }, prepared.options);
      if (answer.failure !== undefined)
        throw errorFromFailure(answer.failure, prepared.options.signal?.reason);
      const result = this.#receive(answer, prepared);
      return result instanceof Promise ? await result : result;
    } catch (error) {
      // Only the first word counts: a document that could not be read has been booked as the answer that it was.
      // What broke inside an answer has cost something all the same.
      const answered = error instanceof StreamDroppedError;
      meter?.settle({ answered }, prepared.options.signal?.aborted ? "aborted" : "failed");
      throw error;
    }
  }

  #check(): Prepared {
    try {
      return this.#prepare();
    } catch (error) {
      // The checks lie deep: without this, a stack of ten frames would end before it reaches the caller.
      if (AurikoAPIError.isInstance(error)) Error.captureStackTrace(error, APIPromise.of);
      throw error;
    }
  }

  #prepare(): Prepared {
    const { method, path, body: makeBody, billed, open } = this.#request;
    const options = this.#client.requestOptions(this.#request.options);
    const body = makeBody?.(options);
    const prepared = {
      options,
      method: given(method),
      path: given(path),
      body: body === undefined ? null : stringifyBody(body as Record<string, unknown>),
    };
    if (!billed) return { ...prepared, meter: undefined };
    const spends = body as Readonly<Record<string, unknown>>;
    const meter = this.#client.ledger.begin({
      body: spends,
      stream: open !== undefined,
      maxCostUsd: options.maxCostUsd,
    });
    return { ...prepared, meter };
  }

  #receive(answer: Incoming, { options, meter }: Prepared): T | Promise<T> {
    const status = answer.status ?? 0;
    const raw = answer.headers ?? "";
    this.#head = { status, headers: ResponseHeaders.parse(raw) };
    const { open, read } = this.#request;
    if (this.#raw !== undefined) {
      this.#raw.resolve(rawResponse(answer, this.#head, options.signal));
      meter?.settle({ answered: true }, "completed");
      throw new BadRequestError("The answer was taken by asResponse(); read it from there.", {
        code: "invalid_parameter_value",
      });
    }
    if (open === undefined) {
      const result = readDocument(answer, this.#head);
      meter?.settle(spendFactsOf(result), "completed");
      return read === undefined ? (result as T) : read(result);
    }
    if (answer.body !== undefined) throw refuseDocument(answer, this.#head);
    const { signal, silentAbort } = options;
    return open({ reader: this.#reader(answer, status, raw), signal, silentAbort, meter });
  }

  #reader(answer: Incoming, status: number, headers: string): EventReader {
    const reader = new NativeEventReader(
      answer.id,
      { status, headers, attempts: answer.attempts },
      answer.left,
    );
    answer.opened(reader);
    return reader;
  }

  // ── The HTTP answer ───────────────────────────────────────────────────────────────────────────────────────────────

  /** Status and headers as a `Response` whose body was read. */
  response(): Response {
    const { status, headers } = this.#head as AnswerHead;
    return new Response(null, { status, headers: [...headers.entries()] });
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
}

function given(value: string | (() => string)): string {
  return typeof value === "string" ? value : value();
}
