import type { ReadableStream, ReadableStreamDefaultReader } from "node:stream/web";
import { APIStatusError, APIUserAbortError, errorFromEnvelope, StreamDroppedError } from "../errors";
import type { ResponseHead } from "../native/records";
import { onNextTurn } from "../real-timers";
import type { EventSource, SourceEnd } from "./event-source";
import { LeadingDocument } from "./leading-document";
import { sentError } from "./sent-errors";
import { OversizedEvent, SseParser } from "./sse-parser";

/** What is needed of a `Response`. */
export interface EventResponse {
  readonly status: number;
  readonly headers: Iterable<[string, string]>;
  readonly body: ReadableStream<Uint8Array> | null;
  text(): Promise<string>;
}

/** Reads server-sent events from a web stream, or from the body of a `Response`. Asks for bytes only when asked for events. */
export class WebStreamSource implements EventSource {
  readonly head: ResponseHead;
  private readonly reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  private readonly failed: EventResponse | undefined;
  private readonly decoder = new TextDecoder();
  private readonly parser = new SseParser();
  private readonly document = new LeadingDocument();
  private events: unknown[] = [];
  private end: SourceEnd | undefined;
  private callback: (() => void) | undefined;

  constructor(input: ReadableStream<Uint8Array> | EventResponse) {
    const response = "getReader" in input ? undefined : input;
    this.head = headOf(response);
    if (response !== undefined && (response.status < 200 || response.status > 299)) this.failed = response;
    else this.reader = ("getReader" in input ? input : input.body)?.getReader();
    if (this.reader === undefined && this.failed === undefined) this.end = { end: "eof" };
  }

  drain(): unknown[] | SourceEnd | undefined {
    if (this.events.length === 0) return this.end;
    const { events } = this;
    this.events = [];
    return events;
  }

  whenReady(callback: () => void): void {
    this.callback = callback;
    void (this.failed === undefined ? this.read() : this.readFailure(this.failed)).then(() =>
      this.callBack(),
    );
  }

  cancel(): void {
    this.finish({ end: "closed" });
    this.callBack();
  }

  private callBack(): void {
    const { callback } = this;
    this.callback = undefined;
    if (callback !== undefined) onNextTurn(callback);
  }

  /** Reads until there is at least one event, or no more will come. */
  private async read(): Promise<void> {
    try {
      while (this.events.length === 0 && this.end === undefined && this.reader !== undefined) {
        const { done, value } = await this.reader.read();
        if (this.end !== undefined) return;
        if (done) this.end = this.document.end(this.head) ?? { end: "eof" };
        else this.takeText(this.decoder.decode(value, { stream: true }));
      }
    } catch (error) {
      this.finish({ end: "error", error: readingFailed(error, this.head.status) });
    }
  }

  private takeText(text: string): void {
    if (!this.document.take(text)) this.take(this.parser.push(text));
  }

  private take(payloads: readonly string[]): void {
    for (const payload of payloads) {
      const trimmed = payload.trim();
      if (trimmed === "") continue;
      if (trimmed === "[DONE]") {
        this.finish({ end: "done" });
        return;
      }
      try {
        const event: unknown = JSON.parse(payload);
        const error = sentError(event, this.head.status);
        if (error !== undefined) {
          this.finish({ end: "error", error });
          return;
        }
        this.events.push(event);
      } catch (cause) {
        this.finish({ end: "malformed", text: payload, cause });
        return;
      }
    }
  }

  private async readFailure(response: EventResponse): Promise<void> {
    const { status, attempts, headers } = this.head;
    const body = await response.text().catch(() => "");
    this.end ??= { end: "error", error: errorFromEnvelope({ status, headers, body, attempts }) };
  }

  private finish(end: SourceEnd): void {
    if (this.end !== undefined) return;
    this.end = end;
    this.reader?.cancel().catch(() => {});
  }
}

function headOf(response: EventResponse | undefined): ResponseHead {
  if (response === undefined) return { status: 200, headers: "", attempts: 1 };
  const lines = Array.from(response.headers, ([name, value]) => `${name.toLowerCase()}: ${value}`);
  return { status: response.status, headers: lines.join("\n"), attempts: 1 };
}

function readingFailed(
  cause: unknown,
  statusCode: number,
): APIStatusError | APIUserAbortError | StreamDroppedError {
  if (cause instanceof OversizedEvent) {
    const message = "The stream brought an event that is larger than the SDK accepts.";
    return new APIStatusError(message, { statusCode, type: "api_error", code: "invalid_response", cause });
  }
  if (cause instanceof Error && cause.name === "AbortError") {
    return new APIUserAbortError("The stream was aborted.", { cause });
  }
  const why = cause instanceof Error ? cause.message : String(cause);
  return new StreamDroppedError(`The connection broke inside the answer: ${why}. It was not complete.`, {
    statusCode,
    cause,
  });
}
