import { monotonicTime } from "../real-timers";

/** How much of an answer's text is kept, in characters, and of how many writes the time. */
const MAX_TEXT = 262_144;
const MAX_TIMES = 2000;

/** An answer as it went over the wire, with the times of its pieces. */
export class WrittenAnswer {
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds from the arrival of the request to the headers. */
  readonly headersMs: number;
  /** Milliseconds from the arrival of the request to each piece of the body, for the first 2 000. */
  readonly times: number[] = [];
  /** Bytes of the body. */
  bytes = 0;
  /** When the latest piece was written, in milliseconds from the arrival of the request. */
  lastMs: number | undefined;
  readonly #startedAt: number;
  readonly #pieces: string[] = [];
  #length = 0;

  /** @param startedAt when the request arrived, by `monotonicTime()` */
  constructor(headers: Readonly<Record<string, string>>, startedAt: number) {
    this.headers = headers;
    this.#startedAt = startedAt;
    this.headersMs = this.#elapsed();
  }

  /** The body as it was written, its first 262 144 characters at most. */
  get text(): string {
    return this.#pieces.join("");
  }

  /** Characters of the body that are kept. */
  get keptLength(): number {
    return this.#length;
  }

  /** Whether more was written than is kept. */
  get truncated(): boolean {
    return this.bytes > 0 && this.#length >= MAX_TEXT;
  }

  add(data: string | Uint8Array): void {
    this.bytes += typeof data === "string" ? Buffer.byteLength(data) : data.length;
    this.lastMs = this.#elapsed();
    if (this.times.length < MAX_TIMES) this.times.push(this.lastMs);
    if (this.#length >= MAX_TEXT) return;
    const text = typeof data === "string" ? data : Buffer.from(data).toString("utf8");
    const kept = text.slice(0, MAX_TEXT - this.#length);
    this.#pieces.push(kept);
    this.#length += kept.length;
  }

  #elapsed(): number {
    return Math.round((monotonicTime() - this.#startedAt) * 100) / 100;
  }
}
