import type { CoreBatch } from "../native/core-batch";
import { requestLine } from "./batch-request";

/** As many characters are handed to the core at once; then the event loop has its turn. */
const PIECE = 64 * 1024;

/** Hands requests to a batch as it has room for them: whoever makes them is held back meanwhile. */
export class RequestFeed {
  readonly #requests: AsyncIterator<unknown> | Iterator<unknown>;
  #running = false;
  #done = false;

  constructor(requests: AsyncIterable<unknown> | Iterable<unknown>) {
    this.#requests =
      Symbol.asyncIterator in requests ? requests[Symbol.asyncIterator]() : requests[Symbol.iterator]();
  }

  /**
   * Hands on what there is room for.
   *
   * Rejects with what the source of the requests throws, and with `BadRequestError` for one that JSON can't hold.
   */
  async feed(batch: CoreBatch): Promise<void> {
    if (this.#running || this.#done) return;
    this.#running = true;
    try {
      const lines: string[] = [];
      for (let length = 0; length < PIECE; ) {
        const { value, done } = await this.#requests.next();
        if (done) {
          this.#done = true;
          break;
        }
        const line = requestLine(value);
        lines.push(line);
        length += line.length;
        // What comes slowly should not wait for more of it.
        if (Symbol.asyncIterator in this.#requests) break;
      }
      if (lines.length > 0) batch.push(lines.join("\n"));
      if (this.#done) batch.finishInput();
    } finally {
      this.#running = false;
    }
  }

  /** Tells the source that no more is wanted. */
  async close(): Promise<void> {
    if (this.#done) return;
    this.#done = true;
    await this.#requests.return?.();
  }
}
