import { AurikoAPIError, BadRequestError, StreamDroppedError } from "../errors";
import { type SpendMeter, spendFactsOf } from "../ledger";
import { BYTES, type Framing } from "../native/addon";
import { NativeEventReader } from "../native/event-reader";
import type { ResponseHead } from "../native/records";
import { CallClock, type ObservedCall } from "../observability";
import { setTimings } from "../observability/call-timings";
import type { ResolvedRequestOptions } from "../options/request-options";
import { monotonicNow, systemNow } from "../real-timers";
import { ResponseHeaders } from "../response-headers";
import type { EventSource } from "../streaming/event-source";
import { observedSource } from "../streaming/observed-source";
import { isEventText, TextSource } from "../streaming/text-source";
import type { Answer } from "./answer";
import { APIPromise, type PromisedCall } from "./api-promise";
import type { ApiRequest } from "./api-request";
import { readDocument, refuseDocument } from "./document";
import type { Lifetime } from "./lifetime";
import {
  completeRequest,
  type PreparedRequest,
  prepareRequest,
  type RequestDefaults,
  withTimeLeft,
} from "./prepare-request";
import { rawResponse } from "./raw-response";
import type { RequestHeaders } from "./request-headers";
import type { Sender } from "./sender";
import { unlessStopped } from "./unless-stopped";

/** What a call needs of its client. */
export interface CallContext extends RequestDefaults {
  readonly sender: Sender;
  readonly lifetime: Lifetime;
  /** The key for one request. */
  key(): string | Promise<string>;
  /** Tells whoever listens that a call begins; `undefined` if nobody does. */
  observe(request: PreparedRequest): ObservedCall | undefined;
  /** The same for a call that is refused. */
  observeRefused(request: ApiRequest<unknown>, clock: CallClock): ObservedCall | undefined;
  /** The headers of one request. */
  headersFor(headers: ResolvedRequestOptions["headers"]): RequestHeaders;
}

/** One call of a method, from its parameters to its result: prepared, sent, received. */
export class ApiCall<T> implements PromisedCall<T> {
  readonly #client: CallContext;
  #request: ApiRequest<T>;
  #sent = false;
  #document: unknown;
  #raw: { resolve: (response: Response) => void; reject: (error: unknown) => void } | undefined;
  #head: ResponseHead | undefined;

  readonly #clock = new CallClock();
  #observed: ObservedCall | undefined;

  constructor(client: CallContext, request: ApiRequest<T>) {
    this.#client = client;
    this.#request = request;
  }

  /** Runs it. The errors are made in an async function, so that the caller is in their stack. */
  async run(): Promise<T> {
    let prepared = this.#prepare();
    try {
      const observed = this.#observed;
      const key = observed === undefined ? this.#client.key() : observed.inContext(() => this.#client.key());
      let authorized: string;
      if (typeof key === "string") {
        authorized = key;
        // From here on the caller has had its turn to ask for the raw answer.
        await undefined;
      } else {
        const since = monotonicNow();
        authorized = await this.#awaited(key, prepared);
        prepared = withTimeLeft(prepared, this.#client, monotonicNow() - since);
      }
      prepared = this.#complete(prepared, authorized);
      const answer = await this.#client.sender.send(prepared);
      const received = this.#receive(answer, prepared);
      const result = received instanceof Promise ? await received : received;
      if (observed !== undefined && this.#request.open === undefined) this.#tellEnd(observed);
      return result;
    } catch (error) {
      settleFailure(prepared, error);
      if (AurikoAPIError.isInstance(error)) this.#describe(error, prepared);
      const body = this.#raw === undefined ? this.#request.fallback?.(error) : undefined;
      if (body === undefined) {
        this.#tellFailure(error);
        throw error;
      }
      this.#clock.passed((error as AurikoAPIError).timings?.attempts ?? []);
      this.#request = { ...this.#request, body, fallback: () => undefined };
      return this.run();
    }
  }

  #prepare(): PreparedRequest {
    const clock = this.#clock;
    try {
      const prepared = prepareRequest(this.#request, this.#client, clock);
      this.#observed ??= this.#client.observe(prepared);
      return prepared;
    } catch (error) {
      // The checks lie deep: without this, a stack of ten frames would end before it reaches the caller.
      if (AurikoAPIError.isInstance(error)) {
        Error.captureStackTrace(error, APIPromise.of);
        setTimings(error, () => clock.timings(undefined, clock.startedAt));
      }
      this.#observed ??= this.#client.observeRefused(this.#request, clock);
      this.#observed?.failed(error);
      throw error;
    }
  }

  /** A key that has to be waited for: the limit on the call, its signal and `close()` hold meanwhile. */
  #awaited(key: Promise<string>, { options }: PreparedRequest): Promise<string> {
    const { lifetime, limits } = this.#client;
    const { total } = (options.limits ?? limits).timeouts;
    return unlessStopped(key, { signal: options.signal, lifetime, total });
  }

  #complete(prepared: PreparedRequest, key: string): PreparedRequest {
    this.#sent = true;
    const framing: Framing = this.#raw === undefined ? prepared.framing : BYTES;
    const observed = this.#observed;
    const { headers = prepared.options.headers } = observed ?? {};
    const completed = completeRequest(prepared, {
      key,
      framing,
      headers: this.#client.headersFor(headers),
      onAttempt: observed?.onAttempt,
    });
    const { sender } = this.#client;
    observed?.redactWith(() => sender.redactorFor(completed));
    return completed;
  }

  /** Adds to an error what its call knows, and takes the call's secrets out of it. */
  #describe(error: AurikoAPIError, prepared: PreparedRequest): void {
    const [clock, facts, endedAt] = [this.#clock, this.#head?.facts, systemNow()];
    setTimings(error, () => clock.timings(facts, endedAt));
    this.#client.sender.redact(error, prepared);
  }

  #receive(answer: Answer, prepared: PreparedRequest): T | Promise<T> {
    this.#head = answer.head;
    this.#observed?.answered(answer.head);
    if (this.#raw !== undefined) throw this.#handOver(answer, prepared, this.#raw.resolve);
    return this.#request.open === undefined
      ? this.#read(answer, prepared.meter)
      : this.#open(answer, prepared, this.#request.open);
  }

  #read(answer: Answer, meter: SpendMeter | undefined): T | Promise<T> {
    const { read, alsoGood } = this.#request;
    const result = readDocument(answer, this.#clock, alsoGood);
    if (this.#observed !== undefined) this.#document = result;
    meter?.settle(spendFactsOf(result), "completed");
    return read === undefined ? (result as T) : read(result);
  }

  /** The stream settles the meter at its end. */
  #open(answer: Answer, prepared: PreparedRequest, open: NonNullable<ApiRequest<T>["open"]>): T {
    const { options, meter } = prepared;
    const reader = this.#reader(answer);
    const { signal, silentAbort, accumulationLimit } = options;
    const redact = redactionOf(this.#client.sender, prepared);
    const [clock, observed] = [this.#clock, this.#observed];
    return open({ reader, signal, silentAbort, accumulationLimit, meter, redact, clock, observed });
  }

  #reader(answer: Answer): EventSource {
    if (answer.body !== undefined) {
      if (isEventText(answer.body)) return this.#watched(new TextSource(answer.body, answer.head));
      throw refuseDocument(answer);
    }
    const reader = new NativeEventReader(answer.id, answer.head, () => answer.running.end());
    answer.running.becomes(reader);
    return this.#watched(reader);
  }

  #watched(reader: EventSource): EventSource {
    return this.#observed === undefined ? reader : observedSource(reader, this.#observed);
  }

  /** Gives the caller the answer itself; returns what the promise of the result gets instead. */
  #handOver(
    answer: Answer,
    prepared: PreparedRequest,
    resolve: (response: Response) => void,
  ): BadRequestError {
    const { options, meter } = prepared;
    const redact = redactionOf(this.#client.sender, prepared);
    resolve(rawResponse(answer, { signal: options.signal, redact, observed: this.#observed }));
    // From here on it is the body that ends the call.
    this.#observed = undefined;
    meter?.settle({ answered: true }, "completed");
    return new BadRequestError("The answer was taken by asResponse(); read it from there.", {
      code: "invalid_parameter_value",
    });
  }

  // ── Whoever listens ───────────────────────────────────────────────────────────────────────────────────────────────

  #tellEnd(observed: ObservedCall): void {
    const { usage, routingMetadata } = spendFactsOf(this.#document);
    observed.ended("completed", { usage, routingMetadata, result: () => this.#document });
  }

  #tellFailure(error: unknown): void {
    if (this.#document === undefined) {
      this.#observed?.failed(error);
      return;
    }
    // What the caller's own reading of a good answer refused has been paid for.
    const { usage, routingMetadata } = spendFactsOf(this.#document);
    this.#observed?.failed(error, { usage, routingMetadata, result: () => this.#document });
  }

  // ── The HTTP answer ───────────────────────────────────────────────────────────────────────────────────────────────

  response(): Response {
    const { status, headers } = this.#head as ResponseHead;
    return new Response(null, { status, headers: [...ResponseHeaders.parse(headers).entries()] });
  }

  requestId(): string | null {
    return this.#head === undefined ? null : ResponseHeaders.parse(this.#head.headers).requestId;
  }

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

/**
 * Takes secrets out of the errors of an open body. It must not hold the call: that holds the promise of a raw answer, and
 * with it the answer, whose connection would stay open when nobody can read it any more.
 */
function redactionOf(sender: Sender, prepared: PreparedRequest): (error: AurikoAPIError) => AurikoAPIError {
  return (error) => sender.redact(error, prepared);
}

/**
 * Only the first word counts: a document that could not be read has been booked as the answer that it was. What broke
 * inside an answer has cost something all the same.
 */
function settleFailure({ meter, options }: PreparedRequest, error: unknown): void {
  const answered = error instanceof StreamDroppedError;
  meter?.settle({ answered }, options.signal?.aborted ? "aborted" : "failed");
}
