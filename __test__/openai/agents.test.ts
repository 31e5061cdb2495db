import { Agent, Runner, setTracingDisabled, tool } from "@openai/agents";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Gateway, startGateway } from "../../gateway";
import { BadRequestError, Client, NotFoundError, RateLimitError, SpendLimitError } from "../../ts/index";
import { AurikoModelProvider, type AurikoModelProviderOptions } from "../../ts/openai";
import { thrown } from "../support/client";

setTracingDisabled(true);

const model = "gpt-4o";
const getWeather = tool({
  name: "get_weather",
  description: "The weather of a city.",
  parameters: z.object({ city: z.string() }),
  execute: ({ city }) => `22 degrees in ${city}`,
});
const greeter = new Agent({ name: "Greeter", model });
const forecaster = new Agent({ name: "Forecaster", model, tools: [getWeather] });
const weather = "What is the weather in Rome?";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
beforeEach(() => gateway.reset());
afterAll(() => gateway?.close());

const providerOf = (options: AurikoModelProviderOptions = {}) =>
  new AurikoModelProvider({ apiKey: gateway.apiKey, baseUrl: gateway.baseUrl, ...options });
const runnerOf = (modelProvider: AurikoModelProvider) =>
  new Runner({ modelProvider: modelProvider as never });

describe.each([
  ["chat completions", false],
  ["the Responses API", true],
])("agents over %s", (_name, useResponses) => {
  test.each([false, true])(
    "use a tool, and each step has its route and cost; streamed: %s",
    async (stream) => {
      const provider = providerOf({ useResponses });
      const runner = runnerOf(provider);
      const result = stream
        ? await runner.run(forecaster, weather, { stream })
        : await runner.run(forecaster, weather);
      if ("completed" in result) await result.completed;
      expect(result.finalOutput).toContain("22 degrees in Rome");
      const { steps, costUsd } = provider.routingOf(result);
      expect(steps).toHaveLength(2);
      for (const step of steps) {
        expect(step.responseId).toEqual(expect.any(String));
        expect(step.routingMetadata?.provider).toEqual(expect.any(String));
        expect(step.costUsd).toBeGreaterThan(0);
      }
      expect(costUsd).toBeCloseTo(provider.client.ledger.total.costUsd, 12);
    },
  );

  test("are routed as the provider says, the agent over it and the run over both, field by field", async () => {
    const provider = providerOf({
      useResponses,
      routing: { optimize: "cost", mode: "pool", data_policy: "none" },
    });
    const modelSettings = {
      providerData: { gateway: { routing: { optimize: "ttft", max_fallback_attempts: 2 } } },
    };
    const agent = new Agent({ name: "Greeter", model, modelSettings });
    const runner = runnerOf(provider);
    await runner.run(agent, "Hello");
    const sent = () => (gateway.lastRequest?.body as { gateway?: unknown } | undefined)?.gateway;
    const own = { mode: "pool", data_policy: "none", max_fallback_attempts: 2 };
    expect(sent()).toEqual({ routing: { ...own, optimize: "ttft" } });
    await provider.withRouting({ optimize: "tps" }, () => runner.run(agent, "Hello"));
    expect(sent()).toEqual({ routing: { ...own, optimize: "tps" } });
    await provider.withRouting({ metadata: { tags: ["a"] } }, () =>
      provider.withRouting({ optimize: "balanced" }, () => runner.run(greeter, "Hello")),
    );
    expect(sent()).toEqual({
      routing: { optimize: "balanced", mode: "pool", data_policy: "none" },
      metadata: { tags: ["a"] },
    });
  });

  test.each([false, true])("fifty runs at the same time each see their own; streamed: %s", async (stream) => {
    const provider = providerOf({ useResponses });
    const runner = runnerOf(provider);
    const one = (index: number) =>
      provider.withRouting({ metadata: { tags: [`run-${index}`] } }, () =>
        provider.withRoutingMetadata(async () => {
          const result = stream
            ? await runner.run(forecaster, weather, { stream })
            : await runner.run(forecaster, weather);
          if ("completed" in result) await result.completed;
          return result;
        }),
      );
    const captures = await Promise.all(Array.from({ length: 50 }, (_, index) => one(index)));
    for (const { result, routingMetadata, costUsd } of captures) {
      const routing = provider.routingOf(result);
      expect(routing.steps.map((step) => step.routingMetadata)).toEqual(routingMetadata);
      expect(routingMetadata).toHaveLength(2);
      expect(costUsd).toBeCloseTo(routing.costUsd, 12);
    }
    const byTag = provider.client.ledger.byTag;
    expect(Object.keys(byTag)).toHaveLength(50);
    for (const { requests } of Object.values(byTag)) expect(requests).toBe(2);
  });

  test("fail with our errors", async () => {
    const runner = runnerOf(providerOf({ useResponses, maxRetries: 0 }));
    expect(
      await thrown(runner.run(new Agent({ name: "Lost", model: "no-such-model" }), "Hello")),
    ).toBeInstanceOf(NotFoundError);
    gateway.failNext("429");
    expect(await thrown(runner.run(greeter, "Hello"))).toBeInstanceOf(RateLimitError);
  });

  test("stop at the client's spend limit", async () => {
    const runner = runnerOf(providerOf({ useResponses, maxCostUsd: 1e-9 }));
    await runner.run(greeter, "Hello");
    expect(await thrown(runner.run(greeter, "Hello"))).toBeInstanceOf(SpendLimitError);
  });
});

test("an agent without a model gets the provider's, and fails with the fix in its message where there is none", async () => {
  const nameless = new Agent({ name: "Nameless" });
  const provider = providerOf({ model });
  expect(await provider.getModel()).toBe(await provider.getModel(model));
  await runnerOf(provider).run(nameless.clone({ model: "" }), "Hello");
  expect(await thrown(providerOf().getModel())).toMatchObject({
    param: "model",
    code: "missing_required_parameter",
  });
});

test("a client that is given is used, and not together with options for one", async () => {
  const client = new Client({ apiKey: gateway.apiKey, baseUrl: gateway.baseUrl });
  const provider = new AurikoModelProvider({ client });
  await runnerOf(provider).run(greeter, "Hello");
  expect(client.ledger.total.requests).toBe(1);
  expect(() => new AurikoModelProvider({ client, maxRetries: 1 })).toThrow(TypeError);
  expect(() => providerOf({ routing: { optimise: "cost" } as never })).toThrow(BadRequestError);
});
