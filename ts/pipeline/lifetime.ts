import { APIConnectionError } from "../errors";
import type { Abortable } from "../streaming/follow-signal";

/** Something that `close()` stops. */
export interface Cancellable {
  cancel(): void;
}

/**
 * What a client has under way. A child made by `withOptions()` is part of its parent's lifetime; the reverse is not
 * true.
 */
export class Lifetime {
  readonly #parent: Lifetime | undefined;
  readonly #running = new Set<Cancellable>();
  #closed = false;

  constructor(parent?: Lifetime) {
    this.#parent = parent;
  }

  /** Whether this client or one above it was closed. */
  get closed(): boolean {
    return this.#closed || (this.#parent?.closed ?? false);
  }

  /** @throws APIConnectionError when the client is closed. */
  check(): void {
    if (this.closed) {
      throw new APIConnectionError("The client is closed. Make a new one, or close it later.", {
        code: "client_closed",
        retryable: false,
      });
    }
  }

  /** Notes that something runs. */
  enter(running: Cancellable): void {
    this.#running.add(running);
    this.#parent?.enter(running);
  }

  /** Notes that it has ended. */
  leave(running: Cancellable): void {
    this.#running.delete(running);
    this.#parent?.leave(running);
  }

  /** Stops all that runs, and whatever would come. */
  close(): void {
    this.#closed = true;
    for (const running of [...this.#running]) running.cancel();
    this.#running.clear();
  }
}

const ENDED: Cancellable = { cancel: () => {} };

/**
 * A call under way, from being sent to the end of its body. What is to be stopped changes meanwhile: first the request,
 * then whoever reads the open body.
 */
export class RunningCall implements Cancellable, Abortable {
  readonly #lifetime: Lifetime;
  #current: Cancellable;

  constructor(lifetime: Lifetime, request: Cancellable) {
    this.#lifetime = lifetime;
    this.#current = request;
    lifetime.enter(this);
  }

  /** From now on `reader` is what is stopped. */
  becomes(reader: Cancellable): void {
    this.#current = reader;
  }

  /** Nothing is left to be stopped, nor to be held by whoever still knows this call. */
  end(): void {
    this.#current = ENDED;
    this.#lifetime.leave(this);
  }

  cancel(): void {
    this.#current.cancel();
  }

  abort(): void {
    this.cancel();
  }
}
