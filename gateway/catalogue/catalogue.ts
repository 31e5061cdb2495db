import type { UpstreamBinding } from "../upstream/upstream-binding";

/** What a provider may do with prompts and answers, from the loosest to the strictest. */
export type CatalogueDataPolicy = "none" | "no_training" | "zdr";

/** The endpoints that a model can be called through. */
export type CatalogueEndpoint = "chat_completions" | "responses";

/** A median and a tail. For durations p95 is the larger number; for throughput it is what 95 % of requests reach. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
}

/** How a provider's prompt cache behaves. */
export interface CatalogueCache {
  /** Prompts with fewer tokens are never cached. */
  readonly minTokens: number;
  /** Cached prefixes are rounded down to a multiple of this many tokens. */
  readonly stepTokens: number;
  /** How long an entry lives after it was last written or read, in milliseconds. */
  readonly ttlMs: number;
  /** Whether written tokens are charged, and therefore reported as `cache_write_tokens`. */
  readonly chargesWrites: boolean;
  /** Life of an entry, in milliseconds, when `prompt_cache_retention: "24h"` is sent; absent where that is unknown. */
  readonly longTtlMs?: number;
}

/** A company or machine that runs models. */
export interface CatalogueProvider {
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  readonly dataPolicy: CatalogueDataPolicy;
  /** Whether the platform holds a key for it. Default true. */
  readonly platformKey?: boolean;
  /** Absent when the provider has no prompt cache. */
  readonly cache?: CatalogueCache;
  /** Optional parameters it accepts; the rest is dropped with a warning. Default: all. */
  readonly acceptedParameters?: readonly string[];
  /** Sends its traffic to a real endpoint instead of simulating it. */
  readonly upstream?: UpstreamBinding;
}

/** A price list of one offer, in USD per million tokens. */
export interface CatalogueTier {
  readonly name: string;
  readonly inputPrice: number;
  readonly outputPrice: number;
  readonly cacheReadPrice?: number;
  readonly cacheWritePrice?: number;
  /** Only chosen when the request asks for the tier by name. Default false. */
  readonly premium?: boolean;
  /** How many times faster than the offer's own figures. Default 1. */
  readonly speed?: number;
}

/** What an offer can do. Everything is false or `"none"` unless said. */
export interface OfferCapabilities {
  readonly tools?: boolean;
  /** Honours `tool_choice: "required"`. */
  readonly toolChoiceRequired?: boolean;
  readonly jsonMode?: boolean;
  readonly structuredOutput?: boolean;
  readonly toolsWithStructuredOutput?: boolean;
  /** `always`: thinking can't be switched off. */
  readonly reasoning?: "none" | "optional" | "always";
  /** The `reasoning_effort` values it knows; others are mapped to the nearest with a warning. Default: all. */
  readonly efforts?: readonly string[];
  /** Whether an effort is kept when tools are sent. Default true. */
  readonly effortWithTools?: boolean;
  /** Parameters that are dropped with a warning while the model reasons. Default none. */
  readonly dropsWhileReasoning?: readonly string[];
  readonly promptCaching?: boolean;
  /** Honours `prompt_cache_retention`. */
  readonly promptCacheRetention?: boolean;
  /** Tools that the provider runs itself, such as `web_search`. */
  readonly hostedTools?: readonly string[];
  /** Default true. */
  readonly streaming?: boolean;
  /** Default true. */
  readonly nonStreaming?: boolean;
}

/** One model at one provider. */
export interface CatalogueOffer {
  readonly provider: string;
  readonly providerModelId: string;
  readonly contextWindow: number;
  readonly maxOutputTokens: number;
  readonly inputModalities: readonly string[];
  readonly outputModalities: readonly string[];
  readonly capabilities: OfferCapabilities;
  /** Time to first token, in milliseconds. */
  readonly ttftMs: Percentiles;
  /** Tokens per second. */
  readonly throughputTps: Percentiles;
  /** At least one. */
  readonly tiers: readonly CatalogueTier[];
  /** USD for each use of a hosted tool. Default 0. */
  readonly hostedToolPrice?: number;
  /** Overrides the provider's data policy. */
  readonly dataPolicy?: CatalogueDataPolicy;
  /** Overrides the model's endpoints. */
  readonly endpoints?: readonly CatalogueEndpoint[];
}

/** A model under its canonical id. */
export interface CatalogueModel {
  readonly id: string;
  readonly family: string;
  readonly displayName: string;
  readonly author: string;
  readonly aliases?: readonly string[];
  /** Default: both. */
  readonly endpoints?: readonly CatalogueEndpoint[];
  /** Only usable in batches; a direct call is refused with `batch_only`. */
  readonly batchOnly?: boolean;
  /** Unix seconds. Default 1735689600. */
  readonly created?: number;
  /** At least one. */
  readonly offers: readonly CatalogueOffer[];
}

/** Everything that the gateway knows about models and providers. */
export interface Catalogue {
  readonly providers: readonly CatalogueProvider[];
  readonly models: readonly CatalogueModel[];
}
