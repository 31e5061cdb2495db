import type { DirectoryResponse, ProviderEntry, TierEntry } from "./directory";

/** A model that supports prompt caching somewhere. */
export interface CachingModel {
  /** Canonical id. */
  id: string;
  displayName: string;
  offers: CachingOffer[];
}

/** An offer with prompt caching. Prices are in USD per 1M tokens; `null` when they are not listed. */
export interface CachingOffer {
  provider: string;
  providerModelId: string;
  /** `null` for a provider that lists no prices. */
  tier: string | null;
  inputPrice: number | null;
  cacheReadPrice: number | null;
  cacheWritePrice: number | null;
}

/** The models of the directory that support prompt caching, each with its offers and their cache prices. */
export function cachingModels(directory: DirectoryResponse): CachingModel[] {
  return Object.entries(directory.models).flatMap(([id, model]) => {
    const offers = (model.providers ?? []).flatMap(offersOf);
    return offers.length > 0 ? [{ id, displayName: model.display_name, offers }] : [];
  });
}

function offersOf(entry: ProviderEntry): CachingOffer[] {
  const priced = (entry.tiers ?? []).filter((tier) => typeof tier.cache_read_price === "number");
  if (priced.length > 0) return priced.map((tier) => offer(entry, tier));
  return entry.capabilities?.supports_prompt_caching === true ? [offer(entry, undefined)] : [];
}

function offer(entry: ProviderEntry, tier: TierEntry | undefined): CachingOffer {
  return {
    provider: entry.provider,
    providerModelId: entry.provider_model_id,
    tier: tier?.name ?? null,
    inputPrice: tier?.input_price ?? null,
    cacheReadPrice: tier?.cache_read_price ?? null,
    cacheWritePrice: tier?.cache_write_price ?? null,
  };
}
