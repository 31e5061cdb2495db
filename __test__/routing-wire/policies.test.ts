import { describe, expect, test } from "vitest";
import { RateLimitError } from "../../ts";
import { expectSent, messages, refusalOf, sendEverywhere, wire } from "./wire";

describe("whose keys are used", () => {
  test("the caller's own key is preferred where there is one", async () => {
    const { gateway, client } = await wire({ byokProviders: ["deepseek"] });
    await client.chat.completions.create({ model: "deepseek-chat", messages });
    expectSent(gateway, { messages, model: "deepseek-chat" });
    expect(gateway.lastRequest?.decision?.chosen?.keySource).toBe("byok");
  });

  test("only_byok without a key fails, with the path of the flag", async () => {
    const { client } = await wire();
    const routing = { only_byok: true };
    const call = client.responses.create({ model: "gpt-5.4", input: "Hello", gateway: { routing } });
    expect(await refusalOf(call)).toMatchObject({
      code: "byok_keys_required",
      param: "gateway.routing.only_byok",
    });
  });

  test("both flags as true are refused before the network; true with false is sent", async () => {
    const both = await wire({ byokProviders: ["openai"] });
    const model = "gpt-5.4";
    const contradictory = { routing: { only_byok: true, only_platform: true } };
    const error = await refusalOf(
      both.client.chat.completions.create({ model, messages, gateway: contradictory }),
    );
    expect(error).toMatchObject({ param: "gateway.routing.only_byok", attempts: 0 });
    expect(both.gateway.requests).toHaveLength(0);
    const gateway = { routing: { only_byok: true, only_platform: false } };
    await sendEverywhere(both, { model, gateway }, { model, gateway });
  });
});

describe("the data policy", () => {
  test("excludes providers that promise less", async () => {
    const both = await wire();
    const gateway = { routing: { data_policy: "zdr" }, models: ["gpt-5.4", "claude-sonnet-4-6"] };
    await sendEverywhere(
      both,
      { gateway },
      { gateway: { models: gateway.models, routing: gateway.routing } },
    );
    for (const { decision } of both.gateway.requests) expect(decision?.chosen?.provider).toBe("anthropic");
  });

  test("and a cache that lasts a day exclude each other, as the server says", async () => {
    const { client } = await wire();
    const call = client.chat.completions.create({
      model: "gpt-4.1-mini",
      messages,
      prompt_cache_retention: "24h",
      gateway: { routing: { data_policy: "zdr" } },
    });
    expect(await refusalOf(call)).toMatchObject({ param: "prompt_cache_retention", attempts: 1 });
  });
});

describe("tiers", () => {
  test("are premium only when asked for, and cost what they cost", async () => {
    const { gateway, client } = await wire();
    const model = "claude-sonnet-4-6";
    const standard = await client.chat.completions.create({ model, messages });
    const priority = await client.chat.completions.create({
      model,
      messages,
      gateway: { routing: { tier: "priority" } },
    });
    expectSent(gateway, { messages, model, gateway: { routing: { tier: "priority" } } });
    const [cheap, dear] = [standard, priority].map(({ routing_metadata: route }) => route?.cost?.usd ?? 0);
    expect(dear).toBeGreaterThan(2 * (cheap ?? Number.POSITIVE_INFINITY));
  });
});

describe("budgets", () => {
  test("are reported in the headers of every answer", async () => {
    const { client } = await wire({
      budgets: [
        { period: "daily", limitUsd: 5, spentUsd: 1 },
        { period: "monthly", limitUsd: 100 },
      ],
    });
    const { responseHeaders } = await client.chat.completions.create({ model: "gpt-5.4", messages });
    const { daily, weekly, monthly } = responseHeaders.budgets;
    expect(daily?.limit).toBe(5);
    expect(daily?.spend).toBeGreaterThan(1);
    expect(weekly).toBeNull();
    expect(monthly?.limit).toBe(100);
    const stream = await client.chat.completions.create({ model: "gpt-5.4", messages, stream: true });
    expect(stream.responseHeaders.budgets.daily?.limit).toBe(5);
    stream.close();
  });

  test.each([
    ["workspace", { period: "weekly", limitUsd: 1, spentUsd: 1 }],
    ["api_key", { period: "weekly", limitUsd: 1, spentUsd: 1, scope: "api_key" }],
  ] as const)("of a %s that are used up stop the request, without a retry", async (scope, budget) => {
    const { gateway, client } = await wire({ budgets: [budget] });
    const call = client.chat.completions.create({ model: "gpt-5.4", messages }, { maxRetries: 3 });
    const error = await call.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({
      code: "budget_exhausted",
      statusCode: 429,
      attempts: 1,
      responseHeaders: { budgetExceeded: { period: "weekly", scope } },
    });
    expect(gateway.requests).toHaveLength(1);
  });
});
