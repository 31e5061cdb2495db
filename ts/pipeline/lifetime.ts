import { APIConnectionError } from "../errors";

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
