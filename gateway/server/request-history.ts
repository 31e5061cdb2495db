import type { RecordedRequest } from "./recorded-request";

/** What a kept request takes beside the texts that are counted. */
const OVERHEAD_BYTES = 1024;

/** The latest requests: as many as are asked for, and no more bytes of them than are asked for. */
export class RequestHistory {
  readonly requests: RecordedRequest[] = [];
  readonly #maxRequests: number;
  readonly #maxBytes: number;
  readonly #sizes = new Map<RecordedRequest, number>();
  #bytes = 0;

  constructor(maxRequests: number, maxBytes: number) {
    this.#maxRequests = maxRequests;
    this.#maxBytes = maxBytes;
  }

  /** Characters that are held for the kept requests, with an allowance for each. */
  get bytes(): number {
    return this.#bytes;
  }

  add(record: RecordedRequest): void {
    this.requests.push(record);
    this.#count(record);
    if (this.requests.length > this.#maxRequests) this.#forgetOldest();
  }

  /** Counts a request anew that has grown; the oldest make room, but never the latest. */
  grown(record: RecordedRequest): void {
    if (!this.#sizes.has(record)) return;
    this.#count(record);
    while (this.#bytes > this.#maxBytes && this.requests.length > 1) this.#forgetOldest();
  }

  clear(): void {
    this.requests.length = 0;
    this.#sizes.clear();
    this.#bytes = 0;
  }

  #count(record: RecordedRequest): void {
    const size = OVERHEAD_BYTES + sizeOf(record);
    this.#bytes += size - (this.#sizes.get(record) ?? 0);
    this.#sizes.set(record, size);
  }

  #forgetOldest(): void {
    const oldest = this.requests.shift();
    if (oldest === undefined) return;
    this.#bytes -= this.#sizes.get(oldest) ?? 0;
    this.#sizes.delete(oldest);
  }
}

function sizeOf(record: RecordedRequest): number {
  let size = record.bodyText.length + record.path.length + (record.answer?.keptLength ?? 0);
  for (const [name, value] of Object.entries(record.headers)) size += name.length + value.length;
  return size;
}
