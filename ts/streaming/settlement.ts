import { APIUserAbortError, type AurikoAPIError } from "../errors";
import type { SpendMeter } from "../ledger/spend-meter";
import type { CallEnd, CallTimings } from "../observability";
import { setTimings } from "../observability/call-timings";
import { systemNow } from "../real-timers";
import type { StreamState } from "./delivery";
import type { EventSource } from "./event-source";
import type { StreamInit } from "./stream-init";
import type { Tally } from "./tally";

/**
 * What is left to do when a stream is over, in whatever way: also when it was collected before its end. It must not hold
 * the stream.
 */
export class Settlement {
  readonly tally: Tally;
  readonly meter: SpendMeter | null;
  unfollow = (): void => {};
  readonly #source: EventSource;
  readonly #clock: StreamInit["clock"];
  readonly #observed: StreamInit["observed"];
  #endedAt: number | undefined;

  constructor({ reader, meter, clock, observed }: StreamInit, tally: Tally) {
    this.#source = reader;
    this.#clock = clock;
    this.#observed = observed;
    this.meter = meter ?? null;
    this.tally = tally;
  }

  /** How long the stream has taken so far; `null` where it was not received by the SDK itself. */
  get timings(): CallTimings | null {
    const timings = this.#clock?.timings(this.#source.facts, this.#endedAt) ?? null;
    // The core may have read to the end of what nobody here has read yet.
    return timings === null || this.#endedAt !== undefined ? timings : { ...timings, totalMs: null };
  }

  /** Settles a stream that has come to its end. */
  settle(state: StreamState, error: AurikoAPIError | undefined, partial: () => unknown): void {
    registry?.unregister(this);
    this.unfollow();
    this.#endedAt = systemNow();
    const stopped = state === "closed" || error instanceof APIUserAbortError;
    if (error !== undefined) setTimings(error, () => this.timings);
    try {
      this.meter?.settle(this.tally, stopped ? "aborted" : error === undefined ? "completed" : "failed");
    } finally {
      if (error === undefined) this.#tellEnd(state === "closed" ? "closed" : "completed", partial);
      else this.#observed?.failed(error, this.#ending(partial));
    }
  }

  /** Closes the connection of a stream that nobody can read any more. */
  abandonWith(stream: object): void {
    registry ??= new FinalizationRegistry((settlement) => settlement.#abandon());
    registry.register(stream, this, this);
  }

  #abandon(): void {
    this.unfollow();
    this.#source.cancel();
    this.#endedAt = systemNow();
    this.meter?.settle(this.tally, "aborted");
    this.#tellEnd("abandoned", () => undefined);
  }

  #tellEnd(outcome: CallEnd["outcome"], partial: () => unknown): void {
    this.#observed?.ended(outcome, this.#ending(partial));
  }

  #ending(result: () => unknown) {
    const { usage, routingMetadata, model } = this.tally;
    return { facts: this.#source.facts, usage, routingMetadata, model, result };
  }
}

let registry: FinalizationRegistry<Settlement> | undefined;
