import { type Gateway, startGateway } from "@auriko/sdk/testing";
import { Agent, type Model, Runner, setTracingDisabled, tool } from "@openai/agents";
import { aisdk } from "@openai/agents-extensions/ai-sdk";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { versions } from "./versions";

let gateway: Gateway;
beforeAll(async () => {
  setTracingDisabled(true);
  gateway = await startGateway();
});
afterAll(() => gateway.close());
beforeEach(() => gateway.reset());

const weather = tool({
  name: "weather",
  description: "The weather at a place",
  parameters: z.object({ city: z.string() }),
  execute: async ({ city }) => `21 °C in ${city}`,
});

const entries = versions.filter(({ title }) => title !== "AI SDK 7");

describe.each(entries)("@openai/agents over the model for $title", ({ createAuriko }) => {
  const agent = () => {
    const auriko = createAuriko({ baseURL: gateway.baseUrl, apiKey: gateway.apiKey });
    // Its declarations are not made for `exactOptionalPropertyTypes`.
    const model = aisdk(auriko("gpt-4o")) as unknown as Model;
    return new Agent({ name: "Guide", instructions: "Answer.", tools: [weather], model });
  };

  beforeEach(() => {
    gateway.enqueue(
      { toolCalls: [{ name: "weather", arguments: { city: "Paris" }, id: "call_1" }] },
      "It is 21 °C.",
    );
  });

  test("an agent calls its tool and answers", async () => {
    const result = await new Runner().run(agent(), "Weather in Paris?");
    expect(result.finalOutput).toBe("It is 21 °C.");
    expect(gateway.requests).toHaveLength(2);
    const messages = (gateway.lastRequest?.body as { messages: unknown[] } | undefined)?.messages ?? [];
    expect(messages.at(-1)).toMatchObject({ role: "tool", tool_call_id: "call_1" });
    expect(JSON.stringify(messages.at(-1))).toContain("21 °C in Paris");
  });

  test("an agent streams", async () => {
    const result = await new Runner().run(agent(), "Weather in Paris?", { stream: true });
    let text = "";
    for await (const piece of result.toTextStream() as unknown as AsyncIterable<string>) text += piece;
    await result.completed;
    expect(text).toBe("It is 21 °C.");
    expect(result.state.usage.totalTokens).toBeGreaterThan(0);
  });
});
