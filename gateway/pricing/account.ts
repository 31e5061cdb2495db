import type { Clock } from "../clock";
import { ApiFailure } from "../server/api-failure";
import type { Budgets, Spending } from "./budgets";

const MINUTE = 60_000;

/** Limits of the account behind the keys. */
export interface AccountOptions {
  readonly requestsPerMinute: number;
  /** The limit of one key, where it has one of its own. */
  readonly requestsPerMinuteOf: (apiKey: string) => number | undefined;
  readonly creditsUsd: number;
  readonly budgets: Budgets;
}

/** Rate limit, credit and budgets, with the headers that report them. */
export class Account {
  readonly requestsPerMinute: number;
  readonly #clock: Clock;
  readonly #budgets: Budgets;
  readonly #limitOf: AccountOptions["requestsPerMinuteOf"];
  readonly #windows = new Map<string, { start: number; used: number }>();
  #creditsUsd: number;

  constructor(options: AccountOptions, clock: Clock) {
    this.requestsPerMinute = options.requestsPerMinute;
    this.#creditsUsd = options.creditsUsd;
    this.#clock = clock;
    this.#budgets = options.budgets;
    this.#limitOf = options.requestsPerMinuteOf;
  }

  /**
   * Counts a request against the limit of its key and checks that it may be paid for.
   *
   * @throws ApiFailure 429 `rate_limit_exceeded`, `insufficient_quota` or `budget_exhausted`
   */
  admit(apiKey: string): void {
    const window = this.#windowOf(apiKey);
    window.used += 1;
    const limit = this.#requestsPerMinute(apiKey);
    if (window.used > limit) {
      const seconds = Math.max(1, Math.ceil((window.start + MINUTE - this.#clock.now()) / 1000));
      throw new ApiFailure("rate_limit_exceeded", `More than ${limit} requests per minute.`, {
        headers: {
          "retry-after": String(seconds),
          "x-rate-limit-source": "auriko",
          ...this.headers(apiKey),
        },
      });
    }
    if (this.#creditsUsd <= 0) {
      throw new ApiFailure("insufficient_quota", "The credit is used up.", { headers: this.headers(apiKey) });
    }
    this.#budgets.check(apiKey);
  }

  /** Checks the budget of the caller's own key at `provider`. */
  admitByok(provider: string, apiKey: string): void {
    this.#budgets.checkProvider(provider, apiKey);
  }

  spend(spending: Spending): void {
    if (spending.keySource === "platform") this.#creditsUsd -= spending.usd;
    this.#budgets.spend(spending);
  }

  /** Rate-limit, credit and budget headers. */
  headers(apiKey: string): Record<string, string> {
    const window = this.#windowOf(apiKey);
    const limit = this.#requestsPerMinute(apiKey);
    return {
      "x-ratelimit-limit-requests": String(limit),
      "x-ratelimit-remaining-requests": String(Math.max(0, limit - window.used)),
      "x-ratelimit-reset-requests": new Date(window.start + MINUTE).toISOString(),
      "x-credits-balance-microdollars": String(Math.max(0, Math.round(this.#creditsUsd * 1e6))),
      ...this.#budgets.headers(apiKey),
    };
  }

  #requestsPerMinute(apiKey: string): number {
    return this.#limitOf(apiKey) ?? this.requestsPerMinute;
  }

  #windowOf(apiKey: string): { start: number; used: number } {
    const now = this.#clock.now();
    const known = this.#windows.get(apiKey);
    if (known !== undefined && now < known.start + MINUTE) return known;
    const fresh = { start: now, used: 0 };
    this.#windows.set(apiKey, fresh);
    return fresh;
  }
}
