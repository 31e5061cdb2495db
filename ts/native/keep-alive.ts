/** Longer than any process lives between two calls; the interval exists for its reference, not for its ticks. */
const NEVER = 2 ** 31 - 1;

/**
 * Keeps the process alive exactly while something is awaited. The core's wake-up does not, so that an idle client, an
 * abandoned stream or a pooled connection never holds a process.
 */
export class KeepAlive {
  #awaited = 0;
  readonly #timer = setInterval(() => {}, NEVER).unref();

  /** One more thing is awaited. */
  hold(): void {
    if (this.#awaited++ === 0) this.#timer.ref();
  }

  /** One thing less is awaited. */
  release(): void {
    if (--this.#awaited === 0) this.#timer.unref();
  }
}
