import type { ReadableStream } from "node:stream/web";
import { type AurikoAPIError, errorFromCode, StreamTruncatedError } from "../errors";
import type {
  ModelResponse,
  ResponseFunctionCallOutputItem,
  ResponseStreamEvent,
  ResponseUsage,
} from "../responses";
import type { RoutingMetadata } from "../routing/routing-metadata";
import { type FoldResult, LastEvent } from "./delivery";
import { EventStream, type ReceivedStreamOptions, type StreamInit } from "./event-stream";
import { isObject, type Json } from "./merge-fields";
import { ResponseAccumulator } from "./response-accumulator";
import { announceResponseEvent } from "./response-events";
import { responsesFormat } from "./sse-writer";
import { unreadableEvent } from "./stream-errors";
import type { StreamListeners } from "./stream-listeners";
import type { TeeOptions } from "./tee";
import { type EventResponse, WebStreamSource } from "./web-stream-source";

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

/**
 * A response as it arrives: iterate over its events once, or await `finalResponse()`. The stream ends with the event
 * `response.completed`, `response.incomplete` or `response.failed`; a failed response is a result, not an exception.
 */
export class ResponseStream extends EventStream<ResponseStreamEvent, ModelResponse, ResponseStreamEvents> {
  readonly #accumulator: ResponseAccumulator;

  /** @internal */
  constructor(init: StreamInit) {
    const accumulator = new ResponseAccumulator();
    super(init, accumulator.tally);
    this.#accumulator = accumulator;
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
  tee(options: TeeOptions = {}): [ResponseStream, ResponseStream] {
    const [first, second] = this.divide(options).map((reader) => new ResponseStream({ reader }));
    return [first, second] as [ResponseStream, ResponseStream];
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
  protected readonly format = responsesFormat;

  // ── What events mean ──────────────────────────────────────────────────────────────────────────────────────────────

  /** @internal */
  protected fold(event: ResponseStreamEvent): FoldResult {
    if (!isObject(event)) return unreadableEvent(event, this.source.head.status);
    if (event.type === "error") {
      const error = this.#errorOf(event);
      if (error !== undefined) return error;
    }
    return this.#accumulator.add(event) ? new LastEvent() : undefined;
  }

  /** An `error` event that lacks its code or message reports nothing that could be thrown; it is delivered. */
  #errorOf(event: Json): AurikoAPIError | undefined {
    const { code, message } = event;
    if (typeof code !== "string" || typeof message !== "string") return undefined;
    return errorFromCode(code, message, {
      param: textOrNull(event.param),
      provider: textOrNull(event.provider),
      docUrl: textOrNull(event.doc_url),
      suggestion: textOrNull(event.suggestion),
      attempts: this.attempts,
      responseHeaders: this.responseHeaders,
      body: event,
    });
  }

  /** @internal */
  protected absorbUsage(event: ResponseStreamEvent): void {
    if (isObject(event)) this.#accumulator.noteMoney(event);
  }

  /** @internal */
  protected truncation(): AurikoAPIError | undefined {
    return new StreamTruncatedError(
      "The stream ended before the response did: there was no completed, incomplete or failed event.",
      { statusCode: this.source.head.status },
    );
  }

  /** @internal */
  protected partial(): ModelResponse | undefined {
    return this.#accumulator.started ? this.currentResponse : undefined;
  }

  /** @internal */
  protected textOf(event: ResponseStreamEvent): string | undefined {
    return event.type === "response.output_text.delta" ? event.delta || undefined : undefined;
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

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
