import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { APICallError, generateText, Output, stepCountIs, streamText, tool } from "ai";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { collect, expectRetryAfter, rejection, runningGateway } from "./running-gateway.mjs";

const getWeather = tool({
  description: "The weather of a city.",
  inputSchema: z.object({ city: z.string() }),
  execute: ({ city }) => `22 degrees in ${city}`,
});
const Person = z.object({ name: z.string(), age: z.number().int() });

describe("the Vercel AI SDK with @ai-sdk/openai-compatible", () => {
  const running = runningGateway();
  let provider;
  let model;
  beforeAll(() => {
    const { apiKey, baseUrl } = running.gateway;
    const options = { includeUsage: true, supportsStructuredOutputs: true };
    provider = createOpenAICompatible({ name: "auriko", apiKey, baseURL: baseUrl, ...options });
    model = provider("gpt-4o");
  });

  test("generates text and reports the usage", async () => {
    const { text, usage, finishReason } = await generateText({ model, prompt: "Hello" });
    expect(text).toContain("Hello");
    expect(usage.totalTokens).toBeGreaterThan(0);
    expect(finishReason).toBe("stop");
  });

  test("passes routing options on in providerOptions", async () => {
    const providerOptions = { auriko: { gateway: { routing: { optimize: "tps" } } } };
    await generateText({ model, prompt: "Hello", providerOptions });
    expect(running.gateway.lastRequest.decision.strategy).toBe("tps");
  });

  test("streams text in pieces, with the usage at the end", async () => {
    const result = streamText({ model, prompt: "Hello" });
    const pieces = await collect(result.textStream);
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.join("")).toContain("Hello");
    expect((await result.usage).totalTokens).toBeGreaterThan(0);
  });

  test("runs a tool and goes on with its result", async () => {
    const { text, steps } = await generateText({
      model,
      prompt: "What is the weather in Rome?",
      tools: { get_weather: getWeather },
      stopWhen: stepCountIs(3),
    });
    expect(steps).toHaveLength(2);
    expect(text).toContain("22 degrees in Rome");
  });

  test("runs a tool within a stream", async () => {
    const result = streamText({
      model,
      prompt: "What is the weather in Rome?",
      tools: { get_weather: getWeather },
      stopWhen: stepCountIs(3),
    });
    expect((await collect(result.textStream)).join("")).toContain("22 degrees in Rome");
    expect(await result.steps).toHaveLength(2);
  });

  test("gives data that fits a schema", async () => {
    const { output } = await generateText({
      model,
      prompt: "Invent a person.",
      output: Output.object({ schema: Person }),
    });
    expect(Person.safeParse(output).success).toBe(true);
  });

  test("streams data that fits a schema", async () => {
    const result = streamText({
      model,
      prompt: "Invent a person.",
      output: Output.object({ schema: Person }),
    });
    await collect(result.textStream);
    expect(Person.safeParse(await result.output).success).toBe(true);
  });

  test("shows the reasoning of a model", async () => {
    const { reasoningText } = await generateText({
      model: provider("gpt-oss-20b"),
      prompt: "Hello",
      providerOptions: { auriko: { reasoningEffort: "high" } },
    });
    expect(reasoningText).toBeTruthy();
  });

  test("waits out a rate limit", async () => {
    await expectRetryAfter(running.gateway, () => generateText({ model, prompt: "Hello" }));
  });

  test("fails with the error of the API for an unknown model", async () => {
    const error = await rejection(generateText({ model: provider("no-such-model"), prompt: "Hello" }));
    expect(APICallError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ statusCode: 404, data: { error: { code: "model_not_found" } } });
    expect(error.message).toContain("no-such-model");
  });

  test("fails with the error of the API for a wrong key", async () => {
    const { baseUrl } = running.gateway;
    const stranger = createOpenAICompatible({ name: "auriko", apiKey: "ak_test_wrong", baseURL: baseUrl });
    const error = await rejection(generateText({ model: stranger("gpt-4o"), prompt: "Hello" }));
    expect(error).toMatchObject({ statusCode: 401, data: { error: { code: "invalid_api_key" } } });
  });

  test("hands an error in mid-stream over as a part of the stream", async () => {
    running.gateway.failNext("error-event;after=2;code=upstream_error");
    const result = streamText({ model, prompt: "Hello", onError: () => undefined });
    const parts = await collect(result.fullStream);
    expect(parts.map(({ type }) => type)).toContain("error");
  });
});
