import { AsyncLocalStorage } from "node:async_hooks";
import type { RoutingMetadata } from "../index";

/** What was captured while a function ran. */
export interface RoutingCapture<T> {
  /** What the function returned. */
  readonly result: T;
  /**
   * The metadata of the answers, in the order in which they ended. A stream that is read later is added when it ends, so
   * the list may still grow.
   */
  readonly routingMetadata: readonly RoutingMetadata[];
  /** The last of them; `null` as long as there is none. */
  readonly lastRoutingMetadata: RoutingMetadata | null;
  /** What they cost together, in USD; answers that don't say what they cost count as 0. */
  readonly costUsd: number;
}

/** A list that answers are added to, and the one around it when captures are nested. */
interface Collector {
  readonly collected: RoutingMetadata[];
  readonly around: Collector | undefined;
}

/** Tells the answers to calls apart by the function that asked, however many run at the same time. */
export class RoutingScopes {
  readonly #storage = new AsyncLocalStorage<Collector>();

  /** Where an answer to a call that starts now has to be added. To be asked when the call starts: a stream is read elsewhere. */
  current(): (metadata: RoutingMetadata) => void {
    const collector = this.#storage.getStore();
    return (metadata) => {
      for (let at = collector; at !== undefined; at = at.around) at.collected.push(metadata);
    };
  }

  /** Runs a function and collects the metadata of everything that it asks for. */
  async capture<T>(run: () => T | Promise<T>): Promise<RoutingCapture<T>> {
    const collected: RoutingMetadata[] = [];
    const result = await this.#storage.run({ collected, around: this.#storage.getStore() }, run);
    return {
      result,
      routingMetadata: collected,
      get lastRoutingMetadata() {
        return collected.at(-1) ?? null;
      },
      get costUsd() {
        return collected.reduce((sum, metadata) => sum + costOf(metadata), 0);
      },
    };
  }
}

/** The billed cost in USD, as either generation of the API names it; 0 when it is not said. */
export function costOf({ cost }: RoutingMetadata): number {
  const usd = cost?.usd ?? cost?.billable_cost_usd;
  return typeof usd === "number" ? usd : 0;
}
