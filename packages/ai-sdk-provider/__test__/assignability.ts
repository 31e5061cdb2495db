// Compiled, never run: each version of the AI SDK has to take the provider and its models as they are.
import {
  type AurikoLanguageModelOptions,
  type AurikoProviderMetadata,
  auriko,
  aurikoMetadata,
  createAuriko,
  hostedTool,
  totalCostUsd,
} from "@auriko/ai-sdk-provider";
import * as v2 from "@auriko/ai-sdk-provider/v2";
import * as v4 from "@auriko/ai-sdk-provider/v4";
import { Client } from "@auriko/sdk";
import * as ai5 from "ai5";
import * as ai6 from "ai6";
import * as ai7 from "ai7";
import type { LanguageModelV2, ProviderV2 } from "provider-v2";
import type { LanguageModelV3, ProviderV3 } from "provider-v3";
import type { LanguageModelV4, ProviderV4 } from "provider-v4";

export const asV2: LanguageModelV2 = v2.auriko("gpt-4o");
export const asV3: LanguageModelV3 = auriko("gpt-4o");
export const asV4: LanguageModelV4 = v4.auriko("gpt-4o");
export const responses: [LanguageModelV2, LanguageModelV3, LanguageModelV4] = [
  v2.auriko.responses("gpt-5.4"),
  auriko.responses("gpt-5.4"),
  v4.auriko.responses("gpt-5.4"),
];
export const providers: [ProviderV2, ProviderV3, ProviderV4] = [v2.auriko, auriko, v4.auriko];
export const registries = [
  ai5.createProviderRegistry({ auriko: v2.auriko }),
  ai6.createProviderRegistry({ auriko }),
  ai7.createProviderRegistry({ auriko }),
  ai7.createProviderRegistry({ auriko: v4.auriko }),
];
export const wrapped = [
  ai5.wrapLanguageModel({ model: v2.auriko("m"), middleware: [] }),
  ai6.wrapLanguageModel({ model: auriko("m"), middleware: [] }),
  ai7.wrapLanguageModel({ model: auriko("m"), middleware: [] }),
  ai7.wrapLanguageModel({ model: v4.auriko("m"), middleware: [] }),
];

globalThis.AI_SDK_DEFAULT_PROVIDER = auriko;

const providerOptions = {
  auriko: {
    routing: { optimize: "ttft", providers: ["openai"], data_policy: "zdr" },
    models: ["gpt-4o", "claude-sonnet-4-6"],
    metadata: { tags: ["a"], user_id: "u" },
    reasoningEffort: "high",
    something_new: 1,
  } satisfies AurikoLanguageModelOptions,
};

export async function calls(): Promise<(AurikoProviderMetadata | undefined)[]> {
  const prompt = "Hi";
  const five = await ai5.generateText({
    model: v2.auriko("m"),
    prompt,
    providerOptions,
    tools: { search: v2.hostedTool("web_search") },
  });
  const six = await ai6.generateText({
    model: auriko("m"),
    prompt,
    providerOptions,
    tools: { search: hostedTool("web_search") },
  });
  const seven = await ai7.generateText({
    model: auriko("m"),
    prompt,
    providerOptions,
    tools: { search: hostedTool("web_search") },
  });
  const alone = ai7.streamText({ model: v4.auriko("m"), prompt, providerOptions, reasoning: "high" });
  const cost: number = totalCostUsd(five.steps) + totalCostUsd(six.steps) + totalCostUsd(seven.steps);
  void cost;
  return [
    aurikoMetadata(five),
    aurikoMetadata(six),
    aurikoMetadata(seven),
    aurikoMetadata({ providerMetadata: await alone.providerMetadata }),
  ];
}

export const own = createAuriko({
  client: new Client({ apiKey: "ak_test_x" }),
  routing: { optimize: "cost" },
  headers: { "x-team": "search", "x-none": undefined },
});
export const keyed = createAuriko({ apiKey: async () => "ak_test_x", baseURL: "http://localhost:1/v1" });

// @ts-expect-error AI SDK 5 knows nothing of version 3
export const tooNew: Parameters<typeof ai5.generateText>[0]["model"] = auriko("m");
// @ts-expect-error AI SDK 6 knows nothing of version 4
export const muchTooNew: Parameters<typeof ai6.generateText>[0]["model"] = v4.auriko("m");
// @ts-expect-error a strategy is a string
export const wrongOption: AurikoLanguageModelOptions = { routing: { optimize: 1 } };
// @ts-expect-error there are no embedding models, and what never comes can't be called
auriko.embeddingModel("m").doEmbed();
