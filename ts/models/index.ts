export { type CachingModel, type CachingOffer, cachingModels } from "./caching-models";
export type { Model, ModelList, ModelListParams, ModelProvider } from "./callable";
export { type CheapestProviderOptions, cheapestProvider, type ProviderOffer } from "./cheapest-provider";
export type { DirectoryModel, DirectoryResponse, PriceVariant, ProviderEntry, TierEntry } from "./directory";
export {
  estimatePrice,
  type MessagesUsage,
  type TokenCounts,
  type TokenPrices,
  tokenCountsOf,
} from "./estimate-price";
export type { CanonicalModel, ModelsListResponse, ProviderInfo, ProviderList } from "./registry";
