import { asMicrotask, monotonicNow, onNextTurn } from "../real-timers";
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

/**
 * What lies between the hub and whoever reads a stream. The hub holds the inbox and not its reader, so that a stream
 * that nobody can read any more is collected.
 */
export interface Inbox {
  /** What has come and was not taken. */
  batch: Batch | undefined;
  /** The core brings what comes next by itself; there is nothing to pull before that. */
  wantsNext: boolean;
  /** Who waits for something to come. */
  waiter: Waiter | undefined;
  /** Since when, by `performance.now()`. */
  since: number;
}

/** Who is woken when its inbox has something, or when it has to pull. */
export interface Waiter {
  wake(): void;
}

/** Events of one stream, as they cross. `malformed` is the first that is no JSON; what followed it is dropped. */
export interface Batch {
  readonly events: unknown[];
  readonly malformed?: { readonly text: string; readonly cause: unknown };
}

/** The marker at the end of a collection that left something behind. */
const MORE = -1;
/** In place of a number of events: does the reader wait? */
const QUESTION = -1;
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
  readonly #inboxes = new Map<number, Inbox>();
  #lastId = 0;

  constructor() {
    const { NativeHub } = loadAddon();
    this.native = new NativeHub(() => this.#wake(), isNode());
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
    const inbox = this.#inboxes.get(id);
    if (inbox !== undefined) {
      this.close(id);
      const waiter = this.#stopWaiting(inbox);
      if (waiter !== undefined) asMicrotask(() => waiter.wake());
    }
    return failure;
  }

  /** Where the events of an opened stream come in. */
  open(id: number): Inbox {
    const inbox: Inbox = { batch: undefined, wantsNext: false, waiter: undefined, since: 0 };
    this.#inboxes.set(id, inbox);
    return inbox;
  }

  /** Nothing more is read of a stream. */
  close(id: number): void {
    this.#inboxes.delete(id);
  }

  /** Wakes a reader once when it has something; until then the process stays alive. */
  wait(inbox: Inbox, waiter: Waiter): void {
    inbox.waiter = waiter;
    inbox.since = monotonicNow();
    this.#keepAlive.hold();
  }

  #stopWaiting(inbox: Inbox): Waiter | undefined {
    const { waiter } = inbox;
    if (waiter === undefined) return undefined;
    inbox.waiter = undefined;
    this.#keepAlive.release();
    return waiter;
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
    for (const id of batches) {
      this.native.hold(id);
      this.#hand(id, this.#parseOneByOne(id), false);
    }
    // What was left behind was named in the text that could not be read; looking again is harmless.
    this.#news(MORE);
  }

  #news(id: number): void {
    if (id === MORE) {
      // On the next turn of the event loop, so that a flood of events doesn't starve timers.
      onNextTurn(() => this.#wake());
    } else if (this.#pending.has(id)) {
      const outcome = this.native.take(id);
      if (outcome !== null) this.#settle(id, outcome);
    }
  }

  #deliver(item: unknown[]): void {
    const signed = item.pop() as number;
    const id = Math.abs(signed);
    const count = item.pop();
    if (count === QUESTION) {
      this.#answer(id);
      return;
    }
    const batch = count === item.length ? { events: item } : this.#parseOneByOne(id);
    this.#hand(id, batch, signed > 0);
  }

  /** The core's idle timeout wants to know whether it is the server that is late, or the reader. */
  #answer(id: number): void {
    const inbox = this.#inboxes.get(id);
    if (inbox?.waiter !== undefined) this.native.waits(id, monotonicNow() - inbox.since);
    else this.#holdBack(id, inbox);
  }

  #holdBack(id: number, inbox: Inbox | undefined): void {
    if (inbox !== undefined) inbox.wantsNext = false;
    this.native.hold(id);
  }

  /** A stream without an inbox was stopped meanwhile, by whoever was handed something before it. */
  #hand(id: number, batch: Batch, wantsNext: boolean): void {
    const inbox = this.#inboxes.get(id);
    if (inbox === undefined) return;
    inbox.wantsNext = wantsNext;
    if (batch.events.length > 0 || batch.malformed !== undefined) inbox.batch = joined(inbox.batch, batch);
    const waiter = this.#stopWaiting(inbox);
    if (waiter !== undefined) waiter.wake();
    else if (wantsNext) this.#holdBack(id, inbox);
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
    while (this.#pending.has(this.#lastId) || this.#inboxes.has(this.#lastId));
    return this.#lastId;
  }
}

export type { Hub };

/** What came twice before its reader looked. */
function joined(first: Batch | undefined, second: Batch): Batch {
  if (first === undefined) return second;
  return first.malformed === undefined ? { ...second, events: first.events.concat(second.events) } : first;
}

/** Whether this is Node itself: runtimes that resemble it name it among their versions, beside their own name. */
function isNode(): boolean {
  const { bun, deno } = process.versions;
  return bun === undefined && deno === undefined;
}

let shared: Hub | undefined;

/** The hub of this thread, made at the first request. */
export function hub(): Hub {
  shared ??= new Hub();
  return shared;
}
