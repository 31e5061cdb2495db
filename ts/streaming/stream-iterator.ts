/** What an iterator needs of a delivery. */
interface Deliverer {
  next(): Promise<IteratorResult<unknown, undefined>>;
  close(): void;
}

/** The iterator over a stream. `return()`, which leaving a loop calls, closes the stream quietly. */
export class StreamIterator<Item> implements AsyncIterableIterator<Item> {
  readonly #delivery: Deliverer;

  constructor(delivery: Deliverer) {
    this.#delivery = delivery;
  }

  next(): Promise<IteratorResult<Item, undefined>> {
    return this.#delivery.next() as Promise<IteratorResult<Item, undefined>>;
  }

  async return(): Promise<IteratorResult<Item, undefined>> {
    this.#delivery.close();
    return { value: undefined, done: true };
  }

  async throw(error?: unknown): Promise<IteratorResult<Item, undefined>> {
    this.#delivery.close();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
