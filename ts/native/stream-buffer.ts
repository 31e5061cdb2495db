import { monotonicNow } from "../real-timers";
import { Demand } from "./demand";
import type { NativeFailure, ResponseHead } from "./records";

/** Who is woken when its buffer has something, or when it has to pull. */
export interface Waiter {
  wake(): void;
}

/** Events of one stream, as they cross. `malformed` is the first that is no JSON; what followed it is dropped. */
export interface Batch {
  readonly events: unknown[];
  readonly malformed?: { readonly text: string; readonly cause: unknown };
}

/**
 * What lies between the dispatcher and whoever reads a stream. The dispatcher holds the buffer and not its reader, so
 * that a stream that nobody can read any more is collected.
 */
export class StreamBuffer {
  /** What has come and was not taken. */
  batch: Batch | undefined;
  /** The head of an answer that was opened anew. */
  head: ResponseHead | undefined;
  /** Why nothing more comes, where that is no end that the core knows of. */
  failure: NativeFailure | undefined;
  demand = Demand.Paused;
  /** Since when somebody waits, by `monotonicNow()`. */
  since = 0;
  #waiter: Waiter | undefined;

  add(batch: Batch): void {
    if (batch.events.length > 0 || batch.malformed !== undefined) this.batch = joined(this.batch, batch);
  }

  wait(waiter: Waiter): void {
    this.#waiter = waiter;
    this.since = monotonicNow();
    this.demand = Demand.Waiting;
  }

  /** Who waits, once. */
  takeWaiter(): Waiter | undefined {
    const waiter = this.#waiter;
    this.#waiter = undefined;
    return waiter;
  }
}

/** What came twice before its reader looked. */
function joined(first: Batch | undefined, second: Batch): Batch {
  if (first === undefined) return second;
  return first.malformed === undefined ? { ...second, events: first.events.concat(second.events) } : first;
}
