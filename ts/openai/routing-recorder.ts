import type { RoutingMetadata } from "../index";
import { isAsyncFunction, isThenable } from "../validation/asynchronous";
import { observeResponse } from "./observe-response";
import type { RoutingScopes } from "./routing-capture";

/** A `fetch` as OpenAI's client calls it. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** Called with the metadata of each answer that has any. Synchronous: what it returns is not waited for. */
export type OnResponse = (metadata: RoutingMetadata) => void;

/** Notes how the answers to the requests of one client were routed. */
export class RoutingRecorder {
  /** Of the latest answer that ended; `null` from the start of any request. */
  last: RoutingMetadata | null = null;
  readonly #scopes: RoutingScopes;
  readonly #onResponse: OnResponse | undefined;
  readonly #complain: (error: unknown) => void;

  /** `complain` is told what `onResponse` throws or rejects with. */
  constructor(scopes: RoutingScopes, onResponse: OnResponse | undefined, complain: (error: unknown) => void) {
    this.#scopes = scopes;
    this.#onResponse = onResponse;
    this.#complain = complain;
  }

  /** A `fetch` whose answers are noted here. */
  around(fetch: Fetch): Fetch {
    const recording: Fetch = async (input, init) => {
      this.last = null;
      const collect = this.#scopes.current();
      const response = await fetch(input, init);
      // An answer that reports an error has no route, and its body belongs to the error.
      if (response.status >= 400) return response;
      return observeResponse(response, (metadata) => {
        this.last = metadata;
        collect(metadata);
        this.#callBack(metadata);
      });
    };
    underneath.set(recording, fetch);
    return recording;
  }

  #callBack(metadata: RoutingMetadata): void {
    try {
      const returned: unknown = this.#onResponse?.(metadata);
      if (isThenable(returned)) Promise.resolve(returned).catch((error) => this.#complain(error));
    } catch (error) {
      this.#complain(error);
    }
  }
}

const underneath = new WeakMap<Fetch, Fetch>();

/** The `fetch` that was given to `around()`, or itself: OpenAI's `withOptions()` hands a client's fetch to its clone. */
export function withoutRecorder(fetch: Fetch): Fetch {
  return underneath.get(fetch) ?? fetch;
}

/**
 * Refuses what can't be an `onResponse`.
 * @throws TypeError for anything but a synchronous function.
 */
export function checkOnResponse(value: unknown): OnResponse | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "function") {
    throw new TypeError("`onResponse` must be a function that takes the routing metadata.");
  }
  if (isAsyncFunction(value)) {
    throw new TypeError(
      "`onResponse` must be synchronous: nothing waits for what it returns. Start asynchronous work from it instead.",
    );
  }
  return value as OnResponse;
}
