import type { AurikoAPIError } from "../errors";
import { monotonicNow, onNextTurn } from "../real-timers";
import { isThenable } from "../validation/asynchronous";
import type { EventSource, SourceEnd } from "./event-source";

/**
 * Where a stream is in its life.
 *
 * ```text
 * idle ──claim──▶ reading ──┬─finish─▶ finished   the message is complete
 *   │                       ├─fail───▶ failed     an error was or will be thrown
 *   └───────────────────────┴─close──▶ closed     the consumer lost interest
 * ```
 */
export type StreamState = "idle" | "reading" | "finished" | "failed" | "closed";

/**
 * What an event means for the stream that it came from: nothing special (`undefined`), the stream fails in its place,
 * or it is the last one, possibly with an error behind it.
 */
export type FoldResult = undefined | AurikoAPIError | LastEvent;

/** The event is handed out, then the stream finishes, or fails with `error`. */
export class LastEvent {
  constructor(readonly error?: AurikoAPIError) {}
}

/** An end that completes the message or breaks it. */
export type MessageEnd = Exclude<SourceEnd, { end: "closed" }>;

/** The stream that a delivery works for. */
export interface DeliverySink<Event> {
  /** Takes in an event that is about to be handed out. */
  accept(event: Event): FoldResult;
  /** Takes what an event says about money, although it will never be handed out. */
  absorbUsage(event: Event): void;
  /** Whether this end completes the message: `undefined`, or the error to throw. */
  conclude(end: MessageEnd): AurikoAPIError | undefined;
  /** Completes an error with what the stream knows, before it is stored. */
  describe(error: AurikoAPIError): void;
  /** Called once, when the state has become `finished`, `failed` or `closed`. */
  settled(): void;
}

/** What `advance()` found. */
export enum Step {
  /** An event was accepted; it is in `current`. */
  Event,
  /** The stream is over. */
  Ended,
  /** Nothing has arrived yet. */
  Empty,
  /** Events are there, but timers and other connections have waited long enough. */
  Overdue,
}

interface Waiter {
  resolve(result: IteratorResult<unknown, undefined>): void;
  reject(error: unknown): void;
}

/** Events handed out between two looks at the clock. */
const EVENTS_PER_LOOK = 256;
/** How long one stream may hold the event loop, in milliseconds. */
const MAX_TURN_MS = 5;

const DONE: IteratorResult<unknown, undefined> = Object.freeze({ value: undefined, done: true });
const NOTHING: readonly never[] = Object.freeze([]);

/** Hands the events of a source to one consumer, in order, each once, and knows how it ended. */
export class Delivery<Event> {
  state: StreamState = "idle";
  /** Whether somebody reads, or has read. */
  claimed = false;
  /** The error of state `failed`. */
  error: AurikoAPIError | undefined;
  /** The event, or what `select` made of it, after `Step.Event`. */
  current: unknown;
  /** Turns an event into the item that `next()` gives; events for which it gives `undefined` are passed over. */
  select: ((event: Event) => unknown) | undefined;

  private batch: readonly Event[] = NOTHING;
  private cursor = 0;
  private untilLook = EVENTS_PER_LOOK;
  private turnStart = 0;
  private readonly waiters: Waiter[] = [];
  private onWake: (() => void) | undefined;
  /** The source has promised to call back. Until then it is not drained: that could take away what it would call for. */
  private awaitingSource = false;
  private errorThrown = false;
  /** Waiters are being answered: the one in front gets its event even if that was the last one. */
  private serving = false;

  constructor(
    private readonly source: EventSource,
    private readonly sink: DeliverySink<Event>,
  ) {}

  get over(): boolean {
    return this.state !== "idle" && this.state !== "reading";
  }

  claim(): void {
    this.claimed = true;
    if (this.state === "idle") this.state = "reading";
    this.turnStart = monotonicNow();
  }

  fail(error: AurikoAPIError): void {
    if (this.over) return;
    this.state = "failed";
    this.error = error;
    this.absorbRemainingUsage();
    this.sink.describe(error);
    this.leave();
  }

  close(): void {
    if (this.over) return;
    this.state = "closed";
    this.absorbRemainingUsage();
    this.leave();
  }

  private finish(): void {
    this.state = "finished";
    this.leave();
  }

  /**
   * The next item. Written by hand, because an async generator doubles the price of each event; the first lines are
   * the common case, an event that has been drained before.
   */
  next(): Promise<IteratorResult<unknown, undefined>> {
    if (
      this.cursor < this.batch.length &&
      this.untilLook > 0 &&
      this.waiters.length === 0 &&
      this.select === undefined
    ) {
      const event = this.batch[this.cursor++] as Event;
      this.untilLook--;
      const result = this.sink.accept(event);
      if (result === undefined) return Promise.resolve({ value: event, done: false });
      return this.apply(result) ? Promise.resolve({ value: event, done: false }) : this.outcome();
    }
    return this.nextSlowly();
  }

  private nextSlowly(): Promise<IteratorResult<unknown, undefined>> {
    if (this.waiters.length > 0) return this.enqueue();
    const step = this.advance();
    if (step === Step.Event) return Promise.resolve({ value: this.current, done: false });
    if (step === Step.Ended) return this.outcome();
    this.sleep(step, this.serve);
    return this.enqueue();
  }

  private enqueue(): Promise<IteratorResult<unknown, undefined>> {
    return new Promise((resolve, reject) => this.waiters.push({ resolve, reject }));
  }

  /** Answers calls of `next()` that wait, oldest first. */
  private readonly serve = (): void => {
    this.serving = true;
    this.serveWaiters();
    this.serving = false;
  };

  private serveWaiters(): void {
    while (this.waiters.length > 0) {
      const step = this.advance();
      if (step === Step.Event) {
        this.waiters.shift()?.resolve({ value: this.current, done: false });
      } else if (step === Step.Ended) {
        this.dismiss();
      } else {
        this.sleep(step, this.serve);
        return;
      }
    }
  }

  /** Tells everyone who waits that it is over; the first one learns why. */
  private dismiss(): void {
    for (const waiter of this.waiters.splice(0)) this.outcome().then(waiter.resolve, waiter.reject);
  }

  private outcome(): Promise<IteratorResult<unknown, undefined>> {
    if (this.error === undefined || this.errorThrown) return Promise.resolve(DONE);
    this.errorThrown = true;
    return Promise.reject(this.error);
  }

  /** Hands every item to `callback`, batch by batch, without a promise per item. Without a callback it only reads on. */
  async run(callback?: (item: unknown) => unknown): Promise<void> {
    for (;;) {
      const step = this.advance();
      if (step === Step.Event) {
        const result = callback?.(this.current);
        if (result !== undefined && isThenable(result)) await result;
      } else if (step === Step.Ended) {
        this.errorThrown = true;
        if (this.error !== undefined) throw this.error;
        return;
      } else {
        await new Promise<void>((resolve) => this.sleep(step, resolve));
      }
    }
  }

  /** Moves on by one event, without waiting. */
  advance(): Step {
    while (!this.over) {
      if (this.cursor < this.batch.length) {
        if (this.untilLook <= 0 && this.turnIsOver()) return Step.Overdue;
        const event = this.batch[this.cursor++] as Event;
        this.untilLook--;
        const result = this.sink.accept(event);
        if (result !== undefined && !this.apply(result)) return Step.Ended;
        this.current = this.select === undefined ? event : this.select(event);
        if (this.current !== undefined) return Step.Event;
      } else if (!this.refill()) {
        return this.over ? Step.Ended : Step.Empty;
      }
    }
    return Step.Ended;
  }

  /** Carries out a result; says whether its event may still be handed out. */
  private apply(result: AurikoAPIError | LastEvent): boolean {
    if (!(result instanceof LastEvent)) {
      this.fail(result);
      return false;
    }
    if (result.error === undefined) this.finish();
    else this.fail(result.error);
    return true;
  }

  private refill(): boolean {
    this.batch = NOTHING;
    this.cursor = 0;
    const drained = this.source.drain();
    if (drained === undefined) return false;
    if (Array.isArray(drained)) {
      this.batch = drained as Event[];
      return true;
    }
    this.conclude(drained);
    return false;
  }

  private conclude(end: SourceEnd): void {
    if (end.end === "closed") {
      this.close();
      return;
    }
    const error = this.sink.conclude(end);
    if (error === undefined) this.finish();
    else this.fail(error);
  }

  private turnIsOver(): boolean {
    this.untilLook = EVENTS_PER_LOOK;
    if (monotonicNow() - this.turnStart < MAX_TURN_MS) return false;
    this.untilLook = 0;
    return true;
  }

  /** Calls `then` when there may be more: when the source is ready, or after others had their turn. */
  sleep(step: Step.Empty | Step.Overdue, then: () => void): void {
    this.onWake = then;
    this.awaitingSource = step === Step.Empty;
    if (this.awaitingSource) this.source.whenReady(this.wake);
    else onNextTurn(this.wake);
  }

  private readonly wake = (): void => {
    const then = this.onWake;
    if (then === undefined) return;
    this.onWake = undefined;
    this.awaitingSource = false;
    this.untilLook = EVENTS_PER_LOOK;
    this.turnStart = monotonicNow();
    then();
  };

  /** Usage and cost that arrived before an abort are known, even though nobody will see their events. */
  private absorbRemainingUsage(): void {
    for (let i = this.cursor; i < this.batch.length; i++) this.sink.absorbUsage(this.batch[i] as Event);
    const drained = this.awaitingSource ? undefined : this.source.drain();
    if (Array.isArray(drained)) for (const event of drained) this.sink.absorbUsage(event as Event);
  }

  /** The one way out of a stream's life: the connection is let go, and whoever waits is answered. */
  private leave(): void {
    this.batch = NOTHING;
    this.cursor = 0;
    // Past a last event the source may stand right before its end; seeing it leaves the connection usable.
    const rest = this.state === "finished" && !this.awaitingSource ? this.source.drain() : undefined;
    if (rest === undefined || Array.isArray(rest)) this.source.cancel();
    this.sink.settled();
    if (!this.serving) this.dismiss();
    this.wake();
  }
}
