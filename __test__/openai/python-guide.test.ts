import {
  Agent,
  OpenAIChatCompletionsModel,
  run,
  setDefaultOpenAIClient,
  setOpenAIAPI,
  setTracingDisabled,
} from "@openai/agents";
import OpenAI from "openai";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { RateLimitError, type RoutingMetadata } from "../../ts/index";
import { AurikoOpenAI, toExtraBody } from "../../ts/openai";
import { error, json } from "../support/answers";
import { thrown } from "../support/client";
import { serve } from "../support/scripted-server";
import { completion } from "./scripts";

setTracingDisabled(true);

beforeEach(() => {
  vi.stubEnv("AURIKO_API_KEY", "ak_test_from_the_environment");
  vi.stubEnv("OPENAI_API_KEY", "sk-of-somebody-else");
});
afterEach(() => vi.unstubAllEnvs());

const question = "What is the capital of France?";
const baseURLOf = ({ baseUrl }: { readonly baseUrl: string }) => ({ baseURL: baseUrl, maxRetries: 0 });

describe("the programs of the guide for Python's Agents, line by line", () => {
  test("an agent on AurikoOpenAI answers, and its client knows the route", async () => {
    const server = await serve(json(completion("Paris.")));
    const client = new AurikoOpenAI(baseURLOf(server));
    const model = new OpenAIChatCompletionsModel(client as never, "gpt-4o-mini");
    const agent = new Agent({ name: "assistant", instructions: "Be brief.", model });
    const result = await run(agent, question);
    expect(result.finalOutput).toBe("Paris.");
    expect(client.lastRoutingMetadata).toMatchObject({ provider: "fireworks_ai", routing_strategy: "cost" });
    expect(server.requests[0]?.headers.authorization).toBe("Bearer ak_test_from_the_environment");
  });

  test("routing goes through the settings of the model into the body", async () => {
    const server = await serve(json(completion()));
    const model = new OpenAIChatCompletionsModel(new AurikoOpenAI(baseURLOf(server)) as never, "gpt-4o-mini");
    const modelSettings = { providerData: { ...toExtraBody({ optimize: "cost" }) } };
    await run(new Agent({ name: "assistant", instructions: "Be brief.", model, modelSettings }), question);
    expect(JSON.parse(server.requests[0]?.body.toString() ?? "")).toMatchObject({
      model: "gpt-4o-mini",
      gateway: { routing: { optimize: "cost" } },
    });
  });

  test("a callback captures each answer's metadata, and has to be synchronous", async () => {
    const server = await serve(json(completion("One.", "groq")), json(completion("Two.", "openai")));
    const captured: RoutingMetadata[] = [];
    const client = new AurikoOpenAI({ ...baseURLOf(server), onResponse: (route) => captured.push(route) });
    const model = new OpenAIChatCompletionsModel(client as never, "gpt-4o-mini");
    const agent = new Agent({ name: "assistant", instructions: "Be brief.", model });
    await run(agent, question);
    await run(agent, question);
    expect(captured.map(({ provider }) => provider)).toEqual(["groq", "openai"]);
    expect(() => new AurikoOpenAI({ onResponse: async () => {} })).toThrow(TypeError);
  });

  test("an error is caught as ours and as OpenAI's", async () => {
    const server = await serve(error(429, { type: "rate_limit_error", code: "rate_limit_exceeded" }));
    const model = new OpenAIChatCompletionsModel(new AurikoOpenAI(baseURLOf(server)) as never, "gpt-4o-mini");
    const agent = new Agent({ name: "assistant", instructions: "Be brief.", model });
    const failure = await thrown(run(agent, "Hello!"));
    expect(failure).toBeInstanceOf(RateLimitError);
    expect(failure).toBeInstanceOf(OpenAI.RateLimitError);
  });

  test("the manual configuration needs nothing of Auriko's but address and key", async () => {
    const server = await serve(json(completion("Hello!")));
    setOpenAIAPI("chat_completions");
    const apiKey = process.env.AURIKO_API_KEY ?? "";
    setDefaultOpenAIClient(new OpenAI({ apiKey, ...baseURLOf(server) }) as never);
    const agent = new Agent({ name: "Assistant", instructions: "Be helpful.", model: "gpt-5.4" });
    expect((await run(agent, "Hello!")).finalOutput).toBe("Hello!");
    expect(server.requests[0]?.target).toBe("/v1/chat/completions");
    expect(server.requests[0]?.headers.authorization).toBe("Bearer ak_test_from_the_environment");
  });
});
