import { invalidParameter } from "../../ts/errors/client-side";
import type { Clock } from "../clock";
import { ApiFailure } from "../server/api-failure";

/** A spending limit. */
export interface BudgetOptions {
  readonly period: "daily" | "weekly" | "monthly";
  /** USD per period. */
  readonly limitUsd: number;
  /** Default `workspace`. */
  readonly scope?: "workspace" | "api_key" | "byok_provider";
  /** The provider, for the scope `byok_provider`. */
  readonly provider?: string;
  /** Whether requests are refused once the limit is reached. Default true. */
  readonly enforce?: boolean;
  /** Whether spending on own keys counts. Default false; always true for `byok_provider`. */
  readonly includeByok?: boolean;
  /** USD already spent in the current period. Default 0. */
  readonly spentUsd?: number;
}

/** What a request spent. */
export interface Spending {
  readonly usd: number;
  readonly apiKey: string;
  readonly provider: string;
  readonly keySource: "platform" | "byok";
}

const DAY = 86_400_000;

/** Spending limits and what has been spent, per period of the calendar in UTC. */
export class Budgets {
  readonly #clock: Clock;
  readonly #budgets: readonly BudgetOptions[];
  /** Limits of single keys, which come and go while the gateway runs. */
  readonly #ofKeys = new Map<string, BudgetOptions>();
  /** Spent USD by budget, API key and start of the period. */
  readonly #spent = new Map<string, number>();

  constructor(budgets: readonly BudgetOptions[], clock: Clock) {
    this.#clock = clock;
    this.#budgets = budgets;
    for (const [index, budget] of budgets.entries()) checkBudget(budget, `budgets[${index}]`);
  }

  /** Sets the limit of one key, in place of the one that it had. */
  setForKey(apiKey: string, budget: BudgetOptions): void {
    this.#ofKeys.set(apiKey, { ...budget, scope: "api_key" });
  }

  /**
   * @throws ApiFailure 429 `budget_exhausted` when an enforced limit of the workspace or the key is reached
   */
  check(apiKey: string): void {
    for (const [index, budget] of this.#covering(apiKey)) {
      if (budget.scope !== "byok_provider") this.#refuseIfSpent(budget, index, apiKey);
    }
  }

  /** The same for the caller's own key at one provider. */
  checkProvider(provider: string, apiKey: string): void {
    for (const [index, budget] of this.#covering(apiKey)) {
      if (budget.scope === "byok_provider" && budget.provider === provider)
        this.#refuseIfSpent(budget, index, apiKey);
    }
  }

  /** Adds what a request spent to every budget that covers it. */
  spend(spending: Spending): void {
    for (const [index, budget] of this.#covering(spending.apiKey)) {
      if (!covers(budget, spending)) continue;
      const key = this.#key(budget, index, spending.apiKey);
      this.#spent.set(key, this.#spentOf(budget, index, spending.apiKey) + spending.usd);
    }
  }

  /** Limit and spend of each period, in USD, from the first budget of the workspace or the key that has it. */
  headers(apiKey: string): Record<string, string> {
    const headers: Record<string, string> = {};
    for (const [index, budget] of this.#covering(apiKey)) {
      const name = `x-budget-${budget.period}`;
      if (budget.scope === "byok_provider" || headers[`${name}-limit`] !== undefined) continue;
      headers[`${name}-limit`] = usd(budget.limitUsd);
      headers[`${name}-spend`] = usd(this.#spentOf(budget, index, apiKey));
    }
    return headers;
  }

  *#covering(apiKey: string): Iterable<[number, BudgetOptions]> {
    const own = this.#ofKeys.get(apiKey);
    if (own !== undefined) yield [-1, own];
    yield* this.#budgets.entries();
  }

  #refuseIfSpent(budget: BudgetOptions, index: number, apiKey: string): void {
    if (budget.enforce === false || this.#spentOf(budget, index, apiKey) < budget.limitUsd) return;
    const scope = budget.scope ?? "workspace";
    throw new ApiFailure(
      "budget_exhausted",
      `The ${budget.period} budget of $${usd(budget.limitUsd)} is spent.`,
      {
        headers: {
          "x-budget-exceeded": "true",
          "x-budget-exceeded-period": budget.period,
          "x-budget-exceeded-scope": scope,
          ...this.headers(apiKey),
        },
      },
    );
  }

  #spentOf(budget: BudgetOptions, index: number, apiKey: string): number {
    return this.#spent.get(this.#key(budget, index, apiKey)) ?? budget.spentUsd ?? 0;
  }

  #key(budget: BudgetOptions, index: number, apiKey: string): string {
    const start = periodStart(budget.period, this.#clock.now());
    return `${index}/${budget.scope === "api_key" ? apiKey : ""}/${start}`;
  }
}

/** Start of the period that holds `now`: midnight, Monday's midnight or the first of the month, in UTC. */
function periodStart(period: BudgetOptions["period"], now: number): number {
  const date = new Date(now);
  const midnight = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  if (period === "daily") return midnight;
  if (period === "monthly") return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  return midnight - ((date.getUTCDay() + 6) % 7) * DAY;
}

function covers(budget: BudgetOptions, spending: Spending): boolean {
  if (budget.scope === "byok_provider") {
    return spending.keySource === "byok" && spending.provider === budget.provider;
  }
  return spending.keySource === "platform" || budget.includeByok === true;
}

function checkBudget(budget: BudgetOptions, param: string): void {
  if (!(budget.limitUsd >= 0))
    throw invalidParameter(`${param}.limitUsd`, "limitUsd must be a number of at least 0.");
  if (!["daily", "weekly", "monthly"].includes(budget.period)) {
    throw invalidParameter(`${param}.period`, "period must be daily, weekly or monthly.");
  }
  if (budget.scope === "byok_provider" && budget.provider === undefined) {
    throw invalidParameter(`${param}.provider`, "The scope byok_provider needs a provider.");
  }
}

function usd(amount: number): string {
  return String(Number(amount.toFixed(6)));
}
