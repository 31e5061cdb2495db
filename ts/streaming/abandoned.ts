import type { SpendMeter } from "../ledger/spend-meter";
import type { EventSource } from "./event-source";
import type { Tally } from "./tally";

/** What remains to be done for a stream that was collected before its end. None of it may hold the stream. */
export interface Remains {
  readonly source: EventSource;
  unfollow: () => void;
  readonly meter: SpendMeter | null;
  readonly tally: Tally;
}

let registry: FinalizationRegistry<Remains> | undefined;

/** Closes the connection of a stream that nobody can read any more. */
export function watchForAbandonment(stream: object, remains: Remains): void {
  registry ??= new FinalizationRegistry(clearAway);
  registry.register(stream, remains, remains);
}

export function stopWatching(remains: Remains): void {
  registry?.unregister(remains);
}

function clearAway({ source, unfollow, meter, tally }: Remains): void {
  unfollow();
  source.cancel();
  meter?.settle(tally, "aborted");
}
