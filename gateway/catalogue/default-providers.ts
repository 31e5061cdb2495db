import type { CatalogueProvider } from "./catalogue";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const OPEN_WEIGHT_PARAMETERS = [
  "temperature",
  "top_p",
  "top_k",
  "min_p",
  "repetition_penalty",
  "seed",
  "logit_bias",
  "logprobs",
  "top_logprobs",
  "n",
  "presence_penalty",
  "frequency_penalty",
  "user",
  "stop",
  "parallel_tool_calls",
];

/**
 * The built-in providers. Ids are Auriko's; policies, thresholds, lifetimes and accepted parameters are simulated and
 * say nothing about the real companies.
 */
export const defaultProviders: readonly CatalogueProvider[] = [
  {
    id: "openai",
    displayName: "OpenAI",
    description: "Simulated OpenAI",
    dataPolicy: "no_training",
    cache: {
      minTokens: 1024,
      stepTokens: 128,
      ttlMs: 10 * MINUTE,
      chargesWrites: false,
      longTtlMs: 24 * HOUR,
    },
    acceptedParameters: [
      "temperature",
      "top_p",
      "seed",
      "logit_bias",
      "logprobs",
      "top_logprobs",
      "n",
      "presence_penalty",
      "frequency_penalty",
      "user",
      "stop",
      "parallel_tool_calls",
      "web_search_options",
      "verbosity",
      "prompt_cache_key",
      "prompt_cache_retention",
      "safety_identifier",
    ],
  },
  {
    id: "anthropic",
    displayName: "Anthropic",
    description: "Simulated Anthropic",
    dataPolicy: "zdr",
    cache: { minTokens: 1024, stepTokens: 1, ttlMs: 5 * MINUTE, chargesWrites: true },
    acceptedParameters: ["temperature", "top_p", "top_k", "stop", "user", "parallel_tool_calls"],
  },
  {
    id: "google_ai_studio",
    displayName: "Google AI Studio",
    description: "Simulated Google AI Studio",
    dataPolicy: "no_training",
    cache: { minTokens: 2048, stepTokens: 1, ttlMs: 5 * MINUTE, chargesWrites: false },
    acceptedParameters: [
      "temperature",
      "top_p",
      "top_k",
      "seed",
      "n",
      "presence_penalty",
      "frequency_penalty",
      "stop",
    ],
  },
  {
    id: "deepseek",
    displayName: "DeepSeek",
    description: "Simulated DeepSeek",
    dataPolicy: "none",
    cache: { minTokens: 64, stepTokens: 64, ttlMs: 2 * HOUR, chargesWrites: false },
    acceptedParameters: [
      "temperature",
      "top_p",
      "logprobs",
      "top_logprobs",
      "presence_penalty",
      "frequency_penalty",
      "stop",
    ],
  },
  {
    id: "xai",
    displayName: "xAI",
    description: "Simulated xAI",
    dataPolicy: "no_training",
    cache: { minTokens: 1024, stepTokens: 128, ttlMs: 5 * MINUTE, chargesWrites: false },
    acceptedParameters: ["temperature", "top_p", "seed", "logprobs", "top_logprobs", "n", "user", "stop"],
  },
  {
    id: "fireworks_ai",
    displayName: "Fireworks AI",
    description: "Simulated Fireworks AI",
    dataPolicy: "zdr",
    cache: { minTokens: 256, stepTokens: 16, ttlMs: 10 * MINUTE, chargesWrites: false },
    acceptedParameters: OPEN_WEIGHT_PARAMETERS,
  },
  {
    id: "together_ai",
    displayName: "Together AI",
    description: "Simulated Together AI",
    dataPolicy: "no_training",
    acceptedParameters: OPEN_WEIGHT_PARAMETERS.filter((name) => name !== "logit_bias"),
  },
  { id: "z_ai", displayName: "Z.ai", description: "Simulated Z.ai", dataPolicy: "none" },
  { id: "minimax", displayName: "MiniMax", description: "Simulated MiniMax", dataPolicy: "none" },
  {
    id: "moonshot",
    displayName: "Moonshot AI",
    description: "Simulated Moonshot AI",
    dataPolicy: "none",
    cache: { minTokens: 256, stepTokens: 64, ttlMs: HOUR, chargesWrites: false },
  },
];
