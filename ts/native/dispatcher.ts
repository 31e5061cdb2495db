import { asMicrotask, monotonicNow, onNextTurn } from "../real-timers";
import {
  type Framing,
  loadAddon,
  type NativeClient,
  type NativeDispatcher,
  type NativeFetch,
  type NativeOutcome,
} from "./addon";
import { type AttemptNotice, readAttemptFacts } from "./attempt-facts";
import {
  type CollectedHead,
  type CollectionHandler,
  readBatch,
  readCollection,
  TextTooLong,
} from "./collection";
import { arrived, Demand } from "./demand";
import { KeepAlive } from "./keep-alive";
import type { NativeFailure } from "./records";
import { type Batch, StreamBuffer, type Waiter } from "./stream-buffer";

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
  /** Told of attempts and retries as they happen. What it throws is dropped: the call goes on. */
  readonly onAttempt?: ((event: AttemptNotice) => void) | undefined;
}

/** A running call of the core. */
export interface CoreCall {
  readonly id: number;
  /** Never rejects. */
  readonly outcome: Promise<NativeOutcome>;
}

/**
 * Who waits for an outcome, until it has come. Emptied then: a map in which entries come and go leaves tables behind that
 * still name those of their time, and an engine lets go of an old table, and all it leads to, only in a full collection.
 */
interface Pending {
  resolve: ((outcome: NativeOutcome) => void) | undefined;
}

type Listener = (event: AttemptNotice) => void;

const MAX_ID = 2 ** 32 - 1;

/**
 * The meeting point of this JavaScript thread and the core: one wake-up for all calls, one collection per wake-up.
 *
 * Node-API's own promises cost a thread-safe function each; here a call costs an entry in a map.
 */
class Dispatcher implements CollectionHandler {
  readonly native: NativeDispatcher;
  readonly #keepAlive = new KeepAlive();
  readonly #pending = new Map<number, Pending>();
  readonly #buffers = new Map<number, StreamBuffer>();
  readonly #listeners = new Map<number, Listener>();
  readonly #watchers = new Set<() => void>();
  #lastId = 0;

  constructor() {
    const { NativeDispatcher } = loadAddon();
    this.native = new NativeDispatcher(() => this.#collect(), isNode());
  }

  /** Sends a request. */
  send(client: NativeClient, call: WireCall): CoreCall {
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
      call.onAttempt !== undefined,
    );
    return this.#started(id, call.onAttempt);
  }

  /** Sends a request as `fetch` does. Its answer's body comes as bytes, whatever the status is. */
  fetch(client: NativeClient, request: NativeFetch, onAttempt?: Listener): CoreCall {
    const id = this.#nextId();
    this.native.fetch(id, client, request, onAttempt !== undefined);
    return this.#started(id, onAttempt);
  }

  /** Calls `onWake` after each wake-up, and keeps the process alive, until what it returns is called. */
  watch(onWake: () => void): () => void {
    this.#watchers.add(onWake);
    this.#keepAlive.hold();
    return () => {
      if (this.#watchers.delete(onWake)) this.#keepAlive.release();
    };
  }

  #started(id: number, onAttempt: Listener | undefined): CoreCall {
    if (onAttempt !== undefined) this.#listeners.set(id, onAttempt);
    this.#keepAlive.hold();
    const outcome = new Promise<NativeOutcome>((resolve) => this.#pending.set(id, { resolve }));
    return { id, outcome };
  }

  /** Stops a call at whatever point it is; who waits for its events is woken. */
  cancel(id: number): NativeFailure {
    return this.#stop(id, { kind: "cancelled", message: "", chain: [], inBody: false, retryable: false });
  }

  #stop(id: number, why: Omit<NativeFailure, "attempts">): NativeFailure {
    const stopped = this.native.cancel(id);
    const failure = { ...why, attempts: stopped?.attempts ?? 0, facts: stopped?.facts };
    this.#settle(id, { attempts: failure.attempts, failure });
    const buffer = this.#buffers.get(id);
    if (buffer !== undefined) {
      buffer.failure ??= failure;
      this.close(id);
      const waiter = this.#stopWaiting(buffer);
      if (waiter !== undefined) asMicrotask(() => waiter.wake());
    }
    return failure;
  }

  // ── Streams ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Where the events of an opened stream come in. */
  open(id: number): StreamBuffer {
    const buffer = new StreamBuffer();
    this.#buffers.set(id, buffer);
    return buffer;
  }

  /** Nothing more is read of a stream. */
  close(id: number): void {
    this.#buffers.delete(id);
    this.#listeners.delete(id);
  }

  /** Wakes a reader once when it has something; until then the process stays alive. */
  wait(buffer: StreamBuffer, waiter: Waiter): void {
    buffer.wait(waiter);
    this.#keepAlive.hold();
  }

  #stopWaiting(buffer: StreamBuffer): Waiter | undefined {
    const waiter = buffer.takeWaiter();
    if (waiter !== undefined) this.#keepAlive.release();
    return waiter;
  }

  /** Reads the text of a pulled batch. */
  read(id: number, text: string): Batch {
    return readBatch(text, () => this.lastEvents(id));
  }

  // ── What a collection brings ──────────────────────────────────────────────────────────────────────────────────────

  /** Nothing may leave here: whoever throws in a wake-up of the event loop ends the process. */
  #collect(): void {
    try {
      // On the next turn of the event loop, so that a flood of events doesn't starve timers.
      if (readCollection(this.native.collect(), this)) onNextTurn(() => this.#collect());
    } catch (cause) {
      // What was collected is lost, and with it whatever these calls were waiting for.
      for (const id of new Set([...this.#pending.keys(), ...this.#buffers.keys()])) this.broken(id, cause);
    }
    if (this.#watchers.size > 0) this.#tellWatchers();
  }

  #tellWatchers(): void {
    for (const watcher of [...this.#watchers]) {
      try {
        watcher();
      } catch {
        // Whoever watches has its own promise to reject; the others may be ready, too.
      }
    }
  }

  /** @internal A stream without a buffer was stopped meanwhile, by whoever was handed something before it. */
  events(id: number, batch: Batch, moreComes: boolean): void {
    const buffer = this.#buffers.get(id);
    if (buffer === undefined) return;
    buffer.add(batch);
    this.#arrived(id, buffer, moreComes);
  }

  /** @internal */
  ready(id: number): void {
    const buffer = this.#buffers.get(id);
    if (buffer !== undefined) this.#arrived(id, buffer, false);
  }

  #arrived(id: number, buffer: StreamBuffer, moreComes: boolean): void {
    const { demand, wakes, pausesCore } = arrived(buffer.demand, moreComes);
    buffer.demand = demand;
    if (pausesCore) this.native.pause(id);
    if (wakes) this.#stopWaiting(buffer)?.wake();
  }

  /** @internal The core's idle limit wants to know whether it is the server that is late, or the reader. */
  probe(id: number): void {
    const buffer = this.#buffers.get(id);
    if (buffer?.demand === Demand.Waiting) {
      this.native.reportDemand(id, monotonicNow() - buffer.since);
    } else {
      if (buffer !== undefined) buffer.demand = Demand.Paused;
      this.native.pause(id);
    }
  }

  /** @internal */
  answered(id: number, head: CollectedHead): void {
    const buffer = this.#buffers.get(id);
    if (buffer === undefined) this.#settle(id, head);
    else buffer.head = head;
  }

  /** @internal */
  failed(id: number): void {
    const failure = this.native.takeFailure(id);
    if (failure !== null) this.#settle(id, { attempts: failure.attempts, failure });
  }

  /** @internal */
  attempt(id: number, type: AttemptNotice["type"], text: string): void {
    const listener = this.#listeners.get(id);
    const [facts] = readAttemptFacts(text);
    if (listener === undefined || facts === undefined) return;
    try {
      listener({ type, facts });
    } catch {
      // Whoever listens must not break what it listens to.
    }
  }

  /** @internal */
  broken(id: number, cause: unknown): void {
    const kind = cause instanceof TextTooLong ? "too_large" : "panic";
    const message = cause instanceof Error ? cause.message : String(cause);
    this.#stop(id, { kind, message, chain: [], inBody: true, retryable: false });
  }

  /** @internal */
  lastIndex(): string {
    return this.native.lastIndex();
  }

  /** @internal */
  lastEvents(id: number): string[] {
    return this.native.lastEvents(id);
  }

  #settle(id: number, outcome: NativeOutcome): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    this.#pending.delete(id);
    const { resolve } = pending;
    pending.resolve = undefined;
    if (outcome.failure !== undefined || outcome.body !== undefined) this.#listeners.delete(id);
    this.#keepAlive.release();
    resolve?.(outcome);
  }

  #nextId(): number {
    do this.#lastId = this.#lastId === MAX_ID ? 1 : this.#lastId + 1;
    while (this.#pending.has(this.#lastId) || this.#buffers.has(this.#lastId));
    return this.#lastId;
  }
}

export type { Dispatcher };

/** Whether this is Node itself: runtimes that resemble it name it among their versions, beside their own name. */
function isNode(): boolean {
  const { bun, deno } = process.versions;
  return bun === undefined && deno === undefined;
}

let shared: Dispatcher | undefined;

/** The dispatcher of this thread, made at the first request. */
export function dispatcher(): Dispatcher {
  shared ??= new Dispatcher();
  return shared;
}
