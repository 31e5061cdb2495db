import type { DirectoryResponse, TierEntry } from "./directory";
import { estimatePrice, type TokenCounts } from "./estimate-price";
import { findModel } from "./find-model";
import { isOpen, PREMIUM_TIER } from "./offer-filters";

/** What the price is computed for. */
export interface CheapestProviderOptions extends TokenCounts {
  /** Only this tier. Default: every tier but `priority`, which Auriko chooses only on request. */
  tier?: string | undefined;
  /** The time at which the offer has to be open. Default: now. */
  at?: Date | undefined;
}

/** An offer and its price. */
export interface ProviderOffer {
  provider: string;
  providerModelId: string;
  tier: string;
  /** Estimate for the token counts that were asked for, in USD. */
  costUsd: number;
}

/**
 * The cheapest offer of a model for the expected token counts, by the directory's list prices; `null` when the model
 * is not in the directory or no offer has prices. Without counts, input and output weigh the same (1M tokens each).
 */
export function cheapestProvider(
  directory: DirectoryResponse,
  model: string,
  options: CheapestProviderOptions = {},
): ProviderOffer | null {
  const counted = options.inputTokens !== undefined || options.outputTokens !== undefined;
  const tokens = counted ? options : { ...options, inputTokens: 1_000_000, outputTokens: 1_000_000 };
  const at = options.at ?? new Date();
  let best: ProviderOffer | null = null;
  for (const entry of findModel(directory, model)?.model.providers ?? []) {
    if (!isOpen(entry, at)) continue;
    for (const tier of entry.tiers ?? []) {
      if (!isWanted(tier, options.tier)) continue;
      const costUsd = estimatePrice(tier, tokens);
      if (costUsd === null || (best !== null && costUsd >= best.costUsd)) continue;
      best = { provider: entry.provider, providerModelId: entry.provider_model_id, tier: tier.name, costUsd };
    }
  }
  return best;
}

function isWanted(tier: TierEntry, wanted: string | undefined): boolean {
  return wanted === undefined ? tier.name !== PREMIUM_TIER : tier.name === wanted;
}
