import { invalidParameter } from "../errors";
import type { ResponseHead } from "../native/records";
import { onNextTurn } from "../real-timers";
import { type Delivery, Step } from "./delivery";
import type { EventSource, SourceEnd } from "./event-source";
import { teeLimitReached } from "./stream-errors";

/** Options of `tee()`. */
export interface TeeOptions {
  /**
   * How many events one branch may be ahead of the other. At that distance it waits for the other; if nobody has begun
   * to read the other, it fails with an error of code `tee_limit_reached`, since waiting could last forever. Default:
   * 1024. `Infinity` removes the limit, and the bound on memory with it.
   */
  limit?: number | undefined;
}

const DEFAULT_LIMIT = 1024;
/** Events taken from the common stream at a time. */
const MAX_PULL = 256;

/** What `tee()` divides. */
export interface Divided<Event> {
  readonly delivery: Delivery<Event>;
  readonly source: EventSource;
  /** Settles when the stream is over. */
  readonly ended: Promise<void>;
}

/** Two sources that both bring the events of one stream. */
export function teeSources<Event>(stream: Divided<Event>, options: TeeOptions): [EventSource, EventSource] {
  const trunk = new Trunk(stream.delivery, stream.source, options.limit ?? DEFAULT_LIMIT);
  const wakeBoth = (): void => trunk.wakeBoth();
  stream.ended.then(wakeBoth, wakeBoth);
  return [trunk.first, trunk.second];
}

export function checkTeeOptions({ limit = DEFAULT_LIMIT }: TeeOptions): void {
  if (limit === Number.POSITIVE_INFINITY || (Number.isInteger(limit) && limit > 0)) return;
  throw invalidParameter("limit", "`limit` of tee() must be a whole number above 0, or Infinity.");
}

/** The common part: reads the stream for whichever branch asks first, and keeps the events for the other. */
class Trunk<Event> {
  readonly first: Branch<Event>;
  readonly second: Branch<Event>;
  /** Half of the limit, since the slower branch may have as much again in its hands. */
  private readonly mostBacklog: number;
  private sleeping = false;
  private idleBecause: Step.Empty | Step.Overdue = Step.Empty;

  constructor(
    private readonly delivery: Delivery<Event>,
    readonly source: EventSource,
    private readonly limit: number,
  ) {
    this.mostBacklog = Math.max(1, Math.floor(limit / 2));
    this.first = new Branch(this);
    this.second = new Branch(this);
  }

  otherThan(branch: Branch<Event>): Branch<Event> {
    return branch === this.first ? this.second : this.first;
  }

  /** Events that are there, for the branch that asks; the other gets them too. */
  pull(branch: Branch<Event>): unknown[] | SourceEnd | undefined {
    const other = this.otherThan(branch);
    const room = Math.min(MAX_PULL, other.cancelled ? MAX_PULL : this.mostBacklog - other.backlog.length);
    const events: unknown[] = [];
    // While the stream sleeps, its source has promised to call back and must not be asked.
    while (events.length < room && !this.sleeping) {
      const step = this.delivery.advance();
      if (step === Step.Event) {
        events.push(this.delivery.current);
      } else {
        if (step !== Step.Ended) this.idleBecause = step;
        break;
      }
    }
    if (events.length > 0) {
      other.receive(events);
      return events;
    }
    if (this.delivery.over) return this.end();
    if (room > 0 || other.touched || !branch.hasWaited) return undefined;
    return { end: "error", error: teeLimitReached(other.backlog.length, this.limit) };
  }

  private end(): SourceEnd {
    const { state, error } = this.delivery;
    if (error !== undefined) return { end: "error", error };
    return { end: state === "finished" ? "done" : "closed" };
  }

  /** Calls a waiting branch when there may be more for it. */
  wait(branch: Branch<Event>): void {
    const other = this.otherThan(branch);
    if (!other.cancelled && other.backlog.length >= this.mostBacklog) {
      // Whoever reads both begins with one of them: the other gets a turn to be begun.
      if (!other.touched) branch.wakeAfterTurn();
      return;
    }
    if (this.sleeping) return;
    this.sleeping = true;
    this.delivery.sleep(this.idleBecause, () => {
      this.sleeping = false;
      this.wakeBoth();
    });
  }

  wakeBoth(): void {
    this.first.wake();
    this.second.wake();
  }

  leave(): void {
    if (this.first.cancelled && this.second.cancelled) this.delivery.close();
  }
}

class Branch<Event> implements EventSource {
  backlog: unknown[] = [];
  cancelled = false;
  touched = false;
  /** The other branch has had its turn to be begun. */
  hasWaited = false;
  private callback: (() => void) | undefined;

  constructor(private readonly trunk: Trunk<Event>) {}

  get head(): ResponseHead {
    return this.trunk.source.head;
  }

  get facts(): string | undefined {
    return this.trunk.source.facts;
  }

  drain(): unknown[] | SourceEnd | undefined {
    this.touched = true;
    if (this.cancelled) return { end: "closed" };
    if (this.backlog.length === 0) return this.trunk.pull(this);
    const events = this.backlog;
    this.backlog = [];
    this.trunk.otherThan(this).wake();
    return events;
  }

  whenReady(callback: () => void): void {
    this.callback = callback;
    if (this.cancelled || this.backlog.length > 0) this.wake();
    else this.trunk.wait(this);
  }

  cancel(): void {
    if (this.cancelled) return;
    this.cancelled = true;
    this.backlog = [];
    this.wake();
    this.trunk.otherThan(this).wake();
    this.trunk.leave();
  }

  receive(events: readonly unknown[]): void {
    if (this.cancelled) return;
    for (const event of events) this.backlog.push(event);
    this.wake();
  }

  /** Looks again after a turn of the event loop. */
  wakeAfterTurn(): void {
    onNextTurn(() => {
      this.hasWaited = true;
      this.wake();
    });
  }

  wake(): void {
    const { callback } = this;
    this.callback = undefined;
    if (callback !== undefined) onNextTurn(callback);
  }
}
