import type { CatalogueModel } from "./catalogue";
import { GENERAL, offer, REASONING, SEEING } from "./simulated-offer";

/** Simulated models of OpenAI; see `defaultModels`. */
export const openAiModels: readonly CatalogueModel[] = [
  {
    id: "gpt-4o",
    family: "gpt-4o",
    displayName: "GPT-4o",
    author: "openai",
    aliases: ["gpt-4o-latest"],
    offers: [
      offer("openai", "gpt-4o", {
        prices: [2.5, 10],
        cachePrices: [1.25],
        ttft: [420, 900],
        tps: [95, 55],
        context: 128_000,
        output: 16_384,
        capabilities: GENERAL,
        input: SEEING,
      }),
    ],
  },
  {
    id: "gpt-4o-mini",
    family: "gpt-4o",
    displayName: "GPT-4o mini",
    author: "openai",
    offers: [
      offer("openai", "gpt-4o-mini", {
        prices: [0.15, 0.6],
        cachePrices: [0.075],
        ttft: [350, 800],
        tps: [110, 60],
        context: 128_000,
        output: 16_384,
        capabilities: GENERAL,
        input: SEEING,
      }),
    ],
  },
  {
    id: "gpt-4.1-mini",
    family: "gpt-4.1",
    displayName: "GPT-4.1 mini",
    author: "openai",
    offers: [
      offer("openai", "gpt-4.1-mini", {
        prices: [0.4, 1.6],
        cachePrices: [0.1],
        ttft: [380, 850],
        tps: [105, 60],
        context: 1_000_000,
        output: 32_768,
        capabilities: { ...GENERAL, promptCacheRetention: true },
        input: SEEING,
      }),
    ],
  },
  {
    id: "gpt-5.4",
    family: "gpt-5",
    displayName: "GPT-5.4",
    author: "openai",
    offers: [
      offer("openai", "gpt-5.4", {
        prices: [1.75, 14],
        cachePrices: [0.175],
        ttft: [160, 1100],
        tps: [85, 45],
        context: 400_000,
        output: 128_000,
        capabilities: {
          ...REASONING,
          efforts: ["off", "low", "medium", "high", "xhigh"],
          effortWithTools: false,
          promptCacheRetention: true,
        },
        input: SEEING,
      }),
    ],
  },
  {
    id: "gpt-5.5-pro",
    family: "gpt-5",
    displayName: "GPT-5.5 pro",
    author: "openai",
    endpoints: ["responses"],
    offers: [
      offer("openai", "gpt-5.5-pro", {
        prices: [20, 160],
        ttft: [2500, 8000],
        tps: [40, 20],
        context: 400_000,
        output: 128_000,
        capabilities: {
          ...REASONING,
          reasoning: "always",
          efforts: ["medium", "high", "xhigh"],
          effortWithTools: false,
          promptCacheRetention: true,
        },
        input: SEEING,
      }),
    ],
  },
  {
    id: "o3-pro",
    family: "o3",
    displayName: "o3-pro",
    author: "openai",
    endpoints: ["responses"],
    offers: [
      offer("openai", "o3-pro", {
        prices: [20, 80],
        ttft: [3000, 9000],
        tps: [45, 22],
        context: 200_000,
        output: 100_000,
        capabilities: { ...REASONING, reasoning: "always", efforts: ["low", "medium", "high"] },
        input: SEEING,
      }),
    ],
  },
];
