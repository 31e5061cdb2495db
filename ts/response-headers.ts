import { decimal, type HeadersSource, indexOfLines, indexOfSource, integer } from "./header-values";

export type { HeadersSource } from "./header-values";

/** Spend and limit of one budget period, in USD; `null` where the server sent no number. */
export interface BudgetPeriod {
  limit: number | null;
  spend: number | null;
}

/** Budgets that apply to the request; `null` for a period without a budget. Periods are in UTC. */
export interface Budgets {
  daily: BudgetPeriod | null;
  /** Starts on Monday. */
  weekly: BudgetPeriod | null;
  monthly: BudgetPeriod | null;
}

/** The budget that a 429 `budget_exhausted` is about. */
export interface BudgetExceeded {
  /** `X-Budget-Exceeded` as it was sent. */
  value: string | null;
  period: "daily" | "weekly" | "monthly" | (string & {}) | null;
  scope: "workspace" | "api_key" | "byok_provider" | (string & {}) | null;
}

/**
 * The headers of an answer, with typed access to those that Auriko documents. A header that is absent or unreadable is
 * `null`; nothing here throws.
 */
export class ResponseHeaders {
  #raw: string;
  #index: Map<string, string> | undefined;

  private constructor(raw: string, index?: Map<string, string>) {
    this.#raw = raw;
    this.#index = index;
  }

  /** Headers from `name: value` lines. Nothing is read until the first access: most answers are never asked. */
  static parse(raw: string): ResponseHeaders {
    return new ResponseHeaders(raw);
  }

  /** Headers from a `Headers` object, entries, or a plain record as Node and older HTTP clients make them. */
  static from(source: HeadersSource): ResponseHeaders {
    return new ResponseHeaders("", indexOfSource(source));
  }

  /** A header by name, in any case; `null` when absent. Repeated headers are joined with a comma. */
  get(name: string): string | null {
    return this.#headers().get(name.toLowerCase()) ?? null;
  }

  /** Whether a header is present, by name in any case. */
  has(name: string): boolean {
    return this.#headers().has(name.toLowerCase());
  }

  /** Pairs of name (in lower case) and value, in the order in which they came. */
  entries(): IterableIterator<[string, string]> {
    return this.#headers().entries();
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }

  /** `X-Request-ID`: quote it when you ask for support. */
  get requestId(): string | null {
    return this.get("x-request-id");
  }

  /** `retry-after-ms`, which some gateways send, else `Retry-After`, in seconds; `null` if it is a date. */
  get retryAfterSeconds(): number | null {
    const milliseconds = decimal(this.get("retry-after-ms"));
    return milliseconds === null ? decimal(this.get("retry-after")) : milliseconds / 1000;
  }

  /** `X-RateLimit-Limit-Requests`: how many requests the window allows. */
  get rateLimitLimit(): number | null {
    return integer(this.get("x-ratelimit-limit-requests"));
  }

  /** `X-RateLimit-Remaining-Requests`: how many requests are left in the window. */
  get rateLimitRemaining(): number | null {
    return integer(this.get("x-ratelimit-remaining-requests"));
  }

  /** `X-RateLimit-Reset-Requests`: when the window ends, as ISO 8601. */
  get rateLimitReset(): string | null {
    return this.get("x-ratelimit-reset-requests");
  }

  /** `X-Rate-Limit-Source`: whose limit it is, the provider's or Auriko's. */
  get rateLimitSource(): string | null {
    return this.get("x-rate-limit-source");
  }

  /** `X-Credits-Balance-Microdollars`: what is left of the credits; 1 USD is 1,000,000. */
  get creditsBalanceMicrodollars(): number | null {
    return integer(this.get("x-credits-balance-microdollars"));
  }

  /** `X-Token-Count-Model`: the model whose tokenizer counted. */
  get tokenCountModel(): string | null {
    return this.get("x-token-count-model");
  }

  /** `X-Budget-{Daily,Weekly,Monthly}-{Limit,Spend}`, in USD. */
  get budgets(): Budgets {
    return { daily: this.#budget("daily"), weekly: this.#budget("weekly"), monthly: this.#budget("monthly") };
  }

  /** `X-Budget-Exceeded`, `-Period` and `-Scope`: which budget refused the request; `null` when none did. */
  get budgetExceeded(): BudgetExceeded | null {
    const value = this.get("x-budget-exceeded");
    const period = this.get("x-budget-exceeded-period");
    const scope = this.get("x-budget-exceeded-scope");
    return value === null && period === null && scope === null ? null : { value, period, scope };
  }

  /** `X-Error-Provider`: the upstream provider that failed. */
  get errorProvider(): string | null {
    return this.get("x-error-provider");
  }

  /** `X-Error-Retryable`: the server's own opinion. The SDK does not act on it. */
  get errorRetryable(): boolean | null {
    const value = this.get("x-error-retryable")?.trim().toLowerCase();
    return value === "true" ? true : value === "false" ? false : null;
  }

  /** `X-Error-Type`: the normalised category of the error, for example `timeout`. */
  get errorType(): string | null {
    return this.get("x-error-type");
  }

  /** All headers as a plain record, names in lower case. */
  toJSON(): Record<string, string> {
    return Object.fromEntries(this.#headers());
  }

  [Symbol.for("nodejs.util.inspect.custom")](
    _depth: number,
    options: object,
    inspect: (value: unknown, options: object) => string,
  ): string {
    return `ResponseHeaders ${inspect(this.toJSON(), options)}`;
  }

  #headers(): Map<string, string> {
    this.#index ??= indexOfLines(this.#raw);
    return this.#index;
  }

  #budget(period: string): BudgetPeriod | null {
    const limit = this.get(`x-budget-${period}-limit`);
    const spend = this.get(`x-budget-${period}-spend`);
    return limit === null && spend === null ? null : { limit: decimal(limit), spend: decimal(spend) };
  }
}
