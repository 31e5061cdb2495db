import { describe, expect, test } from "vitest";
import { Ledger, spendFactsOf } from "../../ts/ledger";
import { ChatCompletionStream } from "../../ts/streaming";
import { routing, stop, tail, text, usage } from "../streaming/chat-chunks";
import { done, dropped, ScriptedReader, type ScriptStep } from "../streaming/scripted-reader";

const body = (more: object = {}) => ({
  model: "gpt-5",
  messages: [{ role: "user", content: "Hello there!" }],
  ...more,
});

function streamed(ledger: Ledger, script: ScriptStep[], more: object = {}): ChatCompletionStream {
  const meter = ledger.begin({ body: body(more), stream: true });
  return new ChatCompletionStream({ reader: new ScriptedReader(script), meter });
}

describe("the ledger", () => {
  test("adds up requests, tokens, cost and savings by model, provider and tag", () => {
    const ledger = new Ledger();
    const tagged = { gateway: { metadata: { tags: ["web", "web", "beta"] } } };
    const answer = {
      model: "gpt-5-2026",
      usage: { ...usage, prompt_tokens_details: { cached_tokens: 4 } },
      routing_metadata: { ...routing, cost: { usd: 0.5, cache_savings_usd: 0.1 } },
    };
    ledger.begin({ body: body(tagged), stream: false }).settle(spendFactsOf(answer), "completed");
    ledger.begin({ body: body(), stream: false }).settle(spendFactsOf(answer), "completed");
    const once = {
      requests: 1,
      completed: 1,
      inputTokens: 9,
      outputTokens: 3,
      cachedTokens: 4,
      costUsd: 0.5,
      savingsUsd: 0.1,
    };
    const twice = {
      requests: 2,
      completed: 2,
      inputTokens: 18,
      outputTokens: 6,
      cachedTokens: 8,
      costUsd: 1,
      savingsUsd: 0.2,
    };
    expect(ledger.total).toMatchObject(twice);
    expect(ledger.byModel).toMatchObject({ "gpt-5": twice });
    expect(ledger.byProvider).toMatchObject({ openai: twice });
    expect(ledger.byTag).toEqual({ web: expect.objectContaining(once), beta: expect.objectContaining(once) });
    expect(ledger.spentUsd).toBe(1);
  });

  test("reads cost from older metadata and tokens from the Responses API, too", () => {
    const ledger = new Ledger();
    const older = {
      provider: "xai",
      routing_strategy: "cost",
      cost: { billable_cost_usd: 0.25, input_tokens: 1 },
    };
    const responses = { input_tokens: 7, output_tokens: 2, input_tokens_details: { cached_tokens: 5 } };
    ledger
      .begin({ body: body(), stream: false })
      .settle({ usage: responses, routingMetadata: older }, "completed");
    expect(ledger.total).toMatchObject({ costUsd: 0.25, inputTokens: 7, outputTokens: 2, cachedTokens: 5 });
    expect(ledger.byProvider).toHaveProperty("xai");
  });

  test("books a stream when it ends, with what its trailing chunks said", async () => {
    const ledger = new Ledger();
    const stream = streamed(ledger, [[text("a"), stop(), tail()], done]);
    expect(ledger.inFlight).toBe(1);
    expect(ledger.total.requests).toBe(0);
    await stream.finalText();
    expect(ledger.inFlight).toBe(0);
    expect(ledger.total).toMatchObject({
      requests: 1,
      completed: 1,
      costUsd: routing.cost.usd,
      outputTokens: 3,
    });
  });

  test("books aborted, closed and failed streams as such, as far as they are known", async () => {
    const ledger = new Ledger();
    const aborted = streamed(ledger, [[text("a"), text("b"), tail()]]);
    await aborted[Symbol.asyncIterator]().next();
    aborted.abort();
    for await (const _ of streamed(ledger, [[text("a")]])) break;
    await streamed(ledger, [[text("a")], dropped])
      .finalText()
      .catch(() => {});
    expect(ledger.total).toMatchObject({
      requests: 3,
      aborted: 2,
      failed: 1,
      costUsd: routing.cost.usd,
      unknownCost: 2,
    });
  });

  test("books nothing twice", () => {
    const ledger = new Ledger();
    const entry = ledger.begin({ body: body(), stream: false });
    entry.settle({}, "failed");
    entry.settle({ routingMetadata: routing }, "completed");
    expect(ledger.total).toMatchObject({ requests: 1, failed: 1, completed: 0, costUsd: 0 });
    expect(ledger.inFlight).toBe(0);
  });

  test("takes a request that never had an answer for free, and one whose cost nobody knows for unknown", () => {
    const ledger = new Ledger();
    ledger.begin({ body: body(), stream: false }).settle({}, "failed");
    ledger.begin({ body: body(), stream: false }).settle({ answered: true }, "completed");
    expect(ledger.total).toMatchObject({ requests: 2, costUsd: 0, estimatedUsd: 0, unknownCost: 1 });
    expect(ledger.byProvider).toHaveProperty("(unknown)");
  });

  test("estimates cost that was not reported from usage and prices, apart from reported cost", () => {
    const ledger = new Ledger({
      prices: { "gpt-5": { input_price: 1, output_price: 10, cache_read_price: 0.1 } },
    });
    const counts = {
      prompt_tokens: 1000,
      completion_tokens: 100,
      total_tokens: 1100,
      prompt_tokens_details: { cached_tokens: 400 },
    };
    ledger.begin({ body: body(), stream: false }).settle({ usage: counts }, "completed");
    expect(ledger.total).toMatchObject({ costUsd: 0, unknownCost: 0 });
    expect(ledger.total.estimatedUsd).toBeCloseTo((600 * 1 + 400 * 0.1 + 100 * 10) / 1e6, 12);
  });

  test("estimates an aborted stream from its characters when it never reported usage", async () => {
    const ledger = new Ledger({ prices: { "gpt-5": { input_price: 3, output_price: 30 } } });
    const stream = streamed(ledger, [[text("123456"), text("789")]]);
    for await (const _ of stream)
      if (stream.currentCompletion.choices[0]?.message.content?.length === 9) break;
    // "Hello there!" is 3 tokens, its message 4 more, and the prompt 3; the output is 9 characters, 3 tokens.
    expect(ledger.total.estimatedUsd).toBeCloseTo((10 * 3 + 3 * 30) / 1e6, 12);
  });

  test("counts what a client made from this one spends, too", () => {
    const parent = new Ledger();
    const child = new Ledger({ parent });
    child.begin({ body: body(), stream: false }).settle({ routingMetadata: routing }, "completed");
    expect(parent.total).toEqual(child.total);
    expect(parent.spentUsd).toBe(routing.cost.usd);
    expect(parent.inFlight).toBe(0);
  });

  test("keeps a bounded number of groups, however many tags there are", () => {
    const ledger = new Ledger();
    for (let i = 0; i < 1500; i++) {
      const tagged = body({ gateway: { metadata: { tags: [`request-${i}`] } } });
      ledger.begin({ body: tagged, stream: false }).settle({ routingMetadata: routing }, "completed");
    }
    expect(Object.keys(ledger.byTag)).toHaveLength(1001);
    expect(ledger.byTag["(others)"]?.requests).toBe(500);
  });

  test("gives copies, and starts again after reset()", () => {
    const ledger = new Ledger({ maxCostUsd: 5 });
    ledger.begin({ body: body(), stream: false }).settle({ routingMetadata: routing }, "completed");
    const before = ledger.toJSON();
    ledger.reset();
    expect(before.total.requests).toBe(1);
    expect(ledger.toJSON()).toMatchObject({
      total: { requests: 0, costUsd: 0 },
      byModel: {},
      byProvider: {},
      byTag: {},
    });
    expect(ledger.remainingUsd).toBe(5);
  });
});
