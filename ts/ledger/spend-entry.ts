import type { Usage } from "../chat/usage";
import type { SpendLimitError } from "../errors";
import { estimatePrice, type TokenCounts, type TokenPrices, tokenCountsOf } from "../models/estimate-price";
import type { RoutingMetadata } from "../routing/routing-metadata";
import { type RoutingSummary, summarizeRouting } from "../routing/summarize-routing";
import { CHARACTERS_PER_TOKEN, tokensOfLength } from "../tokens/estimate-output";
import type { Booking } from "./ledger-totals";
import type { SpendAccount } from "./spend-account";
import type { SpendFacts, SpendMeter, SpendOutcome } from "./spend-meter";

/** How many output tokens a stream reserves at a time. */
const TOKENS_PER_STEP = 64;
const PER_PRICE = 1_000_000;

/** What a request's entry needs of its ledger. */
export interface SpendPlan {
  /** Every account that the request draws on. */
  readonly accounts: readonly SpendAccount[];
  /** Prices to reckon with; `null` without prices, or when nothing limits the request. */
  readonly prices: TokenPrices | null;
  /** About how many tokens the prompt has; 0 without prices. */
  readonly promptTokens: number;
  /** Output tokens that are reserved at once, for a request that can't be watched. */
  readonly outputTokens: number;
  /** Prices for usage whose cost was not reported. */
  pricesAt(provider: string | null): TokenPrices | null;
  /** Estimates the prompt after all, for a request that ended without usage. */
  estimatePrompt(): number;
  /** Adds the request to the sums. */
  book(booking: Booking, facts: SpendFacts, route: RoutingSummary | null): void;
}

/** The ledger's entry of one request. */
export class SpendEntry implements SpendMeter {
  readonly watching: boolean;
  private reservedUsd = 0;
  /** Characters that the reservation covers. */
  private coveredCharacters = 0;
  private settled = false;

  /** @throws SpendLimitError when not even the beginning of the request fits the limits. */
  constructor(
    private readonly plan: SpendPlan,
    streaming: boolean,
  ) {
    this.watching = streaming && plan.prices !== null;
    for (const account of plan.accounts) {
      if (account.exhausted) throw account.error("The request was not sent");
    }
    if (plan.prices !== null) this.reserveBeginning(plan.prices);
  }

  private reserveBeginning(prices: TokenPrices): void {
    const { promptTokens, outputTokens } = this.plan;
    const amount = estimatePrice(prices, { inputTokens: promptTokens, outputTokens }) ?? 0;
    for (const account of this.plan.accounts) {
      if (!account.has(amount)) {
        throw account.error(
          `The request was not sent, because it may cost up to about $${amount.toPrecision(3)}`,
        );
      }
    }
    this.reserve(amount);
    this.coveredCharacters = outputTokens * CHARACTERS_PER_TOKEN;
  }

  observe(characters: number): SpendLimitError | undefined {
    return characters <= this.coveredCharacters ? undefined : this.extend(characters);
  }

  /** Reserves for the output so far and some more; the step may be a short one when there is little room. */
  private extend(characters: number): SpendLimitError | undefined {
    const perToken = (this.plan.prices?.output_price ?? 0) / PER_PRICE;
    const missing = tokensOfLength(characters - this.coveredCharacters);
    let tokens = missing + TOKENS_PER_STEP;
    for (const account of this.plan.accounts) {
      if (!account.has(missing * perToken)) return account.error("The stream was stopped");
      if (perToken > 0) tokens = Math.min(tokens, Math.max(missing, Math.floor(account.roomUsd / perToken)));
    }
    this.reserve(tokens * perToken);
    this.coveredCharacters += tokens * CHARACTERS_PER_TOKEN;
    return undefined;
  }

  private reserve(amount: number): void {
    this.reservedUsd += amount;
    for (const account of this.plan.accounts) account.reservedUsd += amount;
  }

  settle(facts: SpendFacts, outcome: SpendOutcome): void {
    if (this.settled) return;
    this.settled = true;
    const route = summarizeRouting(facts.routingMetadata as RoutingMetadata | undefined);
    const booking = this.bookingOf(facts, outcome, route);
    for (const account of this.plan.accounts) {
      account.release(this.reservedUsd);
      account.spentUsd += booking.costUsd + booking.estimatedUsd;
    }
    this.plan.book(booking, facts, route);
  }

  private bookingOf(facts: SpendFacts, outcome: SpendOutcome, route: RoutingSummary | null): Booking {
    const counts = countsOf(facts.usage);
    const reported = route?.costUsd ?? null;
    const estimated = reported === null ? this.estimate(facts, counts, route) : 0;
    return {
      outcome,
      inputTokens: counts?.inputTokens ?? 0,
      outputTokens: counts?.outputTokens ?? 0,
      cachedTokens: counts?.cachedTokens ?? 0,
      costUsd: reported ?? 0,
      estimatedUsd: estimated ?? 0,
      savingsUsd: route?.cacheSavingsUsd ?? 0,
      unknownCost: estimated === null,
    };
  }

  /** What the request may have cost: 0 if no answer had begun, `null` if it can't be said. */
  private estimate(
    facts: SpendFacts,
    counts: TokenCounts | null,
    route: RoutingSummary | null,
  ): number | null {
    if (counts === null && facts.answered !== true) return 0;
    const prices = this.plan.pricesAt(route?.provider ?? null);
    if (prices === null) return null;
    const inputTokens = this.plan.promptTokens || this.plan.estimatePrompt();
    return estimatePrice(
      prices,
      counts ?? { inputTokens, outputTokens: tokensOfLength(facts.characters ?? 0) },
    );
  }
}

/** The token counts of a usage object of either API, whatever else it may hold. */
function countsOf(usage: unknown): TokenCounts | null {
  if (typeof usage !== "object" || usage === null) return null;
  const counts = tokenCountsOf(usage as Usage);
  return {
    inputTokens: countOf(counts.inputTokens),
    outputTokens: countOf(counts.outputTokens),
    cachedTokens: countOf(counts.cachedTokens),
    cacheWriteTokens: countOf(counts.cacheWriteTokens),
  };
}

function countOf(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
