import { type AttemptFacts, readAttemptFacts } from "../native/attempt-facts";
import { systemNow } from "../real-timers";

/** How long a call took, and on what. Times are in milliseconds; those named `…Ms` count from `startedAt`. */
export interface CallTimings {
  /** When the method was called, in milliseconds since 1970. */
  readonly startedAt: number;
  /** Until the headers of the answer that counts were there; `null` where none came. */
  readonly headersMs: number | null;
  /** Until the first event of a stream, or the first piece of a body that is read raw; `null` for whole answers. */
  readonly firstEventMs: number | null;
  /** Until the call was over: its body read to the end, failed or let go. `null` while a stream runs. */
  readonly totalMs: number | null;
  /** Of that, what was waited between attempts. */
  readonly retryWaitMs: number;
  /** Of that, what was waited for a turn; 0 for a client without `limits`. */
  readonly queuedMs: number;
  /** Each time that the request was sent, oldest first; empty if it never left. */
  readonly attempts: readonly AttemptFacts[];
}

/** When a call began. It makes the timings of the call from the facts of the core. */
export class CallClock {
  readonly startedAt = systemNow();
  #earlier: readonly AttemptFacts[] = [];

  /** Attempts of an earlier pass through the core: a call may take a second one with another body or other certificates. */
  get earlierAttempts(): number {
    return this.#earlier.length;
  }

  /** A pass through the core is over, and another one follows. */
  passed(attempts: readonly AttemptFacts[]): void {
    this.#earlier = [...this.#earlier, ...attempts];
  }

  /** The timings so far. `endedAt` is when the call was over, for one that was given up or that failed between attempts. */
  timings(facts: string | undefined, endedAt?: number): CallTimings {
    const { startedAt } = this;
    const attempts = this.attempts(facts);
    const last = attempts.at(-1);
    const since = (time: number, rest: number | null): number | null =>
      rest === null ? null : rounded(time + rest - startedAt);
    const read = last === undefined ? null : since(last.startedAt, last.endMs);
    return {
      startedAt,
      headersMs: last === undefined ? null : since(last.startedAt, last.headersMs),
      firstEventMs: last === undefined ? null : since(last.startedAt, last.firstEventMs),
      totalMs: endedAt === undefined ? read : Math.max(read ?? 0, rounded(endedAt - startedAt)),
      retryWaitMs: rounded(attempts.slice(0, -1).reduce((sum, { waitMs }) => sum + (waitMs ?? 0), 0)),
      queuedMs: rounded(attempts.reduce((sum, { queuedMs }) => sum + (queuedMs ?? 0), 0)),
      attempts,
    };
  }

  /** The attempts of all passes, numbered through. */
  attempts(facts: string | undefined): AttemptFacts[] {
    const latest = readAttemptFacts(facts);
    if (this.#earlier.length === 0) return latest;
    return [...this.#earlier, ...latest].map((attempt, index) => ({ ...attempt, number: index + 1 }));
  }
}

/** Gives an error its timings, made when they are asked for. */
export function setTimings(error: object, make: () => CallTimings | null): void {
  if (!Object.hasOwn(error, "timings")) defineTimings(error, make);
}

/** Where an object has its timings, or what makes them until somebody has looked. */
const TIMINGS = Symbol("timings");

interface Timed {
  [TIMINGS]: CallTimings | null | (() => CallTimings | null);
}

/** One getter for all: an object with a getter of its own could share its form with no other, which engines make slow. */
const getter: PropertyDescriptor & ThisType<Timed> = {
  get() {
    const timings = this[TIMINGS];
    if (typeof timings !== "function") return timings;
    const made = timings();
    this[TIMINGS] = made;
    return made;
  },
  configurable: true,
};

/** Gives an object timings that are made at the first look at them. Not enumerable: JSON of it stays as it was. */
export function defineTimings<T extends object>(target: T, make: () => CallTimings | null): T {
  Object.defineProperty(target, TIMINGS, { value: make, writable: true, configurable: true });
  return Object.defineProperty(target, "timings", getter);
}

/** Microseconds are what the core measures; the rest is noise of the arithmetic. Two clocks may differ by a little. */
function rounded(milliseconds: number): number {
  return Math.max(0, Math.round(milliseconds * 1000) / 1000);
}
