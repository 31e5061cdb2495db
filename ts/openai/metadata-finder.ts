import { SseParser } from "../streaming/sse-parser";
import { type OnMetadata, parsed, tellOf } from "./tell-metadata";

/**
 * Finds the routing metadata in server-sent events while they pass. The last event that has any counts; it is told at
 * `[DONE]` or at the end, once, whichever comes first.
 */
export class MetadataFinder {
  readonly #tell: OnMetadata;
  readonly #decoder = new TextDecoder();
  #parser: SseParser | undefined = new SseParser();
  #last: string | undefined;

  constructor(tell: OnMetadata) {
    this.#tell = tell;
  }

  /** Takes in bytes as they pass. */
  push(bytes: Uint8Array): void {
    if (this.#parser === undefined) return;
    try {
      for (const data of this.#parser.push(this.#decoder.decode(bytes, { stream: true }))) {
        if (data.startsWith("[DONE]")) {
          this.end();
          return;
        }
        if (data.includes('"routing_metadata"')) this.#last = data;
      }
    } catch {
      // An event above the size limit: whoever reads the stream decides what to do about it.
      this.#parser = undefined;
    }
  }

  /** No more bytes will come, or none that matter. */
  end(): void {
    this.#parser = undefined;
    if (this.#last === undefined) return;
    const value = parsed(this.#last);
    this.#last = undefined;
    tellOf(value, this.#tell);
  }
}
