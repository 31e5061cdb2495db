import type { ReadableStream } from "node:stream/web";
import type { AurikoAPIError } from "../errors";
import type { CallTimings } from "../observability";
import { asMicrotask } from "../real-timers";
import type { ResponseHeaders } from "../response-headers";
import { asyncDispose } from "./async-dispose";
import {
  Delivery,
  type DeliverySink,
  type FoldResult,
  LastEvent,
  type MessageEnd,
  type StreamState,
} from "./delivery";
import type { EventSource } from "./event-source";
import { followSignal } from "./follow-signal";
import { guardedSource } from "./guarded-source";
import { ParsedHeaders } from "./parsed-headers";
import { Settlement } from "./settlement";
import { type SSEResponseInit, type SseFormat, sseBytes, sseResponse } from "./sse-writer";
import { StreamEnding } from "./stream-ending";
import {
  abortedBy,
  addFacts,
  alreadyConsumed,
  closedEarly,
  errorFromEnd,
  unusableEvent,
} from "./stream-errors";
import type { StreamInit } from "./stream-init";
import { StreamIterator } from "./stream-iterator";
import { type EventMap, type EventNames, StreamListeners, tell } from "./stream-listeners";
import type { Tally } from "./tally";
import { checkTeeOptions, type TeeOptions, teeSources } from "./tee";

/**
 * What chat and Responses streams share: who reads, in which order, how it ends, and what is known then. The native side
 * is reached through an `EventSource` only, the order and the states live in `Delivery`, and what events mean is left to
 * the two subclasses.
 */
export abstract class EventStream<Event, Result, Events extends EventMap<Events>>
  implements AsyncIterable<Event>
{
  /** @internal */
  protected readonly source: EventSource;
  readonly #init: StreamInit;
  readonly #delivery: Delivery<Event>;
  readonly #settlement: Settlement;
  readonly #watching: boolean;
  /** @internal */
  protected listeners: StreamListeners<Events> | undefined;
  #shown = false; // The caller gets to see events, by whatever means.
  #readsItself = false; // Nobody reads; the stream does, for its listeners or for who waits for its result.
  readonly #ending = new StreamEnding();
  readonly #headers = new ParsedHeaders();

  /** @internal */
  constructor(init: StreamInit, tally: Tally) {
    this.source = init.reader;
    this.#init = init;
    this.#settlement = new Settlement(init, tally);
    this.#watching = this.#settlement.meter?.watching ?? false;
    this.#delivery = new Delivery(guardedSource(this.source), this.#sink());
  }

  /** Called at the end of a subclass's constructor, when an abort can be answered. @internal */
  protected start(): void {
    this.#settlement.abandonWith(this);
    if (this.#init.signal?.aborted) this.abort(this.#init.signal.reason);
    else this.#settlement.unfollow = followSignal(this, this.#init.signal);
  }

  #sink(): DeliverySink<Event> {
    return {
      accept: (event) => this.#accept(event),
      absorbUsage: (event) => this.absorbUsage(event),
      conclude: (end) => this.#conclude(end),
      describe: (error) => this.#describe(error),
      settled: () => this.#settled(),
    };
  }

  // ── What the subclasses know ──────────────────────────────────────────────────────────────────────────────────────

  /** Folds an event and says what it means. @internal */
  protected abstract fold(event: Event): FoldResult;
  /** Keeps usage and cost of an event that won't be handed out. @internal */
  protected abstract absorbUsage(event: Event): void;
  /** Tells listeners what an event brought. @internal */
  protected abstract announce(event: Event, listeners: StreamListeners<Events>): void;
  /** Tells listeners that the stream is over. @internal */
  protected abstract announceEnd(listeners: StreamListeners<Events>, error: AurikoAPIError | undefined): void;
  /** Whether the message is complete although the source says no more than "the body ended". @internal */
  protected abstract truncation(end: "done" | "eof"): AurikoAPIError | undefined;
  /** The result so far; `undefined` when nothing has come. @internal */
  protected abstract partial(): Result | undefined;
  /** Why there is no result although the stream goes on: it has outgrown `accumulationLimit`. @internal */
  protected abstract readonly outgrown: AurikoAPIError | undefined;
  /** The piece of answer text that an event adds. @internal */
  protected abstract textOf(event: Event): string | undefined;
  /** What `on` and `once` take. @internal */
  protected abstract readonly eventNames: EventNames<Events>;
  /** How the events are written for others. @internal */
  protected abstract readonly format: SseFormat<Event>;

  // ── Consuming ─────────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Iterates over the events, once. Leaving the loop early closes the connection.
   *
   * Throws `StreamDroppedError`, `StreamTruncatedError`, `APITimeoutError`, `APIUserAbortError`, `SpendLimitError` or an
   * `APIStatusError` where the stream ends otherwise than complete, and an error with code `stream_consumed` for a second
   * consumer.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<Event> {
    return this.#iterate<Event>();
  }

  /**
   * The pieces of answer text, to be iterated over once, with `for await`. Events without text are passed over. Ends and
   * throws as the loop over the stream itself does.
   */
  get textStream(): AsyncIterable<string> {
    return this.selecting((event) => this.textOf(event));
  }

  /** What `select` makes of the events, to be iterated over once; events for which it gives `undefined` are passed over. @internal */
  protected selecting<Item>(select: (event: Event) => Item | undefined): AsyncIterable<Item> {
    return { [Symbol.asyncIterator]: () => this.#iterate<Item>(select) };
  }

  #iterate<Item>(select?: (event: Event) => Item | undefined): StreamIterator<Item> {
    this.#claim();
    this.#delivery.select = select;
    return new StreamIterator<Item>(this.#delivery);
  }

  /**
   * Calls `callback` for every event: the fastest way to read. A promise that it returns is awaited before the next
   * event. If it throws, the stream is closed and the error passed on. Rejects as `for await` throws.
   */
  async forEach(callback: (event: Event) => void | PromiseLike<void>): Promise<void> {
    this.#claim();
    await this.#delivery.run(callback as (event: unknown) => unknown).finally(() => this.#delivery.close());
  }

  /**
   * The stream as server-sent events, in bytes, as the API writes them: to be sent on, or read by `fromReadableStream()`.
   * Bytes are made only as fast as they are taken; cancelling closes the stream. A failure becomes an error event.
   */
  toReadableStream(): ReadableStream<Uint8Array> {
    this.#claim();
    return sseBytes(this.#delivery, this.format);
  }

  /**
   * A `Response` with the body of `toReadableStream()`, for a browser or any client of the OpenAI API. When the browser
   * goes away, the stream is closed.
   */
  toSSEResponse(init: SSEResponseInit = {}): Response {
    return sseResponse(this.toReadableStream(), this.requestId, init);
  }

  /** The stream, claimed by `tee()`. @internal */
  protected divide(options: TeeOptions): StreamInit[] {
    checkTeeOptions(options);
    this.#claim();
    const divided = { delivery: this.#delivery, source: this.source, ended: this.completed() };
    return teeSources(divided, options).map((reader) => ({ reader, clock: this.#init.clock }));
  }

  #claim(): void {
    if (this.#delivery.claimed) throw alreadyConsumed();
    this.#shown = true;
    this.#delivery.claim();
  }

  /** Reads on by itself, unless somebody has begun to read by the end of the present tick. */
  #readByItself(): void {
    asMicrotask(() => {
      if (this.#delivery.claimed) return;
      this.#readsItself = true;
      this.#delivery.claim();
      // What is no failure of the stream is a defect; nobody who waits may go on waiting because of it.
      this.#delivery
        .run()
        .catch((error) => this.#delivery.fail(unusableEvent(error, this.source.head.status)));
    });
  }

  /** Settles when the stream is over. Reads it if nobody else does. @internal */
  protected completed(): Promise<void> {
    const { awaited, promise } = this.#ending;
    if (awaited) return promise;
    if (this.#delivery.over) this.#settleEnding();
    else this.#readByItself();
    return promise;
  }

  /** A result of the finished stream. @internal */
  protected afterEnd<T>(result: () => T | PromiseLike<T>): Promise<T> {
    const promise = this.completed().then(() => {
      if (this.outgrown !== undefined) throw this.outgrown;
      return result();
    });
    promise.catch(() => {});
    return promise;
  }

  // ── Stopping ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Stops the stream and closes the connection. Whoever reads it gets an `APIUserAbortError` with `reason` as its cause,
   * what had arrived in `partial`. No effect on a stream that is over.
   */
  abort(reason?: unknown): void {
    if (this.#init.silentAbort) this.#delivery.close();
    else this.#delivery.fail(abortedBy(reason));
  }

  /** Ends the stream quietly and closes the connection: a loop over it ends as if there were no more events. */
  close(): void {
    this.#delivery.close();
  }

  /** For `await using`: the same as `close()`. */
  async [asyncDispose](): Promise<void> {
    this.close();
  }

  // ── Events ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Calls `listener` whenever the event happens. If nobody else reads the stream, this starts to read it. */
  on<Name extends keyof Events>(name: Name, listener: (...args: Events[Name]) => void): this {
    return this.#listen(name, listener, false);
  }

  /** Calls `listener` the first time that the event happens. If nobody else reads the stream, this starts to read it. */
  once<Name extends keyof Events>(name: Name, listener: (...args: Events[Name]) => void): this {
    return this.#listen(name, listener, true);
  }

  /** Removes a listener that `on` or `once` added. */
  off<Name extends keyof Events>(name: Name, listener: (...args: Events[Name]) => void): this {
    this.listeners?.remove(name, listener as never);
    return this;
  }

  #listen(name: keyof Events, listener: unknown, once: boolean): this {
    this.listeners ??= new StreamListeners<Events>(this.eventNames);
    this.listeners.add(name, listener as never, once);
    this.#shown = true;
    if (this.#delivery.state === "idle") this.#readByItself();
    return this;
  }

  // ── What is known ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** Where the stream is in its life: `idle`, `reading`, `finished`, `failed` or `closed`. */
  get state(): StreamState {
    return this.#delivery.state;
  }

  /** The headers of the answer. */
  get responseHeaders(): ResponseHeaders {
    return this.#headers.of(this.source.head.headers);
  }

  /** The request's id at Auriko, or `null`. */
  get requestId(): string | null {
    return this.responseHeaders.requestId;
  }

  /** How many times the request was sent, the first included. */
  get attempts(): number {
    return this.source.head.attempts;
  }

  /**
   * How long the call has taken, and on what, attempt by attempt: complete when the stream has ended. `null` for a stream
   * made by `fromReadableStream()`.
   */
  get timings(): CallTimings | null {
    return this.#settlement.timings;
  }

  // ── The delivery's questions ──────────────────────────────────────────────────────────────────────────────────────

  #accept(event: Event): FoldResult {
    try {
      const result = this.fold(event);
      return this.listeners === undefined && !this.#watching ? result : this.#observe(event, result);
    } catch (error) {
      return unusableEvent(error, this.source.head.status);
    }
  }

  /** Tells listeners and the spend meter of an event that was folded. */
  #observe(event: Event, result: FoldResult): FoldResult {
    if (result !== undefined && !(result instanceof LastEvent)) return result;
    const { listeners } = this;
    const failed = listeners && tell(listeners, () => this.announce(event, listeners));
    if (failed !== undefined) return new LastEvent(failed);
    if (result !== undefined || !this.#watching) return result;
    const limit = this.#settlement.meter?.observe(this.#settlement.tally.characters);
    return limit === undefined ? undefined : new LastEvent(limit);
  }

  #conclude(end: MessageEnd): AurikoAPIError | undefined {
    if (end.end === "done" || end.end === "eof") return this.truncation(end.end);
    return errorFromEnd(end, this.source.head.status, this.#init.signal);
  }

  #describe(error: AurikoAPIError): void {
    const partial = this.partial();
    const { usage, routingMetadata } = this.#settlement.tally;
    addFacts(error, {
      partial,
      usage,
      routingMetadata,
      attempts: this.attempts,
      responseHeaders: this.responseHeaders,
      seen: this.#shown && (partial !== undefined || this.outgrown !== undefined),
    });
    this.#init.redact?.(error);
  }

  #settled(): void {
    const { state, error } = this.#delivery;
    try {
      this.#settlement.settle(state, error, () => this.partial());
      if (this.listeners !== undefined) this.#announceEnd(this.listeners, error ?? this.outgrown);
    } finally {
      this.#settleEnding();
    }
  }

  #announceEnd(listeners: StreamListeners<Events>, error: AurikoAPIError | undefined): void {
    const heard = !this.#readsItself || this.#ending.awaited || listeners.has("error" as keyof Events);
    if (error?.code === "listener_failed" && !heard) process.emitWarning(error);
    const failed = tell(listeners, () => this.announceEnd(listeners, error));
    if (failed !== undefined) process.emitWarning(failed);
  }

  #settleEnding(): void {
    const closed = this.#delivery.state === "closed" && this.#ending.awaited ? closedEarly() : undefined;
    if (closed !== undefined) this.#describe(closed);
    this.#ending.settle(closed ?? this.#delivery.error);
  }
}
