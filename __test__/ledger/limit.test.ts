import { describe, expect, test } from "vitest";
import { BadRequestError, SpendLimitError } from "../../ts/errors";
import { Ledger, type LedgerInit } from "../../ts/ledger";
import type { DirectoryResponse } from "../../ts/models/directory";
import { ChatCompletionStream } from "../../ts/streaming";
import { estimatePromptTokens } from "../../ts/tokens/estimate-prompt";
import { routing, stop, tail, text } from "../streaming/chat-chunks";
import { done, ScriptedReader } from "../streaming/scripted-reader";
import { failureOf } from "../support/failure-of";

/** A prompt that counts 1 token, at 1 USD per million; output costs 10,000 USD per million, 1 cent per token. */
const prices = { "gpt-5": { input_price: 1, output_price: 10_000 } };
const body = (more: object = {}) => ({ model: "gpt-5", messages: [{ content: "Hi" }], ...more });

const cost = (usd: number) => ({ routingMetadata: { ...routing, cost: { usd } } });

/** A stream of `count` chunks of 3 characters, that is 1 token each. */
function streamed(ledger: Ledger, count: number, maxCostUsd?: number) {
  const meter = ledger.begin({ body: body(), stream: true, maxCostUsd });
  const reader = new ScriptedReader([
    Array.from({ length: count }, () => text("abc")),
    "pause",
    [stop(), tail()],
    done,
  ]);
  return { reader, stream: new ChatCompletionStream({ reader, meter }) };
}

describe("a spend limit without prices", () => {
  test("lets requests through until reported cost has reached it, and refuses the next one", () => {
    const ledger = new Ledger({ maxCostUsd: 1 });
    ledger.begin({ body: body(), stream: false }).settle(cost(0.6), "completed");
    ledger.begin({ body: body(), stream: false }).settle(cost(0.6), "completed");
    const error = failureOf(() => ledger.begin({ body: body(), stream: false }));
    expect(error).toBeInstanceOf(SpendLimitError);
    expect(error).toMatchObject({ param: "maxCostUsd", limitUsd: 1, spentUsd: 1.2, retryable: false });
    expect(ledger.inFlight).toBe(0);
    expect(ledger.remainingUsd).toBe(0);
  });

  test("never watches a stream, so that it costs nothing per chunk", () => {
    const ledger = new Ledger({ maxCostUsd: 1 });
    expect(ledger.begin({ body: body(), stream: true }).watching).toBe(false);
    expect(new Ledger({ prices }).begin({ body: body(), stream: true }).watching).toBe(false);
  });

  test("refuses a limit for one request, which could not be kept", () => {
    const error = failureOf(() => new Ledger().begin({ body: body(), stream: true, maxCostUsd: 1 }));
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error).toMatchObject({ param: "maxCostUsd", message: expect.stringContaining("loadPrices()") });
  });
});

describe("a spend limit with prices", () => {
  test("stops a stream in the middle, with what had arrived, and closes its connection", async () => {
    const ledger = new Ledger({ maxCostUsd: 1, prices });
    const { stream, reader } = streamed(ledger, 500);
    let seen = 0;
    const error = await stream.forEach(() => void seen++).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SpendLimitError);
    expect(seen).toBeGreaterThan(90);
    expect(seen).toBeLessThanOrEqual(101);
    expect(error).toMatchObject({
      limitUsd: 1,
      partial: { choices: [{ message: { content: "abc".repeat(seen) } }] },
    });
    expect(reader.cancels).toBe(1);
    expect(ledger.reservedUsd).toBe(0);
    expect(ledger.total.estimatedUsd).toBeGreaterThan(0.9);
    expect(() => ledger.begin({ body: body(), stream: true })).toThrow(SpendLimitError);
  });

  test("hands out the event that reached it to a consumer that waits, then throws", async () => {
    const meter = new Ledger({ prices }).begin({ body: body(), stream: true, maxCostUsd: 0.05 });
    const reader = new ScriptedReader([]);
    const iterator = new ChatCompletionStream({ reader, meter })[Symbol.asyncIterator]();
    const next = iterator.next();
    const big = text("abc".repeat(10));
    reader.push([big]);
    expect(await next).toEqual({ value: big, done: false });
    await expect(iterator.next()).rejects.toThrow(SpendLimitError);
  });

  test("holds for a single request, too", async () => {
    const ledger = new Ledger({ prices });
    await expect(streamed(ledger, 500, 0.5).stream.finalText()).rejects.toMatchObject({ limitUsd: 0.5 });
    expect((await streamed(ledger, 20, 0.5).stream.finalText()).length).toBe(60);
  });

  test("is never exceeded by parallel streams together, as far as it can be estimated", async () => {
    const ledger = new Ledger({ maxCostUsd: 1, prices });
    const streams = Array.from({ length: 10 }, () => streamed(ledger, 500));
    let seen = 0;
    const results = await Promise.allSettled(
      streams.map(({ stream }) =>
        stream.forEach(async () => {
          seen++;
          await new Promise((resolve) => setImmediate(resolve));
        }),
      ),
    );
    expect(results.every(({ status }) => status === "rejected")).toBe(true);
    // Every stream sees one chunk more than it could reserve for.
    expect(seen).toBeLessThanOrEqual(110);
    expect(ledger.reservedUsd).toBe(0);
  });

  test("is corrected by the reported cost", async () => {
    const ledger = new Ledger({ maxCostUsd: 1, prices });
    await streamed(ledger, 80).stream.finalText();
    expect(ledger.spentUsd).toBe(routing.cost.usd);
    expect(ledger.total.estimatedUsd).toBe(0);
    await streamed(ledger, 80).stream.finalText();
  });

  test("reserves the whole answer of a request that can't be stopped in the middle", () => {
    const ledger = new Ledger({ maxCostUsd: 1, prices });
    const entry = ledger.begin({ body: body({ max_tokens: 60 }), stream: false });
    expect(ledger.reservedUsd).toBeCloseTo(0.6, 4);
    expect(() => ledger.begin({ body: body({ max_tokens: 60 }), stream: false })).toThrow(SpendLimitError);
    entry.settle(cost(0.1), "completed");
    expect(ledger.reservedUsd).toBe(0);
    ledger.begin({ body: body({ max_tokens: 60 }), stream: false });
  });

  test("gives the reservation back when a request fails before it has an answer", () => {
    const ledger = new Ledger({ maxCostUsd: 1, prices });
    ledger.begin({ body: body({ max_tokens: 60 }), stream: false }).settle({}, "failed");
    expect(ledger.remainingUsd).toBe(1);
  });

  test("of a client's parent binds the client as well", () => {
    const parent = new Ledger({ maxCostUsd: 1 });
    const child = new Ledger({ parent });
    child.begin({ body: body(), stream: false }).settle(cost(2), "completed");
    expect(() => child.begin({ body: body(), stream: false })).toThrow(SpendLimitError);
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY, "1" as never])(
    "refuses %s as a limit",
    (maxCostUsd) => {
      expect(() => new Ledger({ maxCostUsd })).toThrow(/maxCostUsd/);
    },
  );

  test("refuses prices that are no prices, and names the field", () => {
    const wrong = { "gpt-5": { input_price: -1, output_price: 1 } };
    expect(failureOf(() => new Ledger({ prices: wrong }))).toMatchObject({
      param: "prices.gpt-5.input_price",
    });
  });
});

describe("prices from the directory", () => {
  const tier = (input_price: number, output_price: number, name = "standard") => ({
    name,
    input_price,
    output_price,
  });
  const directory = {
    generated_at: "2026-11-01T00:00:00Z",
    models: {
      "gpt-5": {
        family: "gpt",
        display_name: "GPT-5",
        aliases: ["gpt-five"],
        providers: [
          { provider: "cheap", provider_model_id: "x", tiers: [tier(1, 10)] },
          { provider: "dear", provider_model_id: "x", tiers: [tier(2, 20), tier(99, 999, "priority")] },
        ],
      },
      free: { family: "f", display_name: "F", providers: [{ provider: "p", provider_model_id: "x" }] },
    },
  } as unknown as DirectoryResponse;

  async function reserved(more: object, init: LedgerInit = {}): Promise<number> {
    const ledger = new Ledger({ maxCostUsd: 1e6, loadDirectory: async () => directory, ...init });
    await ledger.loadPrices();
    ledger.begin({ body: { messages: [], max_tokens: 1_000_000, ...more }, stream: false });
    return ledger.reservedUsd;
  }

  test.each<[string, object, number]>([
    ["the dearest offer by default", { model: "gpt-5" }, 20],
    ["the model under its alias", { model: "gpt-five" }, 20],
    ["the model with a routing suffix", { model: "gpt-5:cost" }, 20],
    [
      "only providers that the request allows",
      { model: "gpt-5", gateway: { routing: { providers: ["cheap"] } } },
      10,
    ],
    [
      "no provider that the request excludes",
      { model: "gpt-5", gateway: { routing: { exclude_providers: ["dear"] } } },
      10,
    ],
    [
      "the premium tier when it is asked for",
      { model: "gpt-5", gateway: { routing: { tier: "priority" } } },
      999,
    ],
    ["any of several models", { gateway: { models: ["free", "gpt-5"] } }, 20],
    ["several choices", { model: "gpt-5", n: 2 }, 40],
    ["nothing for a model without prices", { model: "free" }, 0],
  ])("reckon with %s", async (_what, more, usd) => {
    expect(await reserved(more)).toBeCloseTo(usd, 9);
  });

  test("give way to prices that the caller passed", async () => {
    expect(
      await reserved({ model: "gpt-5" }, { prices: { "gpt-5": { input_price: 0, output_price: 5 } } }),
    ).toBeCloseTo(5, 9);
  });

  test("are shared with the clients made from this one, whoever loads them", async () => {
    const parent = new Ledger({ loadDirectory: async () => directory });
    const child = new Ledger({ parent, prices, maxCostUsd: 1e6, loadDirectory: async () => directory });
    expect(await child.loadPrices()).toBe(1);
    const request = { body: { model: "gpt-five", messages: [], max_tokens: 1_000_000 }, stream: false };
    child.begin(request);
    expect(child.reservedUsd).toBeCloseTo(20, 9);
    parent.begin({ ...request, maxCostUsd: 100 });
  });

  test("are loaded by one request, however many ask at the same time, and again after a failure", async () => {
    let calls = 0;
    const ledger = new Ledger({
      loadDirectory: async () => {
        calls++;
        if (calls === 1) throw new Error("offline");
        return directory;
      },
    });
    const first = await Promise.allSettled([ledger.loadPrices(), ledger.loadPrices()]);
    expect(first.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await ledger.loadPrices()).toBe(1);
    expect(calls).toBe(2);
  });
});

describe("the estimate of a prompt", () => {
  test("counts text wherever it stands, and an image as a fixed amount whatever its encoded length", () => {
    const image = { type: "image_url", image_url: { url: `data:image/png;base64,${"A".repeat(100_000)}` } };
    const words = { role: "u", content: "x".repeat(29) };
    const text = 1 + Math.ceil((29 - 7) / 4);
    expect(estimatePromptTokens({ model: "ignored", messages: [words] })).toBe(text + 4 + 3);
    expect(estimatePromptTokens({ input: words.content, instructions: words.content })).toBe(2 * text + 3);
    expect(estimatePromptTokens({ messages: [{ content: [image] }] })).toBeLessThan(1_010);
  });
});
