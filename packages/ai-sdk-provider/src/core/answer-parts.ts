import { toAiSdkError, unusableAnswer } from "../errors/api-call-error";
import { providerMetadata } from "../metadata/provider-metadata";
import { tokenCounts } from "../metadata/token-counts";
import type { StreamPart } from "../spec/parts";
import type { Dialect, FinishedBecause } from "./dialect";
import type { EventReader, OpenStream, PartSink } from "./endpoint";
import { isAbort } from "./is-abort";
import type { PartProducer } from "./part-stream";

/** A stream of the client, and what is needed to make parts of it. */
export interface StreamedAnswer<Warning, Usage, Finish, File, Event> {
  readonly dialect: Pick<
    Dialect<string, Warning, Usage, Finish, File>,
    "custom" | "file" | "finishReason" | "usage"
  >;
  readonly events: OpenStream<Event>;
  readonly reader: (sink: PartSink) => EventReader<Event>;
  readonly request: { readonly url: string; readonly body: unknown };
  readonly warnings: Warning[];
  /** When the call began, by `performance.now()`. */
  readonly started: number;
  readonly includeRawChunks: boolean;
}

/** The parts of a streamed answer: `stream-start`, what the events say, and `finish` with usage, route and cost. */
export class AnswerParts<Warning, Usage, Finish, File, Event> implements PartProducer<Event> {
  readonly #answer: StreamedAnswer<Warning, Usage, Finish, File, Event>;
  readonly #reader: EventReader<Event>;
  readonly #enqueue: (part: StreamPart<Warning, Usage, Finish, File>) => void;
  readonly #fail: (error: unknown) => void;
  /** Takes in an event. A field, so that asking for raw chunks costs nothing where nobody does. */
  readonly add: (event: Event) => void;

  constructor(
    answer: StreamedAnswer<Warning, Usage, Finish, File, Event>,
    enqueue: (part: StreamPart<Warning, Usage, Finish, File>) => void,
    fail: (error: unknown) => void,
  ) {
    const { dialect } = answer;
    const reader = answer.reader({
      emit: enqueue,
      file: (file) => enqueue(dialect.file(file)),
      custom: (item) => dialect.custom && enqueue(dialect.custom(item)),
    });
    this.#answer = answer;
    this.#reader = reader;
    this.#enqueue = enqueue;
    this.#fail = fail;
    this.add = answer.includeRawChunks ? (event) => this.#addWithRaw(event) : (event) => this.#read(event);
    enqueue({ type: "stream-start", warnings: answer.warnings });
  }

  forEach(callback: (event: Event) => void | PromiseLike<void>): Promise<void> {
    return this.#answer.events.forEach(callback);
  }

  cancel(): void {
    this.#answer.events.close();
  }

  complete(): void {
    let reason: FinishedBecause;
    try {
      reason = this.#reader.finish();
    } catch (error) {
      this.breakOff(error);
      return;
    }
    this.#finish(reason);
  }

  /**
   * An abort errors the stream, which is how the AI SDK knows it. Other errors are parts: what came before stays
   * good.
   */
  breakOff(error: unknown): void {
    const shown = toAiSdkError(error, this.#answer.request);
    if (isAbort(shown)) {
      this.#fail(shown);
      return;
    }
    this.#reader.abandon();
    this.#enqueue({ type: "error", error: shown });
    this.#finish({ unified: "error", raw: undefined });
  }

  #addWithRaw(event: Event): void {
    this.#enqueue({ type: "raw", rawValue: event });
    this.#read(event);
  }

  #read(event: Event): void {
    try {
      this.#reader.add(event);
    } catch (cause) {
      throw unusableAnswer(cause);
    }
  }

  #finish(reason: FinishedBecause): void {
    const { dialect, events, started } = this.#answer;
    const { usage, routingMetadata: routing, responseHeaders: headers, timings } = events;
    const { extras } = this.#reader;
    const durationMs = performance.now() - started;
    this.#enqueue({
      type: "finish",
      finishReason: dialect.finishReason(reason),
      usage: dialect.usage(tokenCounts(usage)),
      providerMetadata: providerMetadata({ routing, usage, headers, durationMs, timings, extras }),
    });
  }
}
