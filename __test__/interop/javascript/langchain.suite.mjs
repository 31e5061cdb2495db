import { HumanMessage, ToolMessage } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { ChatOpenAI } from "@langchain/openai";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { collect, expectRetryAfter, rejection, runningGateway } from "./running-gateway.mjs";

const getWeather = tool(({ city }) => `22 degrees in ${city}`, {
  name: "get_weather",
  description: "The weather of a city.",
  schema: z.object({ city: z.string() }),
});
const Person = z.object({ name: z.string(), age: z.number().int() });

describe.each([
  ["over chat completions", false],
  ["over responses", true],
])("@langchain/openai %s", (_name, useResponsesApi) => {
  const running = runningGateway();
  const chatModel = (options = {}) =>
    new ChatOpenAI({
      model: "gpt-4o",
      apiKey: running.gateway.apiKey,
      configuration: { baseURL: running.gateway.baseUrl },
      useResponsesApi,
      ...options,
    });

  test("answers a message and reports the usage", async () => {
    const message = await chatModel().invoke("Hello");
    expect(message.text).toContain("Hello");
    expect(message.usage_metadata.total_tokens).toBeGreaterThan(0);
  });

  test("answers several messages at once", async () => {
    const messages = await chatModel().batch(["One", "Two", "Three"]);
    expect(messages.map(({ text }) => /One|Two|Three/.exec(text)?.[0])).toEqual(["One", "Two", "Three"]);
  });

  test("passes routing options on in modelKwargs", async () => {
    await chatModel({ modelKwargs: { gateway: { routing: { optimize: "tps" } } } }).invoke("Hello");
    expect(running.gateway.lastRequest.decision.strategy).toBe("tps");
  });

  test("streams in pieces that add up, with the usage at the end", async () => {
    const chunks = await collect(await chatModel().stream("Hello"));
    const whole = chunks.reduce((sum, chunk) => sum.concat(chunk));
    expect(chunks.length).toBeGreaterThan(3);
    expect(whole.text).toContain("Hello");
    expect(whole.usage_metadata.total_tokens).toBeGreaterThan(0);
  });

  test("calls a tool and takes its result", async () => {
    const withTools = chatModel().bindTools([getWeather]);
    const question = new HumanMessage("What is the weather in Rome?");
    const asked = await withTools.invoke([question]);
    expect(asked.tool_calls).toMatchObject([{ name: "get_weather", args: { city: "Rome" } }]);
    const result = await getWeather.invoke(asked.tool_calls[0]);
    expect(result).toBeInstanceOf(ToolMessage);
    const answer = await withTools.invoke([question, asked, result]);
    expect(answer.text).toContain("22 degrees in Rome");
  });

  test("streams a tool call whose arguments add up", async () => {
    const chunks = await collect(
      await chatModel().bindTools([getWeather]).stream("What is the weather in Rome?"),
    );
    const whole = chunks.reduce((sum, chunk) => sum.concat(chunk));
    expect(whole.tool_calls).toMatchObject([{ name: "get_weather", args: { city: "Rome" } }]);
  });

  test.each(["jsonSchema", "functionCalling"])("gives data that fits a schema by %s", async (method) => {
    const person = await chatModel()
      .withStructuredOutput(Person, { name: "person", method })
      .invoke("Invent a person.");
    expect(Person.safeParse(person).success).toBe(true);
  });

  test("waits out a rate limit", async () => {
    await expectRetryAfter(running.gateway, () => chatModel().invoke("Hello"));
  });

  test.each([
    ["a wrong key", { apiKey: "ak_test_wrong" }, { status: 401, code: "invalid_api_key" }],
    ["an unknown model", { model: "no-such-model" }, { status: 404, code: "model_not_found" }],
  ])("fails with the error of the API for %s", async (_case, options, expected) => {
    expect(await rejection(chatModel(options).invoke("Hello"))).toMatchObject(expected);
  });
});
