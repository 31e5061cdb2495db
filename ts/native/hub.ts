import { type Framing, loadAddon, type NativeClient, type NativeHub, type NativeOutcome } from "./addon";
import { eventText } from "./event-decoder";
import { KeepAlive } from "./keep-alive";
import type { NativeFailure } from "./records";

/** What one call sends. */
export interface WireCall {
  readonly method: string;
  readonly url: string;
  /** The whole `Authorization` header. */
  readonly authorization: string | null;
  /** `name: value` lines, over the client's own. */
  readonly headers: string | null;
  readonly body: string | null;
  readonly framing: Framing;
}

/** A stream that waits for a wake-up. `batch` is what came with it; without one it has to pull. */
export interface Waiter {
  wake(batch: Batch | undefined): void;
}

/** Events of one stream, as they cross. `malformed` is the first that is no JSON; what followed it is dropped. */
export interface Batch {
  readonly events: unknown[];
  readonly malformed?: { readonly text: string; readonly cause: unknown };
}

/** The marker at the end of a collection that left something behind. */
const MORE = -1;
const MAX_ID = 2 ** 32 - 1;

/**
 * The meeting point of this JavaScript thread and the core: one bell for all calls, one collection per ring.
 *
 * Node-API's own promises cost a thread-safe function each; here a call costs an entry in a map.
 */
class Hub {
  readonly native: NativeHub;
  readonly #keepAlive = new KeepAlive();
  readonly #pending = new Map<number, (outcome: NativeOutcome) => void>();
  readonly #waiting = new Map<number, Waiter>();
  /** Batches of streams that were not waiting any more when theirs came. */
  readonly #parked = new Map<number, Batch>();
  /** A collection is being handed out. */
  #handing = false;
  /** Calls that were stopped meanwhile, by whoever was handed something before them. */
  readonly #gone = new Set<number>();
  #lastId = 0;

  constructor() {
    const { NativeHub } = loadAddon();
    this.native = new NativeHub(() => this.#wake());
  }

  /** Sends a request. `outcome` never rejects. */
  send(client: NativeClient, call: WireCall): { id: number; outcome: Promise<NativeOutcome> } {
    const id = this.#nextId();
    this.native.request(
      id,
      client,
      call.method,
      call.url,
      call.authorization,
      call.headers,
      call.body,
      call.framing,
    );
    this.#keepAlive.hold();
    const outcome = new Promise<NativeOutcome>((resolve) => this.#pending.set(id, resolve));
    return { id, outcome };
  }

  /** Stops a call at whatever point it is; who waits for its events is woken. */
  cancel(id: number): NativeFailure {
    const attempts = this.native.cancel(id);
    const failure: NativeFailure = {
      kind: "cancelled",
      message: "",
      chain: [],
      attempts,
      inBody: false,
    };
    this.#settle(id, { attempts, failure });
    this.#parked.delete(id);
    if (this.#handing) this.#gone.add(id);
    const waiter = this.#waiting.get(id);
    if (waiter !== undefined) {
      this.#stopWaiting(id);
      queueMicrotask(() => waiter.wake(undefined));
    }
    return failure;
  }

  /** Wakes a stream once when it has something. */
  wait(id: number, waiter: Waiter): void {
    if (this.#parked.has(id)) {
      queueMicrotask(() => waiter.wake(this.takeParked(id)));
      return;
    }
    this.#waiting.set(id, waiter);
    this.#keepAlive.hold();
  }

  #stopWaiting(id: number): void {
    this.#waiting.delete(id);
    this.#keepAlive.release();
  }

  /** A batch that came when its stream was not waiting. */
  takeParked(id: number): Batch | undefined {
    const batch = this.#parked.get(id);
    if (batch !== undefined) this.#parked.delete(id);
    return batch;
  }

  /** Reads the text of a pulled batch. */
  parse(id: number, text: string): Batch {
    try {
      const events = JSON.parse(text) as unknown[];
      if (events.pop() === events.length) return { events };
    } catch {
      // One event is no JSON; its neighbours may be.
    }
    return this.#parseOneByOne(id);
  }

  #parseOneByOne(id: number): Batch {
    const events: unknown[] = [];
    for (const text of this.native.lastEvents(id)) {
      try {
        events.push(JSON.parse(text));
      } catch (cause) {
        return { events, malformed: { text: eventText(text), cause } };
      }
    }
    return { events };
  }

  #wake(): void {
    this.#handing = true;
    try {
      this.#handOut();
    } finally {
      this.#handing = false;
      this.#gone.clear();
    }
  }

  #handOut(): void {
    let items: unknown[];
    try {
      items = JSON.parse(this.native.collect()) as unknown[];
    } catch {
      this.#wakeOneByOne();
      return;
    }
    for (const item of items) {
      if (typeof item === "number") this.#news(item);
      else this.#deliver(item as unknown[]);
    }
  }

  /** One event of the collection is no JSON: every stream in it is read on its own. */
  #wakeOneByOne(): void {
    const { news, batches } = this.native.collected();
    for (const id of news) this.#news(id);
    for (const id of batches) this.#hand(id, this.#parseOneByOne(id));
    // What was left behind was named in the text that could not be read; looking again is harmless.
    this.#news(MORE);
  }

  #news(id: number): void {
    if (id === MORE) {
      // On the next turn of the event loop, so that a flood of events doesn't starve timers.
      setImmediate(() => this.#wake());
    } else if (this.#pending.has(id)) {
      const outcome = this.native.take(id);
      if (outcome !== null) this.#settle(id, outcome);
    }
  }

  #deliver(item: unknown[]): void {
    const id = item.pop() as number;
    const count = item.pop();
    if (count === item.length) this.#hand(id, count === 0 ? undefined : { events: item });
    else this.#hand(id, this.#parseOneByOne(id));
  }

  #hand(id: number, batch: Batch | undefined): void {
    const waiter = this.#waiting.get(id);
    if (this.#gone.has(id)) return;
    if (waiter !== undefined) {
      this.#stopWaiting(id);
      waiter.wake(batch);
    } else if (batch !== undefined) {
      this.#parked.set(id, batch);
    }
  }

  #settle(id: number, outcome: NativeOutcome): void {
    const resolve = this.#pending.get(id);
    if (resolve === undefined) return;
    this.#pending.delete(id);
    this.#keepAlive.release();
    resolve(outcome);
  }

  #nextId(): number {
    do this.#lastId = this.#lastId === MAX_ID ? 1 : this.#lastId + 1;
    while (this.#pending.has(this.#lastId) || this.#waiting.has(this.#lastId));
    return this.#lastId;
  }
}

export type { Hub };

let shared: Hub | undefined;

/** The hub of this thread, made at the first request. */
export function hub(): Hub {
  shared ??= new Hub();
  return shared;
}
