/**
 * Whether a stream's next events come by themselves, and whether somebody waits for them: JavaScript's half of the
 * demand whose other half is the core's `Demand`.
 *
 * ```text
 * Paused ──pull finds nothing──▶ Expecting ──wait──▶ Waiting
 *   ▲                              │    ▲               │
 *   │◀─events that nobody awaits───┘    └──events───────┤
 *   └───────────events, and more has to be pulled───────┘
 * ```
 */
export enum Demand {
  /** The core brings nothing until it is pulled. */
  Paused,
  /** The core brings what comes next by itself; nobody waits for it yet. */
  Expecting,
  /** The same, and somebody waits. */
  Waiting,
}

/** What follows when something has come. */
export interface Arrival {
  readonly demand: Demand;
  /** Whoever waits is to be woken. */
  readonly wakes: boolean;
  /** The core has to be told that there is no demand any more. */
  readonly pausesCore: boolean;
}

const WOKEN: Arrival = { demand: Demand.Expecting, wakes: true, pausesCore: false };
const WOKEN_TO_PULL: Arrival = { demand: Demand.Paused, wakes: true, pausesCore: false };
const ENOUGH: Arrival = { demand: Demand.Paused, wakes: false, pausesCore: true };
const LEFT_TO_PULL: Arrival = { demand: Demand.Paused, wakes: false, pausesCore: false };

/** Events have come; `moreComes` says whether the core will bring the next ones by itself. */
export function arrived(demand: Demand, moreComes: boolean): Arrival {
  if (demand === Demand.Waiting) return moreComes ? WOKEN : WOKEN_TO_PULL;
  // A reader that is busy with the last events has enough; it pulls when it is done.
  return moreComes ? ENOUGH : LEFT_TO_PULL;
}
