import { describe, expect, test } from "vitest";
import type { LocalGatewayOptions, RoutingDecision } from "../../gateway";
import { DataPolicy, MetricPercentile, Mode, Optimize, type RoutingOptions } from "../../ts";
import { messages, refusalOf, sendEverywhere, wire } from "./wire";

interface Example {
  readonly routing: RoutingOptions;
  readonly model?: string;
  readonly gateway?: LocalGatewayOptions;
  /** What the option did, as the gateway decided. */
  readonly effect: (decision: RoutingDecision) => unknown;
  readonly expected: unknown;
}

const provider = ({ chosen }: RoutingDecision) => chosen?.provider;
const strategy = (decision: RoutingDecision) => decision.strategy;

/** At least one example for each of the 20 options; the type holds the list complete. */
const examples: { readonly [Option in keyof RoutingOptions]-?: readonly Example[] } = {
  optimize: [...Object.values(Optimize)].map((optimize) => ({
    routing: { optimize },
    effect: strategy,
    expected: optimize,
  })),
  weights: [
    { routing: { weights: { cost: 1, ttft: 0 } }, effect: strategy, expected: "custom" },
    { routing: { weights: { throughput: 2 } }, effect: provider, expected: "fireworks_ai" },
  ],
  max_cost_per_1m: [{ routing: { max_cost_per_1m: 0.75 }, effect: provider, expected: "deepseek" }],
  max_ttft_ms: [{ routing: { max_ttft_ms: 250 }, effect: provider, expected: "together_ai" }],
  min_throughput_tps: [{ routing: { min_throughput_tps: 130 }, effect: provider, expected: "fireworks_ai" }],
  ttft_percentile: [
    {
      routing: { ttft_percentile: MetricPercentile.P95 },
      effect: ({ candidates }) => candidates.find((one) => one.provider === "together_ai")?.ttftMs,
      expected: 900,
    },
  ],
  throughput_percentile: [
    {
      routing: { throughput_percentile: MetricPercentile.P95 },
      effect: ({ candidates }) => candidates.find((one) => one.provider === "together_ai")?.throughputTps,
      expected: 50,
    },
  ],
  providers: [{ routing: { providers: ["together_ai"] }, effect: provider, expected: "together_ai" }],
  exclude_providers: [
    {
      routing: { optimize: "cost-focus", exclude_providers: ["deepseek"] },
      effect: provider,
      expected: "fireworks_ai",
    },
  ],
  prefer: [{ routing: { prefer: "together_ai" }, effect: provider, expected: "together_ai" }],
  mode: Object.values(Mode).map((mode) => ({ routing: { mode }, effect: (one) => one.mode, expected: mode })),
  allow_fallbacks: [
    { routing: { allow_fallbacks: true }, effect: ({ attempts }) => attempts.length, expected: 1 },
  ],
  max_fallback_attempts: [
    { routing: { max_fallback_attempts: 19 }, effect: ({ attempts }) => attempts.length, expected: 1 },
  ],
  timeout_ms: [
    { routing: { timeout_ms: 60_000 }, effect: ({ attempts }) => attempts[0]?.outcome, expected: "success" },
  ],
  deadline_ms: [
    {
      routing: { timeout_ms: 60_000, deadline_ms: 60_000 },
      effect: ({ attempts }) => attempts[0]?.outcome,
      expected: "success",
    },
  ],
  data_policy: Object.values(DataPolicy).map((policy) => ({
    model: "claude-sonnet-4-6",
    routing: { data_policy: policy },
    effect: provider,
    expected: "anthropic",
  })),
  only_byok: [
    {
      routing: { only_byok: true },
      gateway: { byokProviders: ["together_ai"] },
      effect: ({ chosen }) => [chosen?.provider, chosen?.keySource],
      expected: ["together_ai", "byok"],
    },
    { routing: { only_byok: false, only_platform: false }, effect: provider, expected: "deepseek" },
  ],
  only_platform: [
    {
      routing: { only_platform: true },
      gateway: { byokProviders: ["deepseek"] },
      effect: ({ chosen }) => chosen?.keySource,
      expected: "platform",
    },
  ],
  require_parameters: [{ routing: { require_parameters: true }, effect: provider, expected: "deepseek" }],
  tier: [
    {
      model: "claude-sonnet-4-6",
      routing: { tier: "priority" },
      effect: ({ chosen }) => chosen?.tier,
      expected: "priority",
    },
  ],
};

const table = Object.entries(examples).flatMap(([option, list]) =>
  list.map((example) => [option, JSON.stringify(example.routing), example] as const),
);

describe("a routing option goes over the wire as it was written, and Auriko acts on it", () => {
  test.each(table)(
    "%s: %s",
    async (_option, _json, { routing, model = "deepseek-chat", effect, expected, ...more }) => {
      const both = await wire(more.gateway);
      const gateway = { routing };
      await sendEverywhere(both, { model, gateway }, { model, gateway });
      for (const { decision } of both.gateway.requests) {
        expect(decision && effect(decision), decision?.why).toEqual(expected);
      }
    },
  );

  test("all options at once, null and undefined among them", async () => {
    const both = await wire();
    const routing: RoutingOptions = {
      optimize: "tps-focus",
      weights: null,
      max_cost_per_1m: 9.5,
      max_ttft_ms: 5000,
      min_throughput_tps: 0.5,
      ttft_percentile: "p50",
      throughput_percentile: "p95",
      providers: ["fireworks_ai", "together_ai"],
      exclude_providers: ["openai"],
      prefer: "fireworks_ai",
      mode: "pool",
      allow_fallbacks: true,
      max_fallback_attempts: 1,
      timeout_ms: 30_000,
      deadline_ms: 60_000,
      data_policy: "none",
      only_byok: false,
      only_platform: true,
      require_parameters: false,
      tier: undefined,
    };
    const { weights: _weights, tier: _tier, ...sent } = routing;
    await sendEverywhere(
      both,
      { model: "deepseek-chat", gateway: { routing } },
      { model: "deepseek-chat", gateway: { routing: sent } },
    );
  });

  test.each(["cheapest", "speed", "throughput", "a-strategy-of-tomorrow"])(
    "the strategy %s is sent as it is; what it means is the server's business",
    async (optimize) => {
      const { gateway, client } = await wire({ respond: { raw: { body: { choices: [] } } } });
      await client.chat.completions.create({
        model: "gpt-5.4",
        messages,
        gateway: { routing: { optimize } },
      });
      expect(gateway.lastRequest?.body).toEqual({
        messages,
        model: "gpt-5.4",
        gateway: { routing: { optimize } },
      });
    },
  );
});

describe("a constraint that nothing meets", () => {
  test.each<[string, RoutingOptions, string, string?]>([
    ["cost_constraint_exceeded", { max_cost_per_1m: 0.001 }, "gateway.routing.max_cost_per_1m"],
    ["latency_constraint_exceeded", { max_ttft_ms: 1 }, "gateway.routing.max_ttft_ms"],
    ["throughput_constraint_not_met", { min_throughput_tps: 1e6 }, "gateway.routing.min_throughput_tps"],
    ["provider_not_in_allowlist", { providers: ["xai"] }, "gateway.routing.providers"],
    [
      "provider_blocked",
      { exclude_providers: ["deepseek", "fireworks_ai", "together_ai"] },
      "gateway.routing.exclude_providers",
    ],
    ["byok_keys_required", { only_byok: true }, "gateway.routing.only_byok"],
  ])("is a BadRequestError with code %s and the path of the field", async (code, routing, param) => {
    const { gateway, client } = await wire();
    const params = { model: "deepseek-chat", messages, gateway: { routing } };
    const error = await refusalOf(client.chat.completions.create(params));
    expect(error).toMatchObject({
      code,
      param,
      statusCode: 400,
      type: "invalid_request_error",
      retryable: false,
    });
    expect(error.docUrl).toBe(`https://docs.auriko.ai/errors/${code}`);
    expect(gateway.requests).toHaveLength(1);
    const streamed = await refusalOf(client.chat.completions.create({ ...params, stream: true }));
    expect(streamed).toMatchObject({ code, param });
  });

  test("is not sent at all when it can't be right", async () => {
    const { gateway, client } = await wire();
    const wrong: [RoutingOptions, string][] = [
      [{ max_ttft_ms: 0 }, "gateway.routing.max_ttft_ms"],
      [{ max_cost_per_1m: Number.POSITIVE_INFINITY }, "gateway.routing.max_cost_per_1m"],
      [{ max_fallback_attempts: 20 }, "gateway.routing.max_fallback_attempts"],
      [{ weights: { cost: 0 } }, "gateway.routing.weights"],
      [{ weights: { cost: -1 } }, "gateway.routing.weights.cost"],
      [{ only_byok: true, only_platform: true }, "gateway.routing.only_byok"],
      [{ timeout_ms: 2, deadline_ms: 1 }, "gateway.routing.deadline_ms"],
      [{ providers: ["openai", 5 as never] }, "gateway.routing.providers[1]"],
      [{ optimise: "cost" } as RoutingOptions, "gateway.routing.optimise"],
    ];
    for (const [routing, param] of wrong) {
      const params = { model: "deepseek-chat", messages, gateway: { routing } };
      const error = await refusalOf(client.chat.completions.create(params));
      expect(error).toMatchObject({ param, code: "invalid_parameter_value", attempts: 0 });
      const shorthand = await refusalOf(
        client.responses.create({ model: "deepseek-chat", input: "Hello", routing }),
      );
      expect(shorthand.param).toBe(param.replace("gateway.", ""));
    }
    expect(gateway.requests).toHaveLength(0);
  });
});
