import { describe, expect, test } from "vitest";
import {
  cachingModels,
  cheapestProvider,
  type DirectoryResponse,
  estimatePrice,
  type TierEntry,
  tokenCountsOf,
} from "../../ts/models";

function offer(provider: string, tiers: TierEntry[], more: object = {}) {
  return { provider, provider_model_id: `${provider}/m`, tiers, ...more };
}

const directory: DirectoryResponse = {
  generated_at: "2026-01-01T00:00:00Z",
  models: {
    big: {
      family: "f",
      display_name: "Big",
      aliases: ["big-latest"],
      providers: [
        offer("dear", [
          {
            name: "standard",
            input_price: 10,
            output_price: 10,
            cache_read_price: 0.5,
            cache_write_price: 12.5,
          },
        ]),
        offer("reader", [{ name: "standard", input_price: 1, output_price: 8 }]),
        offer("writer", [
          { name: "standard", input_price: 4, output_price: 4 },
          { name: "priority", input_price: 0.1, output_price: 0.1 },
        ]),
        offer("closed", [{ name: "standard", input_price: 0, output_price: 0 }], {
          shutdown_at: "2026-01-01T00:00:00Z",
        }),
        offer("silent", [{ name: "standard" }], { capabilities: { supports_prompt_caching: true } }),
      ],
    },
    plain: {
      family: "f",
      display_name: "Plain",
      providers: [offer("x", [{ name: "standard", input_price: 1 }])],
    },
  },
};
const at = new Date("2026-06-01T00:00:00Z");

describe("estimatePrice", () => {
  const prices = { input_price: 10, output_price: 20, cache_read_price: 1, cache_write_price: 12 };

  test.each([
    [{}, 0],
    [{ inputTokens: 1_000_000 }, 10],
    [{ inputTokens: 1_000_000, outputTokens: 500_000 }, 20],
    [{ inputTokens: 1_000_000, cachedTokens: 1_000_000 }, 1],
    [{ inputTokens: 1_000_000, cachedTokens: 500_000, cacheWriteTokens: 250_000 }, 2.5 + 0.5 + 3],
  ])("%j cost %d USD", (tokens, usd) => {
    expect(estimatePrice(prices, tokens)).toBeCloseTo(usd, 10);
  });

  test("cached tokens cost as much as others where no cache price is listed", () => {
    expect(estimatePrice({ input_price: 10 }, { inputTokens: 1_000_000, cachedTokens: 400_000 })).toBeCloseTo(
      10,
      10,
    );
  });

  test("a missing price matters only when its tokens are used", () => {
    expect(estimatePrice({ input_price: 10 }, { inputTokens: 10 })).toBeCloseTo(0.0001, 10);
    expect(estimatePrice({ input_price: 10 }, { outputTokens: 1 })).toBeNull();
    expect(estimatePrice({}, { inputTokens: 1 })).toBeNull();
  });

  test("usage of both endpoints can be priced", () => {
    const counts = { inputTokens: 100, outputTokens: 10, cachedTokens: 40, cacheWriteTokens: 5 };
    const prompt_tokens_details = { cached_tokens: 40, cache_creation_tokens: 5 };
    expect(
      tokenCountsOf({ prompt_tokens: 100, completion_tokens: 10, total_tokens: 110, prompt_tokens_details }),
    ).toEqual(counts);
    const input_tokens_details = { cached_tokens: 40, cache_write_tokens: 5 };
    expect(
      tokenCountsOf({ input_tokens: 100, output_tokens: 10, total_tokens: 110, input_tokens_details }),
    ).toEqual(counts);
  });
});

describe("cheapestProvider", () => {
  test.each([
    [{ inputTokens: 1000, outputTokens: 10 }, "reader"],
    [{ inputTokens: 10, outputTokens: 1000 }, "writer"],
    [{}, "writer"],
    [{ inputTokens: 1_000_000, outputTokens: 0, cachedTokens: 1_000_000 }, "dear"],
    [{ inputTokens: 1, outputTokens: 1, tier: "priority" }, "writer"],
  ])("for %j it is %s", (options, provider) => {
    expect(cheapestProvider(directory, "big", { ...options, at })?.provider).toBe(provider);
  });

  test("says tier and price", () => {
    expect(cheapestProvider(directory, "big", { tier: "priority", at })).toEqual({
      provider: "writer",
      providerModelId: "writer/m",
      tier: "priority",
      costUsd: 0.2,
    });
  });

  test("an offer that has ended is not considered, one that ends later is", () => {
    expect(cheapestProvider(directory, "big", { at })?.provider).not.toBe("closed");
    expect(cheapestProvider(directory, "big", { at: new Date("2025-12-31") })?.provider).toBe("closed");
  });

  test.each(["big-latest", "big:ttft"])("%s finds the model", (name) => {
    expect(cheapestProvider(directory, name, { at })?.provider).toBe("writer");
  });

  test.each(["none", "ft:big:x", "constructor"])("%s is not in the directory", (name) => {
    expect(cheapestProvider(directory, name, { at })).toBeNull();
  });

  test("a model without full prices has no cheapest offer", () => {
    expect(cheapestProvider(directory, "plain", { at })).toBeNull();
  });
});

describe("cachingModels", () => {
  test("lists models with cache prices or the capability, and no others", () => {
    expect(cachingModels(directory)).toEqual([
      {
        id: "big",
        displayName: "Big",
        offers: [
          {
            provider: "dear",
            providerModelId: "dear/m",
            tier: "standard",
            inputPrice: 10,
            cacheReadPrice: 0.5,
            cacheWritePrice: 12.5,
          },
          {
            provider: "silent",
            providerModelId: "silent/m",
            tier: null,
            inputPrice: null,
            cacheReadPrice: null,
            cacheWritePrice: null,
          },
        ],
      },
    ]);
  });
});
