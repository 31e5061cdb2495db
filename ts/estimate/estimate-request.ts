import { readSpendRequest, type SpendRequest } from "../ledger/spend-request";
import type { DirectoryResponse, ProviderEntry, TierEntry } from "../models/directory";
import { estimatePrice } from "../models/estimate-price";
import { findModel } from "../models/find-model";
import { isOpen, PREMIUM_TIER } from "../models/offer-filters";
import { ASSUMED_OUTPUT_TOKENS } from "../tokens/estimate-output";
import { estimateMarkedTokens, estimatePromptTokens } from "../tokens/estimate-prompt";
import type { EstimateOptions, OfferEstimate, RequestEstimate } from "./request-estimate";

type Body = Readonly<Record<string, unknown>>;

/** What a request costs at each offer that it admits. `body` is the request as it would be sent. */
export function estimateRequest(
  body: Body,
  directory: DirectoryResponse,
  options: EstimateOptions = {},
): RequestEstimate {
  const request = readSpendRequest(body);
  const inputTokens = estimatePromptTokens(body);
  const counts: Counts = {
    inputTokens,
    outputTokens: options.outputTokens ?? request.maxOutputTokens ?? ASSUMED_OUTPUT_TOKENS,
    cachedTokens: Math.min(options.cachedTokens ?? 0, inputTokens),
    markedTokens: estimateMarkedTokens(body),
    repeatedTokens: inputTokens - lastMessageTokens(body),
  };
  const offers = offersOf(request, directory, options.at ?? new Date())
    .map((offer) => estimateOffer(offer, counts))
    .sort((a, b) => (a.costUsd ?? Number.POSITIVE_INFINITY) - (b.costUsd ?? Number.POSITIVE_INFINITY));
  const { outputTokens, cachedTokens } = counts;
  return { inputTokens, outputTokens, cachedTokens, costUsd: offers[0]?.costUsd ?? null, offers };
}

interface Counts {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedTokens: number;
  /** Before the last mark for the cache. */
  readonly markedTokens: number;
  /** All but the last message. */
  readonly repeatedTokens: number;
}

interface Offer {
  readonly model: string;
  readonly entry: ProviderEntry;
  readonly tier: TierEntry;
}

function offersOf(request: SpendRequest, directory: DirectoryResponse, at: Date): Offer[] {
  const { providers, excludedProviders, tier: wanted } = request;
  const offers: Offer[] = [];
  for (const name of new Set(request.models)) {
    const found = findModel(directory, name);
    for (const entry of found?.model.providers ?? []) {
      if (providers !== null && !providers.includes(entry.provider)) continue;
      if (excludedProviders.includes(entry.provider) || !isOpen(entry, at)) continue;
      for (const tier of entry.tiers ?? []) {
        const admitted = wanted === null ? tier.name !== PREMIUM_TIER : tier.name === wanted;
        if (admitted) offers.push({ model: found?.id ?? name, entry, tier });
      }
    }
  }
  return offers;
}

function estimateOffer({ model, entry, tier }: Offer, counts: Counts): OfferEstimate {
  const { inputTokens, outputTokens, cachedTokens, markedTokens, repeatedTokens } = counts;
  const caches = typeof tier.cache_read_price === "number";
  const cached = caches ? cachedTokens : 0;
  const cacheWriteTokens =
    typeof tier.cache_write_price === "number"
      ? Math.max(0, Math.min(markedTokens, inputTokens) - cached)
      : 0;
  const window = entry.context_window;
  return {
    model,
    provider: entry.provider,
    providerModelId: entry.provider_model_id,
    tier: tier.name,
    costUsd: estimatePrice(tier, { inputTokens, outputTokens, cachedTokens: cached, cacheWriteTokens }),
    cachedCostUsd: caches
      ? estimatePrice(tier, { inputTokens, outputTokens, cachedTokens: repeatedTokens })
      : null,
    fits: typeof window === "number" ? inputTokens + outputTokens <= window : null,
  };
}

function lastMessageTokens(body: Body): number {
  const conversation = body.messages ?? body.input;
  if (!Array.isArray(conversation)) return estimatePromptTokens({ input: conversation });
  return estimatePromptTokens({ messages: conversation.slice(-1) });
}
