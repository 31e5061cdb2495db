/** What a request would cost at one offer of a model, by the directory's list prices. */
export interface OfferEstimate {
  /** Canonical id of the model. */
  model: string;
  provider: string;
  providerModelId: string;
  tier: string;
  /** Cost in USD with the tokens of the estimate; `null` when the prices are not listed. */
  costUsd: number | null;
  /**
   * Cost in USD when all of the prompt but its last message comes from the prompt cache, as in a conversation that goes
   * on; `null` when the offer lists no price for that.
   */
  cachedCostUsd: number | null;
  /** Whether prompt and answer fit into the context window; `null` when that is not listed. */
  fits: boolean | null;
}

/** What a request would cost. */
export interface RequestEstimate {
  /** About how many tokens the prompt has. */
  inputTokens: number;
  /** How many tokens the answer is taken to have: see the options. */
  outputTokens: number;
  /** Of the prompt, how many are taken to come from the prompt cache. */
  cachedTokens: number;
  /** The lowest cost of all offers, in USD; `null` when none has prices. */
  costUsd: number | null;
  /** Every offer that the request admits, the cheapest first, those without prices last. */
  offers: OfferEstimate[];
}

/** What an estimate reckons with. */
export interface EstimateOptions {
  /** How many tokens the answer will have. Default: the most that the request allows, or 1000 if it sets no limit. */
  outputTokens?: number | undefined;
  /** How many tokens of the prompt will come from the prompt cache. Default: 0. */
  cachedTokens?: number | undefined;
  /** The time at which an offer has to be open. Default: now. */
  at?: Date | undefined;
  /** Stops the loading of the directory. */
  signal?: AbortSignal | null | undefined;
}
