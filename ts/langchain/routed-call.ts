import { AsyncLocalStorage } from "node:async_hooks";
import type { RoutingMetadata } from "../index";
import { tellOf } from "../openai/tell-metadata";

/**
 * What one call of a model has learnt about its route. LangChain drops what it does not know between the client and the
 * message, so the call has to carry it past.
 */
export class RoutedCall {
  /** `undefined` when the answer did not say, or has not said yet. */
  metadata: RoutingMetadata | undefined;

  /** Runs a function as this call. */
  run<T>(work: () => T): T {
    return calls.run(this, work);
  }

  /** Drives a generator as this call, whoever asks it for its next item. */
  async *drive<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
    try {
      for (;;) {
        const { done, value } = await this.run(() => source.next());
        if (done) return;
        yield value;
      }
    } finally {
      await this.run(() => source.return(undefined));
    }
  }

  /** Takes note of an answer of the client: a completion, or a stream of chunks, which is passed on as it comes. */
  note<T>(answer: T): T {
    if (isAsyncIterable(answer)) return this.#passing(answer) as T;
    tellOf(answer, (metadata) => this.#tell(metadata));
    return answer;
  }

  async *#passing(chunks: AsyncIterable<unknown>): AsyncGenerator<unknown> {
    for await (const chunk of chunks) {
      tellOf(chunk, (metadata) => this.#tell(metadata));
      yield chunk;
    }
  }

  #tell(metadata: RoutingMetadata): void {
    this.metadata = metadata;
  }
}

const calls = new AsyncLocalStorage<RoutedCall>();

/** The call that the current code belongs to. */
export function currentCall(): RoutedCall | undefined {
  return calls.getStore();
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}
