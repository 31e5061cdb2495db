import { Agent, OpenAIProvider, Runner, setTracingDisabled, tool } from "@openai/agents";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { Client } from "../../../ts";
import { collect, expectRetryAfter, rejection, runningGateway } from "./running-gateway.mjs";

setTracingDisabled(true);

const model = "gpt-4o";
const getWeather = tool({
  name: "get_weather",
  description: "The weather of a city.",
  parameters: z.object({ city: z.string() }),
  execute: ({ city }) => `22 degrees in ${city}`,
});

const own = ({ apiKey, baseUrl }) => ({ apiKey, baseURL: baseUrl });
const ours = ({ apiKey, baseUrl }) => ({ openAIClient: new Client({ apiKey, baseUrl }) });

describe.each([
  ["with its own client over chat completions", (gateway) => ({ ...own(gateway), useResponses: false })],
  ["with its own client over responses", (gateway) => ({ ...own(gateway), useResponses: true })],
  ["with our client over chat completions", (gateway) => ({ ...ours(gateway), useResponses: false })],
  ["with our client over responses", (gateway) => ({ ...ours(gateway), useResponses: true })],
])("@openai/agents %s", (_name, providerOptions) => {
  const running = runningGateway();
  let runner;
  beforeAll(() => {
    runner = new Runner({ modelProvider: new OpenAIProvider(providerOptions(running.gateway)) });
  });

  test("lets an agent answer", async () => {
    const { finalOutput, rawResponses } = await runner.run(new Agent({ name: "Greeter", model }), "Hello");
    expect(finalOutput).toContain("Hello");
    expect(rawResponses[0].usage.totalTokens).toBeGreaterThan(0);
  });

  test("streams what an agent says", async () => {
    const result = await runner.run(new Agent({ name: "Greeter", model }), "Hello", { stream: true });
    const pieces = await collect(result.toTextStream());
    await result.completed;
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.join("")).toBe(result.finalOutput);
  });

  test.each([false, true])("lets an agent use a tool, streamed: %s", async (stream) => {
    const agent = new Agent({ name: "Forecaster", model, tools: [getWeather] });
    const result = await runner.run(agent, "What is the weather in Rome?", { stream });
    if (stream) await result.completed;
    expect(result.finalOutput).toContain("22 degrees in Rome");
    expect(running.gateway.requests.map(({ status }) => status)).toEqual([200, 200]);
  });

  test("goes on with a conversation in which the agent thought and used a tool", async () => {
    const modelSettings = { reasoning: { effort: "high", summary: "auto" } };
    const agent = new Agent({
      name: "Forecaster",
      model: "gpt-oss-20b",
      modelSettings,
      tools: [getWeather],
    });
    const { history } = await runner.run(agent, "What is the weather in Rome?");
    const { finalOutput } = await runner.run(agent, [...history, { role: "user", content: "Thank you." }]);
    expect(finalOutput).toContain("Thank you.");
    expect(running.gateway.requests.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  test("gives data that fits the output type of an agent", async () => {
    const outputType = z.object({ name: z.string(), age: z.number().int() });
    const { finalOutput } = await runner.run(new Agent({ name: "Inventor", model, outputType }), "A person.");
    expect(outputType.safeParse(finalOutput).success).toBe(true);
  });

  test("hands over from one agent to another", async () => {
    const forecaster = new Agent({ name: "Forecaster", model });
    const desk = new Agent({ name: "Desk", model, handoffs: [forecaster] });
    running.gateway.enqueue({ toolCalls: [{ name: "transfer_to_Forecaster", arguments: {} }] }, "Sunny.");
    const result = await runner.run(desk, "Will it rain?");
    expect(result.lastAgent.name).toBe("Forecaster");
    expect(result.finalOutput).toBe("Sunny.");
  });

  test("passes routing options on in providerData", async () => {
    const modelSettings = { providerData: { gateway: { routing: { optimize: "tps" } } } };
    await runner.run(new Agent({ name: "Greeter", model, modelSettings }), "Hello");
    expect(running.gateway.lastRequest.decision.strategy).toBe("tps");
  });

  test("waits out a rate limit", async () => {
    await expectRetryAfter(running.gateway, () => runner.run(new Agent({ name: "Greeter", model }), "Hello"));
  });

  test("fails with the error of the API for a model that does not exist", async () => {
    const error = await rejection(runner.run(new Agent({ name: "Lost", model: "no-such-model" }), "Hello"));
    expect(error).toMatchObject({ status: 404, code: "model_not_found" });
  });
});
