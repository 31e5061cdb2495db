import type { SpendOutcome } from "./spend-meter";

/** Sums over requests that have ended. */
export interface LedgerTotals {
  /** Requests that have ended, whatever their outcome. */
  readonly requests: number;
  readonly completed: number;
  readonly failed: number;
  /** Stopped by the caller. */
  readonly aborted: number;
  /** All input tokens, cached ones included. */
  readonly inputTokens: number;
  /** All output tokens, reasoning included. */
  readonly outputTokens: number;
  /** Input tokens that were read from the prompt cache. */
  readonly cachedTokens: number;
  /** Cost that Auriko reported, in USD. */
  readonly costUsd: number;
  /** Estimated cost of requests whose cost was not reported, in USD; needs prices. */
  readonly estimatedUsd: number;
  /** What prompt caching saved, as far as Auriko reported it, in USD. */
  readonly savingsUsd: number;
  /** Requests whose cost was neither reported nor could be estimated, although an answer had begun. */
  readonly unknownCost: number;
}

/** One request, ready to be added up. */
export interface Booking {
  readonly outcome: SpendOutcome;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedTokens: number;
  readonly costUsd: number;
  readonly estimatedUsd: number;
  readonly savingsUsd: number;
  readonly unknownCost: boolean;
}

/** A sum in the making. */
export class Totals implements LedgerTotals {
  requests = 0;
  completed = 0;
  failed = 0;
  aborted = 0;
  inputTokens = 0;
  outputTokens = 0;
  cachedTokens = 0;
  costUsd = 0;
  estimatedUsd = 0;
  savingsUsd = 0;
  unknownCost = 0;

  add(booking: Booking): void {
    this.requests++;
    this[booking.outcome]++;
    this.inputTokens += booking.inputTokens;
    this.outputTokens += booking.outputTokens;
    this.cachedTokens += booking.cachedTokens;
    this.costUsd += booking.costUsd;
    this.estimatedUsd += booking.estimatedUsd;
    this.savingsUsd += booking.savingsUsd;
    if (booking.unknownCost) this.unknownCost++;
  }

  addSums(sums: Partial<LedgerTotals>): void {
    for (const [name, value] of Object.entries(sums) as [keyof LedgerTotals, number][]) this[name] += value;
  }

  copy(): LedgerTotals {
    return { ...this };
  }
}

/** The name under which further names are summed up. */
const OTHERS = "(others)";

/** Sums by a name that comes from outside. Bounded, since a tag may well be different in every request. */
export class GroupedTotals {
  private readonly groups = new Map<string, Totals>();

  constructor(private readonly mostGroups = 1_000) {}

  add(name: string, booking: Booking): void {
    this.group(name).add(booking);
  }

  addSums(name: string, sums: Partial<LedgerTotals>): void {
    this.group(name).addSums(sums);
  }

  private group(name: string): Totals {
    let totals = this.groups.get(name);
    if (totals === undefined) {
      const key = this.groups.size < this.mostGroups ? name : OTHERS;
      totals = this.groups.get(key) ?? new Totals();
      this.groups.set(key, totals);
    }
    return totals;
  }

  copy(): Record<string, LedgerTotals> {
    return Object.fromEntries([...this.groups].map(([name, totals]) => [name, totals.copy()]));
  }

  clear(): void {
    this.groups.clear();
  }
}
