import type { ReadableStream } from "node:stream/web";
import { type AurikoAPIError, errorFromResponseEvent, reportsError, StreamTruncatedError } from "../errors";
import type {
  ModelResponse,
  ResponseFunctionCallOutputItem,
  ResponseStreamEvent,
  ResponseUsage,
} from "../responses";
import type { RoutingMetadata } from "../routing/routing-metadata";
import {
  answerTextOfResponse,
  type DeepPartial,
  type ElementOf,
  elements,
  parseResponse,
  partialObjects,
  type Typed,
} from "../structured-output";
import { type FoldResult, LastEvent } from "./delivery";
import { EventStream } from "./event-stream";
import { isObject, type Json } from "./plain-data";
import { ResponseAccumulator } from "./response-accumulator";
import { announceResponseEvent } from "./response-events";
import { responsesFormat } from "./sse-writer";
import { unreadableEvent } from "./stream-errors";
import type { ReceivedStreamOptions, StreamInit } from "./stream-init";
import type { EventNames, StreamListeners } from "./stream-listeners";
import type { TeeOptions } from "./tee";
import { type EventResponse, WebStreamSource } from "./web-stream-source";

/** What a Responses stream is made from. Only the client makes streams. */
export interface ResponseStreamInit extends StreamInit {
  /** The format of the data that was asked for. */
  format?: Typed<unknown> | object | undefined;
}

/** The events of a Responses stream and what their listeners get. */
export interface ResponseStreamEvents {
  /** Every event. */
  event: [event: ResponseStreamEvent];
  /** A piece of answer text, and all answer text so far. */
  content: [delta: string, snapshot: string];
  /** A piece of a reasoning summary. */
  reasoning: [delta: string];
  /** A complete function call. */
  toolCall: [call: ResponseFunctionCallOutputItem];
  /** Token usage; the last one counts. */
  usage: [usage: ResponseUsage];
  /** Route and cost; the last one counts. */
  route: [routingMetadata: RoutingMetadata];
  /** The stream is over without an error: complete, or closed by its consumer (`stream.state` tells). */
  end: [response: ModelResponse];
  /** The stream failed. */
  error: [error: AurikoAPIError];
}

const EVENTS: EventNames<ResponseStreamEvents> = {
  event: true,
  content: true,
  reasoning: true,
  toolCall: true,
  usage: true,
  route: true,
  end: true,
  error: true,
};

/**
 * A response as it arrives: iterate over its events once, or await `finalResponse()`. The stream ends with the event
 * `response.completed`, `response.incomplete` or `response.failed`; a failed response is a result, not an exception.
 *
 * `T` is the data that was asked for with `text.format`, if any.
 */
export class ResponseStream<T = unknown> extends EventStream<
  ResponseStreamEvent,
  ModelResponse,
  ResponseStreamEvents
> {
  readonly #accumulator: ResponseAccumulator;
  /** The error of an event behind which the response may still end. */
  #reported: AurikoAPIError | undefined;
  readonly #format: Typed<unknown>;

  /** @internal */
  constructor(init: ResponseStreamInit) {
    const accumulator = new ResponseAccumulator(init.accumulationLimit);
    super(init, accumulator.tally);
    this.#accumulator = accumulator;
    this.#format = (init.format ?? {}) as Typed<unknown>;
    this.start();
  }

  /**
   * A stream over the bytes that `toReadableStream()` makes, or over the `Response` of `toSSEResponse()` as `fetch`
   * received it. A response with an error status makes the stream throw that error.
   */
  static fromReadableStream(
    input: ReadableStream<Uint8Array> | EventResponse,
    options: ReceivedStreamOptions = {},
  ): ResponseStream {
    return new ResponseStream({ ...options, reader: new WebStreamSource(input) });
  }

  /**
   * Two streams that both bring every event. This one is their source from then on: it can't be read itself, still knows
   * usage and route, and its `abort()` and `close()` end both. It is closed when both are.
   */
  tee(options: TeeOptions = {}): [ResponseStream<T>, ResponseStream<T>] {
    const [first, second] = this.divide(options).map(
      (init) => new ResponseStream<T>({ ...init, format: this.#format }),
    );
    return [first, second] as [ResponseStream<T>, ResponseStream<T>];
  }

  // ── Data ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * The data while it is written, to be iterated over once: one object that grows in place, given each time that it has
   * grown and never going backwards. It is what the model writes, before it is validated; copy it if you keep it. Ends
   * and throws as the loop over the stream itself does.
   */
  get partialObjects(): AsyncIterable<DeepPartial<T>> {
    return partialObjects<T, ResponseStreamEvent>((select) => this.selecting(select), answerTextOfResponse);
  }

  /**
   * The elements of the data's array, each once, as soon as it is complete and validated: of the data itself, or of the
   * first array among its members. Ends and throws as the loop over the stream does, and with a `StructuredOutputError`
   * (`mismatch`) at an element that is not valid.
   */
  get elements(): AsyncIterable<ElementOf<T>> {
    return elements<T, ResponseStreamEvent>(
      (select) => this.selecting(select),
      answerTextOfResponse,
      this.#format,
    );
  }

  /**
   * The data of the whole response, validated; `null` when the model called a function instead. Reads the stream unless
   * somebody else does. Rejects with the stream's error, like `parse` with `StructuredOutputError`, and for a failed
   * response with the error that it carries.
   */
  finalParsed(): Promise<T | null> {
    return this.afterEnd(
      async () => (await parseResponse<T>(this.currentResponse, this.#format as Typed<T>)).parsed,
    );
  }

  // ── Results ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /** The response as far as its events were handed out. */
  get currentResponse(): ModelResponse {
    return this.#accumulator.toJSON() as unknown as ModelResponse;
  }

  /** The response of the terminal event, failed and incomplete ones included; `null` before. */
  get completedResponse(): ModelResponse | null {
    return (this.#accumulator.completed as ModelResponse | undefined) ?? null;
  }

  /** All answer text so far. */
  get outputText(): string {
    return this.#accumulator.outputText;
  }

  /**
   * The whole response, as the call without streaming would have returned it; look at its `status`. Reads the stream
   * unless somebody else does; then it settles when they have read to the end. Rejects with the stream's error.
   */
  finalResponse(): Promise<ModelResponse> {
    return this.afterEnd(() => this.currentResponse);
  }

  /** The answer text of the whole response. */
  finalText(): Promise<string> {
    return this.afterEnd(() => this.outputText);
  }

  /** Token usage: complete when the stream has ended, the best known before, `null` when none was reported. */
  get usage(): ResponseUsage | null {
    return (this.#accumulator.tally.usage as ResponseUsage | undefined) ?? null;
  }

  /** Route and cost: complete when the stream has ended, the best known before, `null` when none was reported. */
  get routingMetadata(): RoutingMetadata | null {
    return (this.#accumulator.tally.routingMetadata as RoutingMetadata | undefined) ?? null;
  }

  /** @internal */
  protected get eventNames() {
    return EVENTS;
  }
  /** @internal */
  protected readonly format = responsesFormat;

  // ── What events mean ──────────────────────────────────────────────────────────────────────────────────────────────

  /** @internal */
  protected fold(event: ResponseStreamEvent): FoldResult {
    if (!isObject(event)) return unreadableEvent(event, this.source.head.status);
    const error = reportedError(event);
    if (error === undefined) return this.#accumulator.add(event) ? new LastEvent() : undefined;
    const thrown = this.#errorOf(error, event);
    if (error === event) return thrown;
    // In this form the response itself may follow, failed with the same words: then that is the result.
    this.#reported = thrown;
    return undefined;
  }

  #errorOf(error: Json, event: Json): AurikoAPIError {
    const { attempts, responseHeaders } = this;
    return errorFromResponseEvent(error, { attempts, responseHeaders, body: event });
  }

  /** @internal */
  protected absorbUsage(event: ResponseStreamEvent): void {
    if (isObject(event)) this.#accumulator.noteMoney(event);
  }

  /** @internal */
  protected truncation(): AurikoAPIError | undefined {
    if (this.#reported !== undefined) return this.#reported;
    return new StreamTruncatedError(
      "The stream ended before the response did: there was no completed, incomplete or failed event.",
      { statusCode: this.source.head.status },
    );
  }

  /** @internal */
  protected partial(): ModelResponse | undefined {
    const { started, released } = this.#accumulator;
    return started && !released ? this.currentResponse : undefined;
  }

  /** @internal */
  protected get outgrown(): AurikoAPIError | undefined {
    return this.#accumulator.outgrown;
  }

  /** @internal */
  protected textOf(event: ResponseStreamEvent): string | undefined {
    if (event.type !== "response.output_text.delta") return undefined;
    return typeof event.delta === "string" ? event.delta || undefined : undefined;
  }

  /** @internal */
  protected announce(event: ResponseStreamEvent, listeners: StreamListeners<ResponseStreamEvents>): void {
    announceResponseEvent(event, this.#accumulator, listeners);
  }

  /** @internal */
  protected announceEnd(
    listeners: StreamListeners<ResponseStreamEvents>,
    error: AurikoAPIError | undefined,
  ): void {
    if (error === undefined) listeners.emit("end", this.currentResponse);
    else listeners.emit("error", error);
  }
}

/**
 * The error object that an event reports: the event itself, or its `error`. An event without a type is one only in the
 * second form, since objects of this API may have a field of that name. One that says nothing is delivered.
 */
function reportedError(event: Json): Json | undefined {
  const { type, error, message } = event;
  if (type === "error") {
    if (isObject(error)) return error;
    return typeof message === "string" || typeof error === "string" ? event : undefined;
  }
  if (type !== undefined && type !== null) return undefined;
  if (isObject(error)) return event.object === "response" ? undefined : error;
  return reportsError(event) ? event : undefined;
}
