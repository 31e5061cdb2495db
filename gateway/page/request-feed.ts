import { startTimer } from "../real-timers";
import type { RecordedRequest } from "../server/recorded-request";
import { type RequestSummary, summarise } from "./request-summary";

/** Receives what is new, some requests at a time. */
export type Subscriber = (requests: readonly RequestSummary[]) => void;

/** How long news are collected before they are told, and how many are told at once. */
const COLLECT_MS = 100;
const BATCH = 500;

/** Tells open pages of requests: those that are kept first, then each whenever it has changed. */
export class RequestFeed {
  readonly #kept: () => readonly RecordedRequest[];
  readonly #subscribers = new Set<Subscriber>();
  readonly #changed = new Set<RecordedRequest>();
  #timer: NodeJS.Timeout | undefined;

  constructor(kept: () => readonly RecordedRequest[]) {
    this.#kept = kept;
  }

  /** Returns the function that ends it. */
  subscribe(subscriber: Subscriber): () => void {
    const kept = this.#kept();
    for (let start = 0; start < kept.length; start += BATCH) {
      subscriber(kept.slice(start, start + BATCH).map(summarise));
    }
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  }

  /** Costs nothing while nobody looks. */
  changed(record: RecordedRequest): void {
    if (this.#subscribers.size === 0) return;
    this.#changed.add(record);
    this.#timer ??= startTimer(() => this.#tell(), COLLECT_MS);
    this.#timer.unref();
  }

  #tell(): void {
    this.#timer = undefined;
    const records = [...this.#changed];
    this.#changed.clear();
    for (let start = 0; start < records.length; start += BATCH) {
      const summaries = records.slice(start, start + BATCH).map(summarise);
      for (const subscriber of this.#subscribers) subscriber(summaries);
    }
    // What is still being answered goes on to change.
    for (const record of records) if (record.end === undefined) this.changed(record);
  }
}
