import type { Usage } from "../chat/usage";
import type { ResponseUsage } from "../responses/usage";

/** Prices in USD per 1M tokens; a tier of the directory has this form. */
export interface TokenPrices {
  readonly input_price?: number | null;
  readonly output_price?: number | null;
  /** Default: `input_price`. */
  readonly cache_read_price?: number | null;
  /** Default: `input_price`. */
  readonly cache_write_price?: number | null;
}

/** How many tokens are priced. */
export interface TokenCounts {
  /** All input tokens, cached ones included. Default 0. */
  inputTokens?: number | undefined;
  /** Default 0. */
  outputTokens?: number | undefined;
  /** How many of the input tokens are read from the prompt cache. Default 0. */
  cachedTokens?: number | undefined;
  /** How many of the input tokens are written to the prompt cache. Default 0. */
  cacheWriteTokens?: number | undefined;
}

const PER_PRICE = 1_000_000;

/**
 * What tokens cost at the given prices, in USD; `null` when a price that matters is not known. An estimate: price
 * variants, hosted tools and your own keys are not considered. What a request really cost stands in its routing metadata.
 */
export function estimatePrice(prices: TokenPrices, tokens: TokenCounts): number | null {
  const { inputTokens = 0, outputTokens = 0, cachedTokens = 0, cacheWriteTokens = 0 } = tokens;
  const fresh = Math.max(0, inputTokens - cachedTokens - cacheWriteTokens);
  const parts = [
    cost(fresh, prices.input_price),
    cost(cachedTokens, prices.cache_read_price ?? prices.input_price),
    cost(cacheWriteTokens, prices.cache_write_price ?? prices.input_price),
    cost(outputTokens, prices.output_price),
  ];
  return parts.reduce((sum, part) => (sum === null || part === null ? null : sum + part), 0);
}

/** The usage of an answer in the format of Anthropic's Messages, as `POST /messages` gives it. */
export interface MessagesUsage {
  /** Only the part of the prompt that did not come from a cache and was not written to one. */
  input_tokens: number;
  output_tokens: number;
  cache_read_input_tokens?: number | null;
  cache_creation_input_tokens?: number | null;
  [key: string]: unknown;
}

/**
 * The counts in the usage of a chat completion, of a response, or of an answer of `/messages`, for `estimatePrice`.
 * `inputTokens` is the whole prompt in each case.
 */
export function tokenCountsOf(usage: Usage | ResponseUsage | MessagesUsage): TokenCounts {
  if (isMessagesUsage(usage)) {
    const { input_tokens: fresh, output_tokens: outputTokens } = usage;
    const cachedTokens = usage.cache_read_input_tokens ?? 0;
    const cacheWriteTokens = usage.cache_creation_input_tokens ?? 0;
    return {
      inputTokens: fresh + cachedTokens + cacheWriteTokens,
      outputTokens,
      cachedTokens,
      cacheWriteTokens,
    };
  }
  if (isResponseUsage(usage)) {
    const details = usage.input_tokens_details;
    return {
      inputTokens: usage.input_tokens,
      outputTokens: usage.output_tokens,
      cachedTokens: details?.cached_tokens ?? 0,
      cacheWriteTokens: details?.cache_write_tokens ?? 0,
    };
  }
  const details = usage.prompt_tokens_details;
  return {
    inputTokens: usage.prompt_tokens,
    outputTokens: usage.completion_tokens,
    cachedTokens: details?.cached_tokens ?? 0,
    cacheWriteTokens: details?.cache_write_tokens ?? details?.cache_creation_tokens ?? 0,
  };
}

function isMessagesUsage(usage: Usage | ResponseUsage | MessagesUsage): usage is MessagesUsage {
  const { cache_read_input_tokens: read, cache_creation_input_tokens: written } = usage as MessagesUsage;
  return typeof read === "number" || typeof written === "number";
}

function isResponseUsage(usage: Usage | ResponseUsage): usage is ResponseUsage {
  return typeof usage.input_tokens === "number";
}

function cost(tokens: number, price: number | null | undefined): number | null {
  if (tokens === 0) return 0;
  return typeof price === "number" && Number.isFinite(price) ? (tokens * price) / PER_PRICE : null;
}
