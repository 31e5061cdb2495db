import type { Ledger } from "../ledger";
import type { BatchTotals, NativeProgress, NativeRoute } from "./batch-summary";

const NOTHING: BatchTotals = {
  succeeded: 0,
  failed: 0,
  inputTokens: 0,
  cachedTokens: 0,
  outputTokens: 0,
  costUsd: 0,
  savingsUsd: 0,
  unknownCost: 0,
};

/** Tells a ledger what a batch comes to: what was added since it was told last. */
export class LedgerFeed {
  readonly #told = new Map<string, BatchTotals>();
  #inFlight = 0;

  constructor(private readonly ledger: Ledger) {}

  /** Adds what is new. */
  add({ routes, inFlight }: Pick<NativeProgress, "routes" | "inFlight">): void {
    for (const route of routes) this.#addRoute(route);
    this.ledger.changeInFlight(inFlight - this.#inFlight);
    this.#inFlight = inFlight;
  }

  #addRoute([model, provider, totals]: NativeRoute): void {
    const key = JSON.stringify([model, provider]);
    const told = this.#told.get(key) ?? NOTHING;
    const since = (field: keyof BatchTotals) => totals[field] - told[field];
    this.#told.set(key, totals);
    if (since("succeeded") === 0 && since("failed") === 0) return;
    this.ledger.bookSums(model, provider, {
      requests: since("succeeded") + since("failed"),
      completed: since("succeeded"),
      failed: since("failed"),
      inputTokens: since("inputTokens"),
      outputTokens: since("outputTokens"),
      cachedTokens: since("cachedTokens"),
      costUsd: since("costUsd"),
      savingsUsd: since("savingsUsd"),
      unknownCost: since("unknownCost"),
    });
  }
}
