import { describe, expect, test } from "vitest";
import { BadRequestError } from "../../ts/errors";
import { buildChatBody } from "../../ts/request-body";
import { DataPolicy, MetricPercentile, Mode, Optimize } from "../../ts/routing";

function send(gateway: unknown): unknown {
  return buildChatBody({ model: "m", messages: [], gateway: gateway as never }).gateway;
}

describe("routing that is accepted and sent as written", () => {
  test.each([
    { optimize: Optimize.COST_FOCUS },
    { optimize: "cheapest" },
    { optimize: "a-strategy-of-tomorrow" },
    { ttft_percentile: MetricPercentile.P95, throughput_percentile: "p99" },
    { mode: Mode.FALLBACK },
    { data_policy: DataPolicy.ZDR },
    { weights: { cost: 0, ttft: 0.5 } },
    { optimize: "cost", weights: { throughput: 1 } },
    { max_cost_per_1m: 0.01, max_ttft_ms: 1, min_throughput_tps: 0.5 },
    { max_ttft_ms: 100.0 },
    { providers: [], exclude_providers: ["a"] },
    { providers: ["a"], exclude_providers: ["a"] },
    { prefer: "openai", tier: "priority" },
    { allow_fallbacks: false, max_fallback_attempts: 19 },
    { timeout_ms: 5, deadline_ms: 5 },
    { deadline_ms: 5 },
    { only_byok: true, only_platform: false },
    { require_parameters: true },
    {},
  ])("%j", (routing) => {
    expect(send({ routing })).toEqual({ routing });
  });

  test("fields that are null are left out, at every level", () => {
    expect(
      send({
        models: null,
        routing: { tier: null, prefer: "a", weights: { cost: 1, ttft: null } },
        metadata: { tags: ["t"], user_id: null },
      }),
    ).toEqual({ routing: { prefer: "a", weights: { cost: 1 } }, metadata: { tags: ["t"] } });
  });
});

describe("routing that is refused before the network", () => {
  test.each([
    ["max_ttft_ms", 0],
    ["max_ttft_ms", -5],
    ["max_ttft_ms", 1.5],
    ["max_ttft_ms", "200"],
    ["max_ttft_ms", Number.NaN],
    ["max_cost_per_1m", 0],
    ["max_cost_per_1m", Number.POSITIVE_INFINITY],
    ["min_throughput_tps", -1],
    ["max_fallback_attempts", 0],
    ["max_fallback_attempts", 20],
    ["timeout_ms", 0],
    ["deadline_ms", 2 ** 60],
    ["optimize", 3],
    ["mode", true],
    ["tier", {}],
    ["prefer", ["openai"]],
    ["providers", "openai"],
    ["exclude_providers", {}],
    ["allow_fallbacks", "yes"],
    ["only_byok", 1],
    ["weights", {}],
    ["weights", { cost: 0, ttft: 0 }],
    ["weights", [1]],
  ])("%s: %j", (field, value) => {
    const run = () => send({ routing: { [field]: value } });
    expect(run).toThrow(BadRequestError);
    expect(run).toThrow(
      expect.objectContaining({ param: `gateway.routing.${field}`, code: "invalid_parameter_value" }),
    );
  });

  test.each([
    [{ routing: { providers: ["a", 3] } }, "gateway.routing.providers[1]"],
    [{ routing: { weights: { cost: -1 } } }, "gateway.routing.weights.cost"],
    [{ routing: { weights: { cost: Number.NaN } } }, "gateway.routing.weights.cost"],
    [{ routing: { only_byok: true, only_platform: true } }, "gateway.routing.only_byok"],
    [{ routing: { timeout_ms: 6, deadline_ms: 5 } }, "gateway.routing.deadline_ms"],
    [{ routing: [] }, "gateway.routing"],
    [{ metadata: { tags: "t" } }, "gateway.metadata.tags"],
    [{ metadata: { user_id: 3 } }, "gateway.metadata.user_id"],
    [{ metadata: { custom_fields: { a: 1 } } }, "gateway.metadata.custom_fields.a"],
    ["cost", "gateway"],
    [[], "gateway"],
  ])("%j names %s", (gateway, param) => {
    expect(() => send(gateway)).toThrow(expect.objectContaining({ param }));
  });

  test.each([
    [{ routing: { maxTtftMs: 1 } }, "gateway.routing.maxTtftMs", "max_ttft_ms"],
    [{ routing: { strategy: "cost" } }, "gateway.routing.strategy", "optimize"],
    [{ routing: { provider: ["a"] } }, "gateway.routing.provider", "providers"],
    [{ routing: { weights: { tps: 1 } } }, "gateway.routing.weights.tps", "throughput"],
    [{ rooting: {} }, "gateway.rooting", "routing"],
    [{ metadata: { userId: "u" } }, "gateway.metadata.userId", "user_id"],
  ])("unknown key in %j points to the known one", (gateway, param, meant) => {
    const run = () => send(gateway);
    expect(run).toThrow(expect.objectContaining({ param }));
    expect(run).toThrow(`\`${meant}\``);
    expect(run).toThrow("extraBody");
  });

  test("a key that only an object's prototype knows is unknown", () => {
    expect(() => send({ routing: { constructor: 1 } })).toThrow(
      expect.objectContaining({ param: "gateway.routing.constructor" }),
    );
  });

  test("a long value does not flood the message", () => {
    expect(() => send({ routing: { only_byok: "x".repeat(10_000) } })).toThrow(
      "a string of 10000 characters",
    );
  });
});
