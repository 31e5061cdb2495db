import type { CatalogueModel, CatalogueTier, OfferCapabilities } from "./catalogue";
import { openAiModels } from "./openai-models";
import { GENERAL, offer, REASONING, SEEING } from "./simulated-offer";

/** The premium tier of the reference: 2.5 times the speed at 6 times the price. */
function priorityTier(input: number, output: number): CatalogueTier {
  return {
    name: "priority",
    inputPrice: input * 6,
    outputPrice: output * 6,
    cacheReadPrice: input * 0.6,
    cacheWritePrice: input * 7.5,
    premium: true,
    speed: 2.5,
  };
}

const CLAUDE: OfferCapabilities = {
  ...REASONING,
  efforts: ["off", "low", "medium", "high", "max"],
  dropsWhileReasoning: ["temperature", "top_p", "top_k"],
};

const anthropicModels: readonly CatalogueModel[] = [
  {
    id: "claude-sonnet-4-6",
    family: "claude-sonnet",
    displayName: "Claude Sonnet 4.6",
    author: "anthropic",
    offers: [
      offer("anthropic", "claude-sonnet-4-6", {
        prices: [3, 15],
        cachePrices: [0.3, 3.75],
        ttft: [600, 1400],
        tps: [70, 40],
        context: 200_000,
        output: 64_000,
        capabilities: CLAUDE,
        input: SEEING,
        moreTiers: [priorityTier(3, 15)],
      }),
    ],
  },
  {
    id: "claude-sonnet-4-20250514",
    family: "claude-sonnet",
    displayName: "Claude Sonnet 4",
    author: "anthropic",
    offers: [
      offer("anthropic", "claude-sonnet-4-20250514", {
        prices: [3, 15],
        cachePrices: [0.3, 3.75],
        ttft: [700, 1600],
        tps: [65, 38],
        context: 200_000,
        output: 64_000,
        capabilities: CLAUDE,
        input: SEEING,
      }),
    ],
  },
];

const openWeightModels: readonly CatalogueModel[] = [
  {
    id: "gpt-oss-20b",
    family: "gpt-oss",
    displayName: "gpt-oss 20B",
    author: "openai",
    aliases: ["openai/gpt-oss-20b"],
    offers: [
      offer("fireworks_ai", "accounts/fireworks/models/gpt-oss-20b", {
        prices: [0.07, 0.3],
        cachePrices: [0.035],
        ttft: [260, 620],
        tps: [240, 150],
        context: 131_072,
        output: 32_768,
        capabilities: { ...GENERAL, reasoning: "optional", efforts: ["low", "medium", "high"] },
      }),
      offer("together_ai", "openai/gpt-oss-20b", {
        prices: [0.05, 0.2],
        ttft: [340, 1300],
        tps: [180, 60],
        context: 131_072,
        output: 32_768,
        capabilities: {
          tools: true,
          jsonMode: true,
          reasoning: "optional",
          efforts: ["low", "medium", "high"],
        },
      }),
    ],
  },
  {
    id: "deepseek-chat",
    family: "deepseek",
    displayName: "DeepSeek Chat",
    author: "deepseek",
    aliases: ["deepseek-v3"],
    offers: [
      offer("deepseek", "deepseek-chat", {
        prices: [0.27, 1.1],
        cachePrices: [0.07],
        ttft: [900, 2600],
        tps: [45, 25],
        context: 128_000,
        output: 8_192,
        capabilities: { tools: true, jsonMode: true, reasoning: "none", promptCaching: true },
      }),
      offer("fireworks_ai", "accounts/fireworks/models/deepseek-v3", {
        prices: [0.9, 0.9],
        cachePrices: [0.45],
        ttft: [300, 700],
        tps: [140, 95],
        context: 128_000,
        output: 16_384,
        capabilities: GENERAL,
      }),
      offer("together_ai", "deepseek-ai/DeepSeek-V3", {
        prices: [1.25, 1.25],
        ttft: [220, 900],
        tps: [110, 50],
        context: 128_000,
        output: 12_288,
        capabilities: { ...GENERAL, toolChoiceRequired: false, promptCaching: false },
      }),
    ],
  },
  {
    id: "kimi-k2.5",
    family: "kimi",
    displayName: "Kimi K2.5",
    author: "moonshot",
    offers: [
      offer("moonshot", "kimi-k2.5", {
        prices: [0.6, 2.5],
        cachePrices: [0.15],
        ttft: [650, 1500],
        tps: [60, 35],
        context: 256_000,
        output: 32_768,
        capabilities: REASONING,
      }),
      offer("together_ai", "moonshotai/Kimi-K2.5", {
        prices: [1, 3],
        ttft: [450, 1200],
        tps: [90, 45],
        context: 256_000,
        output: 32_768,
        capabilities: { ...REASONING, hostedTools: [] },
      }),
    ],
  },
  {
    id: "minimax-m2",
    family: "minimax",
    displayName: "MiniMax M2",
    author: "minimax",
    offers: [
      offer("minimax", "MiniMax-M2", {
        prices: [0.3, 1.2],
        ttft: [700, 1700],
        tps: [75, 40],
        context: 200_000,
        output: 64_000,
        capabilities: { tools: true, jsonMode: true, reasoning: "always", efforts: [] },
      }),
    ],
  },
  {
    id: "grok-3-mini",
    family: "grok",
    displayName: "Grok 3 mini",
    author: "xai",
    offers: [
      offer("xai", "grok-3-mini", {
        prices: [0.3, 0.5],
        cachePrices: [0.075],
        ttft: [400, 950],
        tps: [120, 70],
        context: 131_072,
        output: 16_384,
        capabilities: { ...REASONING, efforts: ["off", "low", "high"] },
      }),
    ],
  },
];

function imageModel(id: string, displayName: string, prices: readonly [number, number]): CatalogueModel {
  return {
    id,
    family: "gemini",
    displayName,
    author: "google",
    offers: [
      offer("google_ai_studio", id, {
        prices,
        cachePrices: [prices[0] * 0.25],
        ttft: [800, 2000],
        tps: [150, 80],
        context: 1_000_000,
        output: 32_768,
        capabilities: { promptCaching: true, reasoning: "none", jsonMode: true, structuredOutput: true },
        input: SEEING,
        produces: ["text", "image"],
      }),
    ],
  };
}

/**
 * The built-in models. Ids appear in Auriko's documentation; prices, speeds, windows and capabilities are simulated:
 * close enough to make routing meaningful, never to be relied upon.
 */
export const defaultModels: readonly CatalogueModel[] = [
  ...openAiModels,
  ...anthropicModels,
  ...openWeightModels,
  imageModel("gemini-2.5-flash-image", "Gemini 2.5 Flash Image", [0.3, 2.5]),
  imageModel("gemini-3-pro-image-preview", "Gemini 3 Pro Image (preview)", [2, 12]),
  imageModel("gemini-3.1-flash-image-preview", "Gemini 3.1 Flash Image (preview)", [0.5, 3]),
];
