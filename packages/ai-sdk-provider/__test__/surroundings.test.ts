import { describe, expect, test } from "vitest";
import { aurikoMetadata } from "../src";
import { reaching, runningGateway } from "./running-gateway";
import { type Provider, versions } from "./versions";

const gateway = await runningGateway({ seed: 7 });

describe.each(versions)("$title", ({ ai, createAuriko }) => {
  const auriko: Provider = createAuriko(reaching(gateway));

  test("a model id alone finds the provider when it is the default", async () => {
    const before = globalThis.AI_SDK_DEFAULT_PROVIDER;
    globalThis.AI_SDK_DEFAULT_PROVIDER = auriko as never;
    try {
      const { text } = await ai.generateText({ model: "gpt-4o" as never, prompt: "By name" });
      expect(text).toContain("By name");
    } finally {
      globalThis.AI_SDK_DEFAULT_PROVIDER = before;
    }
  });

  test("a provider registry finds its models", async () => {
    const registry = ai.createProviderRegistry({ auriko });
    const { text } = await ai.generateText({
      model: registry.languageModel("auriko:gpt-4o"),
      prompt: "Registered",
    });
    expect(text).toContain("Registered");
  });

  test("middleware wraps its models", async () => {
    gateway.enqueue("<think>Hm.</think>Yes.");
    const model = ai.wrapLanguageModel({
      model: auriko("gpt-4o"),
      middleware: ai.extractReasoningMiddleware({ tagName: "think" }),
    });
    const result = await ai.generateText({ model, prompt: "Well?" });
    expect([result.reasoningText, result.text]).toEqual(["Hm.", "Yes."]);
    expect(aurikoMetadata(result)?.provider).toBe("openai");
  });

  test("kinds of models that the API lacks are refused as the AI SDK does it", () => {
    for (const kind of ["embeddingModel", "textEmbeddingModel", "imageModel"] as const) {
      expect(() => auriko[kind]("x")).toThrowError(
        expect.objectContaining({ name: "AI_NoSuchModelError", modelId: "x", modelType: kind }),
      );
    }
  });
});
