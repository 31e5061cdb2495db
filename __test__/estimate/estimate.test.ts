import fc from "fast-check";
import { getEncoding } from "js-tiktoken";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../../gateway";
import { BadRequestError, Client, tool } from "../../ts";
import { estimateRequest } from "../../ts/estimate";
import type { DirectoryResponse } from "../../ts/models";
import { estimatePromptTokens } from "../../ts/tokens/estimate-prompt";
import { estimateTokens } from "../../ts/tokens/estimate-tokens";
import { read, trackedFiles } from "../house/repository";
import { corpus } from "./corpus";

const tokenizer = getEncoding("o200k_base");
const counted = (text: string) => tokenizer.encode(text).length;

describe("the estimate of tokens", () => {
  test.each(Object.entries(corpus))("is within 25 %% of the tokenizer for %s", (_what, text) => {
    const real = counted(text);
    expect(Math.abs(estimateTokens(text) - real) / real).toBeLessThanOrEqual(0.25);
  });

  test("is within 25 % for the guides and the sources of this project", () => {
    const files = trackedFiles().filter((path) => /^(docs|ts\/chat|crates)\/.*\.(md|ts|rs)$/.test(path));
    expect(files.length).toBeGreaterThan(20);
    const texts = files.map((path) => read(path).slice(0, 8_000));
    const real = texts.reduce((sum, text) => sum + counted(text), 0);
    const estimated = texts.reduce((sum, text) => sum + estimateTokens(text), 0);
    expect(Math.abs(estimated - real) / real).toBeLessThanOrEqual(0.25);
  });

  test("is a whole number for any text, and nothing for none", () => {
    expect(estimateTokens("")).toBe(0);
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const tokens = estimateTokens(text);
        expect(Number.isSafeInteger(tokens) && tokens >= 0).toBe(true);
      }),
    );
  });

  test("of a prompt counts tools, formats and attachments", () => {
    const messages = [{ role: "user", content: "Hello there!" }];
    const plain = estimatePromptTokens({ messages });
    expect(plain).toBe(estimatePromptTokens({ input: messages }));
    const tools = [{ type: "function", function: { name: "weather", parameters: { type: "object" } } }];
    expect(estimatePromptTokens({ messages, tools })).toBeGreaterThan(plain + 10);
    const image = { type: "image_url", image_url: { url: "https://example.org/picture.png" } };
    expect(estimatePromptTokens({ messages: [{ role: "user", content: [image] }] })).toBe(1_007);
  });
});

const directory: DirectoryResponse = {
  generated_at: "2026-01-01T00:00:00Z",
  models: {
    m: {
      family: "f",
      display_name: "M",
      aliases: ["em"],
      providers: [
        {
          provider: "dear",
          provider_model_id: "m-1",
          context_window: 2_000,
          tiers: [
            {
              name: "standard",
              input_price: 10,
              output_price: 20,
              cache_read_price: 1,
              cache_write_price: 12.5,
            },
            { name: "priority", input_price: 100, output_price: 200 },
          ],
        },
        {
          provider: "cheap",
          provider_model_id: "m-2",
          tiers: [{ name: "standard", input_price: 2, output_price: 4 }],
        },
        { provider: "silent", provider_model_id: "m-3", tiers: [{ name: "standard" }] },
        {
          provider: "gone",
          provider_model_id: "m-4",
          shutdown_at: "2020-01-01T00:00:00Z",
          tiers: [{ name: "standard", input_price: 0, output_price: 0 }],
        },
      ],
    },
  },
};
const messages = [
  { role: "system", content: "Be brief. ".repeat(50) },
  { role: "user", content: "Hello" },
];
const body = { model: "m", messages };
const tokens = estimatePromptTokens(body);
const usd = (input: number, output: number) =>
  expect.closeTo((input + output) / 1e6, 12) as unknown as number;

describe("the estimate of a request", () => {
  test("has every open offer, the cheapest first, those without prices last", () => {
    const estimate = estimateRequest(body, directory);
    expect(estimate).toMatchObject({ inputTokens: tokens, outputTokens: 1_000, cachedTokens: 0 });
    expect(estimate.offers.map(({ provider }) => provider)).toEqual(["cheap", "dear", "silent"]);
    expect(estimate.costUsd).toEqual(usd(tokens * 2, 4_000));
    expect(estimate.offers[1]?.costUsd).toEqual(usd(tokens * 10, 20_000));
    expect(estimate.offers[2]?.costUsd).toBeNull();
    expect(estimate.offers.map(({ fits }) => fits)).toEqual([null, true, null]);
  });

  test("considers cache prices: for tokens that come from the cache, for marks, and for the next turn", () => {
    const estimate = estimateRequest(body, directory, { cachedTokens: 50, outputTokens: 0 });
    const dear = estimate.offers.find(({ provider }) => provider === "dear");
    const cheap = estimate.offers.find(({ provider }) => provider === "cheap");
    expect(dear?.costUsd).toEqual(usd(50 + (tokens - 50) * 10, 0));
    expect(cheap?.costUsd).toEqual(usd(tokens * 2, 0));
    expect(cheap?.cachedCostUsd).toBeNull();
    const last = estimatePromptTokens({ messages: messages.slice(-1) });
    expect(dear?.cachedCostUsd).toEqual(usd(tokens - last + last * 10, 0));

    const content = [{ type: "text", text: messages[0]?.content, cache_control: { type: "ephemeral" } }];
    const marked = { model: "m", messages: [{ role: "system", content }, messages[1]] };
    const before = estimatePromptTokens({ messages: marked.messages.slice(0, 1) });
    const written = estimateRequest(marked, directory, { outputTokens: 0 }).offers[1];
    expect(written?.costUsd).toEqual(usd(before * 12.5 + (estimatePromptTokens(marked) - before) * 10, 0));
  });

  test("keeps to what the request says of providers, tiers, models and length", () => {
    const routed = (routing: object) =>
      estimateRequest({ ...body, gateway: { routing } }, directory).offers.map(
        ({ provider, tier }) => `${provider} ${tier}`,
      );
    expect(routed({ providers: ["dear"] })).toEqual(["dear standard"]);
    expect(routed({ exclude_providers: ["cheap", "silent"] })).toEqual(["dear standard"]);
    expect(routed({ tier: "priority" })).toEqual(["dear priority"]);
    expect(estimateRequest({ ...body, max_tokens: 7, n: 2 }, directory).outputTokens).toBe(14);
    expect(estimateRequest({ ...body, model: "em:ttft" }, directory).offers[0]?.model).toBe("m");
    expect(estimateRequest({ ...body, model: "unknown" }, directory)).toMatchObject({
      costUsd: null,
      offers: [],
    });
  });
});

describe("client.estimate()", () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterEach(() => gateway.reset());
  afterAll(() => gateway.close());
  const client = () => new Client({ apiKey: gateway.apiKey, baseUrl: gateway.baseUrl, maxRetries: 0 });

  test("loads the directory once, and reads requests of both APIs", async () => {
    const { estimate } = { estimate: client().estimate.bind(client()) };
    const chat = await estimate({ model: "gpt-5.4", messages: [{ role: "user", content: "Hello" }] });
    const response = await estimate({ model: "gpt-5.4", input: "Hello", max_output_tokens: 10 });
    expect(chat.costUsd).toBeGreaterThan(response.costUsd ?? 0);
    expect(response.costUsd).toBeGreaterThan(0);
    expect(gateway.requests).toHaveLength(1);
  });

  test("takes what runTools() takes", async () => {
    const weather = tool({ name: "weather", description: "The weather", parameters: { type: "object" } });
    const request = { model: "gpt-5.4", messages: [{ role: "user" as const, content: "Hello" }] };
    const plain = await client().estimate(request);
    const more = await client().estimate({ ...request, tools: [weather] });
    expect(more.inputTokens).toBeGreaterThan(plain.inputTokens);
  });

  test("is near what the answer then reports", async () => {
    const request = {
      model: "gpt-5.4",
      messages: [{ role: "user" as const, content: corpus["English prose"] ?? "" }],
    };
    const { inputTokens } = await client().estimate(request);
    const { usage } = await client().chat.completions.create(request);
    expect(Math.abs(inputTokens - (usage?.prompt_tokens ?? 0)) / inputTokens).toBeLessThan(0.5);
  });

  test("asks again for a directory that could not be loaded, and refuses what could not be sent", async () => {
    const mine = client();
    gateway.failNext({ kind: "status", status: 503 });
    const request = { model: "gpt-5.4", messages: [] };
    await expect(mine.estimate(request)).rejects.toMatchObject({ statusCode: 503 });
    await expect(mine.estimate(request)).resolves.toBeDefined();
    await expect(mine.estimate({ messages: [] })).rejects.toBeInstanceOf(BadRequestError);
    await expect(mine.estimate(request, { outputTokens: -1 })).rejects.toMatchObject({
      param: "options.outputTokens",
    });
    await expect(mine.estimate({ model: "m" } as never)).rejects.toMatchObject({ param: "messages" });
    const stopped = client().estimate(request, { signal: AbortSignal.abort() });
    await expect(stopped).rejects.toMatchObject({ name: "AbortError" });
  });
});
