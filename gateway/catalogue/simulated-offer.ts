import type { CatalogueOffer, CatalogueTier, OfferCapabilities } from "./catalogue";

/** What most models can do. */
export const GENERAL: OfferCapabilities = {
  tools: true,
  toolChoiceRequired: true,
  jsonMode: true,
  structuredOutput: true,
  toolsWithStructuredOutput: true,
  reasoning: "none",
  promptCaching: true,
};

/** The same with reasoning and web search. */
export const REASONING: OfferCapabilities = {
  ...GENERAL,
  reasoning: "optional",
  hostedTools: ["web_search", "web_search_preview"],
};

/** The figures of an offer in short. */
export interface OfferFigures {
  /** USD per million input and output tokens. */
  readonly prices: readonly [input: number, output: number];
  /** USD per million tokens read from and written to the cache. */
  readonly cachePrices?: readonly [read: number, write?: number];
  /** Time to first token in milliseconds: median, tail. */
  readonly ttft: readonly [p50: number, p95: number];
  /** Tokens per second: median, what 95 % of requests reach. */
  readonly tps: readonly [p50: number, p95: number];
  readonly context: number;
  readonly output: number;
  readonly capabilities: OfferCapabilities;
  readonly input?: readonly string[];
  readonly produces?: readonly string[];
  readonly moreTiers?: readonly CatalogueTier[];
}

/** Spells out an offer. */
export function offer(provider: string, providerModelId: string, figures: OfferFigures): CatalogueOffer {
  const standard: CatalogueTier = {
    name: "standard",
    inputPrice: figures.prices[0],
    outputPrice: figures.prices[1],
    ...(figures.cachePrices && { cacheReadPrice: figures.cachePrices[0] }),
    ...(figures.cachePrices?.[1] !== undefined && { cacheWritePrice: figures.cachePrices[1] }),
  };
  return {
    provider,
    providerModelId,
    contextWindow: figures.context,
    maxOutputTokens: figures.output,
    inputModalities: figures.input ?? ["text"],
    outputModalities: figures.produces ?? ["text"],
    capabilities: figures.capabilities,
    ttftMs: { p50: figures.ttft[0], p95: figures.ttft[1] },
    throughputTps: { p50: figures.tps[0], p95: figures.tps[1] },
    ...(figures.capabilities.hostedTools && { hostedToolPrice: 0.01 }),
    tiers: [standard, ...(figures.moreTiers ?? [])],
  };
}

/** Modalities of models that see. */
export const SEEING = ["text", "image"];
