import type { ReadableStream } from "node:stream/web";
import type { ChatCompletion, ChatCompletionChunk, ChatCompletionMessage, ToolCall, Usage } from "../chat";
import { type AurikoAPIError, errorFromEvent, reportsError, StreamTruncatedError } from "../errors";
import type { RoutingMetadata } from "../routing/routing-metadata";
import {
  type DeepPartial,
  type ElementOf,
  elements,
  parseCompletion,
  partialObjects,
  type Typed,
} from "../structured-output";
import { ChatAccumulator } from "./chat-accumulator";
import { announceChunk, announceToolCalls } from "./chat-events";
import { spokenContent } from "./content-parts";
import type { FoldResult } from "./delivery";
import { EventStream } from "./event-stream";
import { isObject } from "./plain-data";
import { chatFormat } from "./sse-writer";
import { documentInStream, unreadableEvent } from "./stream-errors";
import type { ReceivedStreamOptions, StreamInit } from "./stream-init";
import type { EventNames, StreamListeners } from "./stream-listeners";
import type { TeeOptions } from "./tee";
import { type EventResponse, WebStreamSource } from "./web-stream-source";

/** What a chat stream is made from. Only the client makes streams. */
export interface ChatCompletionStreamInit extends StreamInit {
  /** How many choices were asked for (`n`). Default: 1. */
  choices?: number | undefined;
  /** The format of the data that was asked for. */
  format?: Typed<unknown> | object | undefined;
}

/** The events of a chat stream and what their listeners get. */
export interface ChatCompletionStreamEvents {
  /** Every chunk. */
  chunk: [chunk: ChatCompletionChunk];
  /** A piece of answer text, the text of its choice so far, and the index of the choice. */
  content: [delta: string, snapshot: string, choice: number];
  /** A piece of reasoning text, that text so far, and the index of the choice. */
  reasoning: [delta: string, snapshot: string, choice: number];
  /** A piece of a refusal, the refusal so far, and the index of the choice. */
  refusal: [delta: string, snapshot: string, choice: number];
  /** A complete tool call, when the stream has finished, and the index of its choice. */
  toolCall: [call: ToolCall, choice: number];
  /** Token usage; the last one counts. */
  usage: [usage: Usage];
  /** Route and cost; the last one counts. */
  route: [routingMetadata: RoutingMetadata];
  /** The stream is over without an error: complete, or closed by its consumer (`stream.state` tells). */
  end: [completion: ChatCompletion];
  /** The stream failed. */
  error: [error: AurikoAPIError];
}

const EVENTS: EventNames<ChatCompletionStreamEvents> = {
  chunk: true,
  content: true,
  reasoning: true,
  refusal: true,
  toolCall: true,
  usage: true,
  route: true,
  end: true,
  error: true,
};

/**
 * A chat completion as it arrives: iterate over its chunks once, or await `finalCompletion()`. Nothing is requested from
 * the server beyond a bounded buffer while nobody reads.
 *
 * `T` is the data that was asked for with `response_format`, if any.
 */
export class ChatCompletionStream<T = unknown> extends EventStream<
  ChatCompletionChunk,
  ChatCompletion,
  ChatCompletionStreamEvents
> {
  readonly #accumulator: ChatAccumulator;
  readonly #choices: number;
  readonly #format: Typed<unknown>;

  /** @internal */
  constructor(init: ChatCompletionStreamInit) {
    const accumulator = new ChatAccumulator(init.accumulationLimit);
    super(init, accumulator.tally);
    this.#accumulator = accumulator;
    this.#choices = init.choices ?? 1;
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
  ): ChatCompletionStream {
    return new ChatCompletionStream({ ...options, reader: new WebStreamSource(input) });
  }

  /**
   * Two streams that both bring every event. This one is their source from then on: it can't be read itself, still knows
   * usage and route, and its `abort()` and `close()` end both. It is closed when both are.
   */
  tee(options: TeeOptions = {}): [ChatCompletionStream<T>, ChatCompletionStream<T>] {
    const [first, second] = this.divide(options).map(
      (init) => new ChatCompletionStream<T>({ ...init, choices: this.#choices, format: this.#format }),
    );
    return [first, second] as [ChatCompletionStream<T>, ChatCompletionStream<T>];
  }

  // ── Data ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * The data of the first choice while it is written, to be iterated over once: one object that grows in place, given
   * each time that it has grown and never going backwards. It is what the model writes, before it is validated; copy it
   * if you keep it. Ends and throws as the loop over the stream itself does.
   */
  get partialObjects(): AsyncIterable<DeepPartial<T>> {
    return partialObjects<T, ChatCompletionChunk>(
      (select) => this.selecting(select),
      () => (chunk) => this.textOf(chunk),
    );
  }

  /**
   * The elements of the data's array, each once, as soon as it is complete and validated: of the data itself, or of the
   * first array among its members. Ends and throws as the loop over the stream does, and with a `StructuredOutputError`
   * (`mismatch`) at an element that is not valid.
   */
  get elements(): AsyncIterable<ElementOf<T>> {
    return elements<T, ChatCompletionChunk>(
      (select) => this.selecting(select),
      () => (chunk) => this.textOf(chunk),
      this.#format,
    );
  }

  /**
   * The data of the first choice of the whole completion, validated; `null` when the model called a tool instead. Reads
   * the stream unless somebody else does. Rejects with the stream's error, and like `parse` with
   * `StructuredOutputError`.
   */
  finalParsed(): Promise<T | null> {
    return this.afterEnd(
      async () => (await parseCompletion<T>(this.currentCompletion, this.#format as Typed<T>)).parsed,
    );
  }

  // ── Results ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /** The completion as far as its chunks were handed out; a new object each time. */
  get currentCompletion(): ChatCompletion {
    return this.#accumulator.toJSON() as unknown as ChatCompletion;
  }

  /**
   * The whole completion, as the call without streaming would have returned it. Reads the stream unless somebody else
   * does; then it settles when they have read to the end. Rejects with the stream's error.
   */
  finalCompletion(): Promise<ChatCompletion> {
    return this.afterEnd(() => this.currentCompletion);
  }

  /** The message of the first choice of `finalCompletion()`. */
  finalMessage(): Promise<ChatCompletionMessage> {
    return this.afterEnd(() => this.#firstMessage());
  }

  /** The text of the first choice of `finalCompletion()`; empty if there is none. */
  finalText(): Promise<string> {
    return this.afterEnd(() => this.#accumulator.partsOf(0)?.content.toString() ?? "");
  }

  #firstMessage(): ChatCompletionMessage {
    const [first] = this.currentCompletion.choices;
    return first?.message ?? { role: "assistant", content: null };
  }

  /** Token usage: complete when the stream has ended, the best known before, `null` when none was reported. */
  get usage(): Usage | null {
    return (this.#accumulator.tally.usage as Usage | undefined) ?? null;
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
  protected readonly format = chatFormat;

  // ── What chunks mean ──────────────────────────────────────────────────────────────────────────────────────────────

  /** @internal */
  protected fold(chunk: ChatCompletionChunk): FoldResult {
    if (
      Array.isArray((chunk as ChatCompletionChunk | null)?.choices) &&
      chunk.error == null &&
      (chunk.object as string) !== "chat.completion"
    ) {
      this.#accumulator.add(chunk);
      return undefined;
    }
    return this.#foldUnusual(chunk);
  }

  /** An error in place of a chunk, in whatever shape, or an object of a shape that is not known yet. */
  #foldUnusual(event: unknown): FoldResult {
    const { status, headers, attempts } = this.source.head;
    if (!isObject(event)) return unreadableEvent(event, status);
    if (event.object === "chat.completion") {
      this.#accumulator.noteMoney(event);
      return documentInStream(event, status);
    }
    if (reportsError(event)) {
      this.#accumulator.noteMoney(event);
      return errorFromEvent({ status: 200, headers, body: event, attempts }, event);
    }
    this.#accumulator.add(event);
    return undefined;
  }

  /** @internal */
  protected absorbUsage(chunk: ChatCompletionChunk): void {
    if (isObject(chunk)) this.#accumulator.noteMoney(chunk);
  }

  /** @internal */
  protected truncation(end: "done" | "eof"): AurikoAPIError | undefined {
    if (end === "done" && this.#accumulator.anyChoice) return undefined;
    if (this.#accumulator.isComplete(this.#choices)) return undefined;
    return new StreamTruncatedError(
      end === "done"
        ? "The stream ended with [DONE] before it brought any choice."
        : "The stream ended before the message did: there was neither a finish reason for every choice nor [DONE].",
      { statusCode: this.source.head.status },
    );
  }

  /** @internal */
  protected partial(): ChatCompletion | undefined {
    const { started, released } = this.#accumulator;
    return started && !released ? this.currentCompletion : undefined;
  }

  /** @internal */
  protected get outgrown(): AurikoAPIError | undefined {
    return this.#accumulator.outgrown;
  }

  /** @internal */
  protected textOf(chunk: ChatCompletionChunk): string | undefined {
    if (!Array.isArray(chunk.choices)) return undefined;
    for (const choice of chunk.choices) {
      if ((choice?.index ?? 0) !== 0) continue;
      return spokenContent(choice?.delta?.content).text || undefined;
    }
    return undefined;
  }

  /** @internal */
  protected announce(
    chunk: ChatCompletionChunk,
    listeners: StreamListeners<ChatCompletionStreamEvents>,
  ): void {
    announceChunk(chunk, this.#accumulator, listeners);
  }

  /** @internal */
  protected announceEnd(
    listeners: StreamListeners<ChatCompletionStreamEvents>,
    error: AurikoAPIError | undefined,
  ): void {
    if (error !== undefined) {
      listeners.emit("error", error);
      return;
    }
    if (this.state === "finished") announceToolCalls(this.#accumulator.parts, listeners);
    listeners.emit("end", this.currentCompletion);
  }
}
