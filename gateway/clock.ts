/** Where the gateway reads the time for timestamps, cache expiry, rate-limit windows and budget periods. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

/** The computer's own time. */
export const systemClock: Clock = { now: () => Date.now() };

/** Where a {@link ManualClock} starts unless told otherwise: 2026-01-01T00:00:00Z. */
export const MANUAL_CLOCK_START = Date.UTC(2026, 0, 1);

/**
 * A clock that stands still until it is moved, so that timestamps, cache expiry and rate limits come out the same in
 * every run.
 */
export class ManualClock implements Clock {
  #now: number;

  /** @param start milliseconds since the Unix epoch; 2026-01-01T00:00:00Z unless given */
  constructor(start: number = MANUAL_CLOCK_START) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  /** Moves the time forward by `ms` milliseconds. */
  advance(ms: number): void {
    this.#now += ms;
  }
}
