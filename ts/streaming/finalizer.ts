import type { SpendMeter } from "../ledger/spend-meter";
import type { EventSource } from "./event-source";
import type { Tally } from "./tally";

/** What is left to do for a stream that was collected before its end. None of it may hold the stream. */
export interface FinalizerState {
  readonly source: EventSource;
  unfollow: () => void;
  readonly meter: SpendMeter | null;
  readonly tally: Tally;
}

let registry: FinalizationRegistry<FinalizerState> | undefined;

/** Closes the connection of a stream that nobody can read any more. */
export function registerFinalizer(stream: object, state: FinalizerState): void {
  registry ??= new FinalizationRegistry(finalize);
  registry.register(stream, state, state);
}

export function unregisterFinalizer(state: FinalizerState): void {
  registry?.unregister(state);
}

function finalize({ source, unfollow, meter, tally }: FinalizerState): void {
  unfollow();
  source.cancel();
  meter?.settle(tally, "aborted");
}
