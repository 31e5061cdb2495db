import type { ResponseHead } from "../native/records";
import type { EventSource, SourceEnd } from "./event-source";
import { SseParser } from "./sse-parser";

/** Whether a text is server-sent events, whatever its label says: it begins with one of their fields, or a comment. */
export function isEventText(text: string): boolean {
  return /^\uFEFF?\s*(?:(?:data|event|id|retry):|:)/.test(text);
}

/** The events of a text that is there as a whole: what a server sent that calls its stream a document. */
export class TextSource implements EventSource {
  private readonly payloads: string[];
  private end: SourceEnd | undefined;

  constructor(
    text: string,
    readonly head: ResponseHead,
  ) {
    this.payloads = new SseParser()
      .push(`${text.replace(/^\uFEFF?\s*/, "")}\n`)
      .filter((payload) => payload.trim() !== "");
  }

  drain(): unknown[] | SourceEnd | undefined {
    if (this.end !== undefined) return this.end;
    const events: unknown[] = [];
    this.end = { end: "eof" };
    for (const text of this.payloads) {
      if (text.trim() === "[DONE]") {
        this.end = { end: "done" };
        break;
      }
      try {
        events.push(JSON.parse(text));
      } catch (cause) {
        this.end = { end: "malformed", text, cause };
        break;
      }
    }
    return events.length > 0 ? events : this.end;
  }

  get facts(): string | undefined {
    return this.head.facts;
  }

  /** Everything is there. */
  whenReady(callback: () => void): void {
    callback();
  }

  cancel(): void {
    this.end ??= { end: "closed" };
  }
}
