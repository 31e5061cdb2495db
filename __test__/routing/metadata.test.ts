import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseRoutingMetadata, type RoutingMetadata, summarizeRouting } from "../../ts/routing";

const route = {
  provider: "fireworks_ai",
  provider_model_id: "accounts/x",
  model_canonical: "llama",
  routing_strategy: "cost-focus",
};

describe("summarizeRouting", () => {
  test("reads today's metadata", () => {
    expect(
      summarizeRouting({
        ...route,
        ttft_ms: 120,
        throughput_tps: 80.5,
        cost: { usd: 0.002, cache_savings_usd: 0.001, cache_savings_percent: 33 },
        warnings: [{ type: "unsupported_parameter", code: "c", message: "dropped top_k" }],
      }),
    ).toEqual({
      provider: "fireworks_ai",
      providerModelId: "accounts/x",
      model: "llama",
      strategy: "cost-focus",
      costUsd: 0.002,
      cacheSavingsUsd: 0.001,
      ttftMs: 120,
      throughputTps: 80.5,
      latencyMs: null,
      warnings: [{ type: "unsupported_parameter", code: "c", message: "dropped top_k" }],
    });
  });

  test("reads older metadata", () => {
    const older = { ...route, total_latency_ms: 900, cost: { billable_cost_usd: 0.5, input_tokens: 3 } };
    expect(summarizeRouting(older)).toMatchObject({ costUsd: 0.5, latencyMs: 900, warnings: [] });
  });

  test("warnings of every form come out alike", () => {
    const warnings = [
      "plain",
      { code: "c", message: "m" },
      { type: "blocked_field", message: "m" },
      { code: "only" },
      null,
    ];
    expect(summarizeRouting({ ...route, warnings } as unknown as RoutingMetadata)?.warnings).toEqual([
      { type: null, code: null, message: "plain" },
      { type: null, code: "c", message: "m" },
      { type: "blocked_field", code: null, message: "m" },
      { type: null, code: "only", message: "only" },
    ]);
  });

  test("no metadata gives null, and nothing makes it throw", () => {
    expect(summarizeRouting(null)).toBeNull();
    expect(summarizeRouting(undefined)).toBeNull();
    const anything = fc.dictionary(fc.constantFrom("provider", "cost", "warnings", "ttft_ms"), fc.anything());
    fc.assert(
      fc.property(fc.oneof(anything, fc.anything()), (value) => {
        const summary = summarizeRouting(value as never);
        expect(summary === null || Array.isArray(summary.warnings)).toBe(true);
      }),
    );
  });
});

describe("parseRoutingMetadata", () => {
  test("finds the metadata on any response object", () => {
    expect(parseRoutingMetadata({ id: "c", routing_metadata: route })).toEqual(route);
  });

  test.each([
    null,
    undefined,
    "x",
    {},
    { routing_metadata: null },
    { routing_metadata: "x" },
    { routing_metadata: [] },
  ])("%j has none", (response) => {
    expect(parseRoutingMetadata(response)).toBeNull();
  });
});
