import type { Usage } from "../../ts/chat/usage";
import type { ResponseUsage } from "../../ts/responses/usage";
import { isObject } from "../call/field-checks";
import type { CatalogueTier } from "../catalogue/catalogue";

/** What a request used, independent of the endpoint. */
export interface CallUsage {
  readonly promptTokens: number;
  readonly imageInputTokens: number;
  readonly cachedTokens: number;
  /** `undefined` where writing to the cache is not charged. */
  readonly cacheWriteTokens: number | undefined;
  readonly completionTokens: number;
  readonly reasoningTokens: number;
  readonly imageOutputTokens: number;
}

/** What a request cost, in USD. */
export interface CallCost {
  readonly usd: number;
  readonly savingsUsd: number;
  readonly savingsPercent: number;
  /** Part of `usd`. */
  readonly hostedToolUsd: number;
}

const PER_TOKEN = 1e-6;

/** The price of a request at one tier, and what the cache saved. */
export function costOf(usage: CallUsage, tier: CatalogueTier, hostedToolUsd = 0): CallCost {
  const written = usage.cacheWriteTokens ?? 0;
  const fresh = usage.promptTokens - usage.cachedTokens - written;
  const output = usage.completionTokens * tier.outputPrice;
  const input =
    fresh * tier.inputPrice +
    usage.cachedTokens * (tier.cacheReadPrice ?? tier.inputPrice) +
    written * (tier.cacheWritePrice ?? tier.inputPrice);
  const full = usage.promptTokens * tier.inputPrice + output;
  const paid = input + output;
  const saved = Math.max(0, full - paid);
  return {
    usd: roundUsd(paid * PER_TOKEN + hostedToolUsd),
    hostedToolUsd: roundUsd(hostedToolUsd),
    savingsUsd: roundUsd(saved * PER_TOKEN),
    savingsPercent: full === 0 ? 0 : Math.round((saved / full) * 100),
  };
}

/** `usage` of a chat completion. */
export function chatUsage(usage: CallUsage): Usage {
  return {
    prompt_tokens: usage.promptTokens,
    completion_tokens: usage.completionTokens,
    total_tokens: usage.promptTokens + usage.completionTokens,
    prompt_tokens_details: {
      cached_tokens: usage.cachedTokens,
      text_tokens: usage.promptTokens - usage.imageInputTokens,
      image_tokens: usage.imageInputTokens,
      ...(usage.cacheWriteTokens !== undefined && { cache_write_tokens: usage.cacheWriteTokens }),
    },
    completion_tokens_details: {
      reasoning_tokens: usage.reasoningTokens,
      text_tokens: usage.completionTokens - usage.reasoningTokens - usage.imageOutputTokens,
      image_tokens: usage.imageOutputTokens,
    },
  };
}

/** `usage` of a response. */
export function responsesUsage(usage: CallUsage): ResponseUsage {
  return {
    input_tokens: usage.promptTokens,
    input_tokens_details: {
      cached_tokens: usage.cachedTokens,
      ...(usage.cacheWriteTokens !== undefined && { cache_write_tokens: usage.cacheWriteTokens }),
    },
    output_tokens: usage.completionTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens, image_tokens: usage.imageOutputTokens },
    total_tokens: usage.promptTokens + usage.completionTokens,
  };
}

/** Figures of a script put over computed ones, details one level deep. */
export function overrideUsage(
  computed: Record<string, unknown>,
  override: Readonly<Record<string, unknown>> | undefined,
): Record<string, unknown> {
  const merged = { ...computed };
  for (const [name, value] of Object.entries(override ?? {})) {
    const below = merged[name];
    merged[name] = isObject(below) && isObject(value) ? { ...below, ...value } : value;
  }
  return merged;
}

function roundUsd(usd: number): number {
  return Number(usd.toFixed(12));
}
