import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Catalogue, type CatalogueOffer, type Gateway, startGateway } from "../../gateway";
import { chat, chatError } from "./call-gateway";

const able = {
  tools: true,
  toolChoiceRequired: true,
  jsonMode: true,
  structuredOutput: true,
  toolsWithStructuredOutput: true,
} as const;

function offer(
  provider: string,
  price: number,
  ttft: number,
  tps: number,
  more: Partial<CatalogueOffer> = {},
): CatalogueOffer {
  return {
    provider,
    providerModelId: `${provider}-m`,
    contextWindow: 1000,
    maxOutputTokens: 1000,
    inputModalities: ["text"],
    outputModalities: ["text"],
    capabilities: able,
    ttftMs: { p50: ttft, p95: ttft * 2 },
    throughputTps: { p50: tps, p95: tps / 2 },
    tiers: [{ name: "standard", inputPrice: price, outputPrice: price }],
    ...more,
  };
}

/** `thrifty` is cheap, `prompt` starts first, `swift` writes fastest, `middling` is good at everything. */
const catalogue: Catalogue = {
  providers: [
    {
      id: "thrifty",
      displayName: "Thrifty",
      description: "",
      dataPolicy: "none",
      acceptedParameters: ["temperature"],
    },
    { id: "prompt", displayName: "Prompt", description: "", dataPolicy: "no_training" },
    { id: "swift", displayName: "Swift", description: "", dataPolicy: "zdr" },
    { id: "middling", displayName: "Middling", description: "", dataPolicy: "none", platformKey: false },
  ],
  models: [
    {
      id: "m",
      family: "m",
      displayName: "M",
      author: "a",
      aliases: ["em"],
      offers: [
        offer("thrifty", 1, 1000, 20, { ttftMs: { p50: 1000, p95: 1100 } }),
        offer("prompt", 6, 100, 40, { ttftMs: { p50: 100, p95: 3000 } }),
        offer("swift", 5, 600, 200, { throughputTps: { p50: 200, p95: 10 } }),
        offer("middling", 2, 200, 110),
      ],
    },
    {
      id: "second",
      family: "m",
      displayName: "Second",
      author: "a",
      offers: [
        offer("thrifty", 0.5, 2000, 10, {
          tiers: [
            { name: "standard", inputPrice: 0.5, outputPrice: 0.5 },
            { name: "priority", inputPrice: 3, outputPrice: 3, premium: true, speed: 2.5 },
          ],
        }),
      ],
    },
    {
      id: "premium-only",
      family: "m",
      displayName: "Premium",
      author: "a",
      offers: [
        offer("swift", 1, 100, 100, {
          tiers: [{ name: "priority", inputPrice: 9, outputPrice: 9, premium: true }],
        }),
      ],
    },
    { id: "ft:m:org", family: "m", displayName: "Tuned", author: "a", offers: [offer("thrifty", 1, 1, 1)] },
    {
      id: "batch",
      family: "m",
      displayName: "Batch",
      author: "a",
      batchOnly: true,
      offers: [offer("thrifty", 1, 1, 1)],
    },
    {
      id: "plain",
      family: "m",
      displayName: "Plain",
      author: "a",
      offers: [offer("thrifty", 1, 1, 1, { capabilities: {} })],
    },
    {
      id: "thinker",
      family: "m",
      displayName: "Thinker",
      author: "a",
      offers: [
        offer("thrifty", 1, 1, 1, { capabilities: { ...able, reasoning: "always", streaming: false } }),
      ],
    },
    {
      id: "streamer",
      family: "m",
      displayName: "Streamer",
      author: "a",
      offers: [
        offer("thrifty", 1, 1, 1, {
          capabilities: {
            ...able,
            nonStreaming: false,
            toolsWithStructuredOutput: false,
            toolChoiceRequired: false,
          },
        }),
      ],
    },
  ],
};

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ catalogue, seed: 1, byokProviders: ["middling", "prompt"] });
});
afterEach(() => {
  for (const { id } of catalogue.providers) gateway.setOutage(id, false);
});
afterAll(() => gateway.close());

const ask = (routing: object, more: object = {}) => ({
  model: "m",
  messages: [{ role: "user", content: "Hello" }],
  gateway: { routing },
  ...more,
});

it.each([
  ["the default, cost-focus", {}, "thrifty", "cost-focus"],
  ["cost-focus", { optimize: "cost-focus" }, "thrifty", "cost-focus"],
  ["cost", { optimize: "cost" }, "thrifty", "cost"],
  ["cheapest", { optimize: "cheapest" }, "thrifty", "cheapest"],
  ["ttft-focus", { optimize: "ttft-focus" }, "prompt", "ttft-focus"],
  ["ttft", { optimize: "ttft" }, "prompt", "ttft"],
  ["speed", { optimize: "speed" }, "prompt", "speed"],
  ["tps-focus", { optimize: "tps-focus" }, "swift", "tps-focus"],
  ["tps", { optimize: "tps" }, "swift", "tps"],
  ["throughput", { optimize: "throughput" }, "swift", "throughput"],
  ["balanced", { optimize: "balanced" }, "middling", "balanced"],
  ["weights on cost", { weights: { cost: 1 } }, "thrifty", "custom"],
  ["weights on ttft", { weights: { ttft: 2 } }, "prompt", "custom"],
  ["weights on throughput", { weights: { throughput: 5, cost: 0 } }, "swift", "custom"],
  ["weights, which win over a strategy", { optimize: "cost", weights: { ttft: 1 } }, "prompt", "custom"],
  ["a price ceiling", { optimize: "tps-focus", max_cost_per_1m: 4 }, "middling", "tps-focus"],
  ["a latency ceiling", { max_ttft_ms: 650 }, "middling", "cost-focus"],
  [
    "a latency ceiling at p95",
    { max_ttft_ms: 1100, ttft_percentile: "p95", optimize: "tps-focus" },
    "middling",
    "tps-focus",
  ],
  ["a throughput floor", { min_throughput_tps: 150 }, "swift", "cost-focus"],
  [
    "a throughput floor at p95",
    { min_throughput_tps: 30, throughput_percentile: "p95" },
    "middling",
    "cost-focus",
  ],
  [
    "scoring by the p95 of ttft",
    { optimize: "ttft-focus", ttft_percentile: "p95" },
    "middling",
    "ttft-focus",
  ],
  [
    "scoring by the p95 of throughput",
    { optimize: "tps-focus", throughput_percentile: "p95" },
    "middling",
    "tps-focus",
  ],
  ["an allow list", { providers: ["swift", "prompt"] }, "swift", "cost-focus"],
  ["a block list", { exclude_providers: ["thrifty"] }, "middling", "cost-focus"],
  ["a preference", { prefer: "swift" }, "swift", "cost-focus"],
  ["a preference that can't be met", { prefer: "nobody" }, "thrifty", "cost-focus"],
  ["a preference that a filter rules out", { prefer: "thrifty", max_ttft_ms: 300 }, "middling", "cost-focus"],
  ["own keys only", { only_byok: true, optimize: "tps-focus" }, "middling", "tps-focus"],
  ["platform keys only", { only_platform: true, optimize: "balanced" }, "swift", "balanced"],
  ["no training", { data_policy: "no_training", optimize: "cheapest" }, "swift", "cheapest"],
  ["zero retention", { data_policy: "zdr", optimize: "ttft-focus" }, "swift", "ttft-focus"],
])("routes by %s", async (_name, routing, provider, strategy) => {
  const { routing_metadata: metadata } = await chat(gateway, ask(routing));
  expect(metadata).toMatchObject({ provider, routing_strategy: strategy });
  const { decision } = gateway.requests.at(-1) ?? {};
  expect(decision?.chosen?.provider).toBe(provider);
  expect(decision?.why).toContain(`${strategy}`);
  expect(decision?.candidates[0]?.provider).toBe(provider);
});

it.each([
  ["m:cost-focus", "cost-focus", "thrifty"],
  ["m:cost", "cost", "thrifty"],
  ["m:ttft-focus", "ttft-focus", "prompt"],
  ["m:ttft", "ttft", "prompt"],
  ["m:tps-focus", "tps-focus", "swift"],
  ["m:tps", "tps", "swift"],
  ["m:balanced", "balanced", "middling"],
  ["m:floor", "cheapest", "thrifty"],
  ["m:nitro", "speed", "prompt"],
  ["m:fast", "ttft", "prompt"],
  ["em:tps", "tps", "swift"],
  ["ft:m:org", "cost-focus", "thrifty"],
])("reads the suffix of %s as %s", async (model, strategy, provider) => {
  const { routing_metadata: metadata } = await chat(gateway, ask({}, { model }));
  expect(metadata).toMatchObject({ provider, routing_strategy: strategy });
});

it.each(["m:", "m:unknown", "m:tps:more", ":tps", "nothing"])("does not know the model %s", async (model) => {
  expect(await chatError(gateway, ask({}, { model }))).toMatchObject({
    status: 404,
    type: "not_found_error",
    code: "model_not_found",
    param: "model",
  });
});

it("lets an explicit strategy win over the suffix", async () => {
  const { routing_metadata: metadata } = await chat(
    gateway,
    ask({ optimize: "ttft-focus" }, { model: "m:tps" }),
  );
  expect(metadata.provider).toBe("prompt");
});

const picture = [
  { role: "user", content: [{ type: "image_url", image_url: { url: "https://example.com/a.png" } }] },
];
const tool = { type: "function", function: { name: "go" } };
const schema = { type: "json_schema", json_schema: { name: "x", schema: { type: "object" } } };

it.each([
  ["max_ttft_ms", ask({ max_ttft_ms: 5 }), "latency_constraint_exceeded", "gateway.routing.max_ttft_ms"],
  [
    "max_cost_per_1m",
    ask({ max_cost_per_1m: 0.1 }),
    "cost_constraint_exceeded",
    "gateway.routing.max_cost_per_1m",
  ],
  [
    "min_throughput_tps",
    ask({ min_throughput_tps: 999 }),
    "throughput_constraint_not_met",
    "gateway.routing.min_throughput_tps",
  ],
  ["providers", ask({ providers: ["nobody"] }), "provider_not_in_allowlist", "gateway.routing.providers"],
  ["an empty allow list", ask({ providers: [] }), "provider_not_in_allowlist", "gateway.routing.providers"],
  [
    "exclude_providers",
    ask({ exclude_providers: ["thrifty", "prompt", "swift", "middling"] }),
    "provider_blocked",
    "gateway.routing.exclude_providers",
  ],
  [
    "require_parameters",
    ask({ require_parameters: true, providers: ["thrifty"] }, { seed: 1 }),
    "required_params_not_supported",
    "gateway.routing.require_parameters",
  ],
  [
    "only_byok",
    ask({ only_byok: true, providers: ["swift"] }),
    "byok_keys_required",
    "gateway.routing.only_byok",
  ],
  [
    "only_platform",
    ask({ only_platform: true, providers: ["middling"] }),
    "platform_keys_unavailable",
    "gateway.routing.only_platform",
  ],
  [
    "both kinds of key",
    ask({ only_byok: true, only_platform: true }),
    "invalid_parameter_value",
    "gateway.routing.only_byok",
  ],
  ["a premium tier", ask({}, { model: "premium-only" }), "tier_opt_in_required", "gateway.routing.tier"],
  ["a batch model", ask({}, { model: "batch" }), "batch_only", "model"],
  ["images", ask({}, { messages: picture }), "vision_not_supported", "messages"],
  ["tools", ask({}, { model: "plain", tools: [tool] }), "tools_not_supported", "tools"],
  [
    "a required tool call",
    ask({}, { model: "streamer", stream: true, tools: [tool], tool_choice: "required" }),
    "tool_choice_required_not_supported",
    "tool_choice",
  ],
  [
    "JSON mode",
    ask({}, { model: "plain", response_format: { type: "json_object" } }),
    "json_mode_not_supported",
    "response_format",
  ],
  [
    "structured output",
    ask({}, { model: "plain", response_format: schema }),
    "structured_output_not_supported",
    "response_format",
  ],
  [
    "tools with structured output",
    ask({}, { model: "streamer", stream: true, tools: [tool], response_format: schema }),
    "tools_with_structured_output_not_supported",
    "response_format",
  ],
  ["reasoning", ask({}, { reasoning_effort: "high" }), "reasoning_not_supported", "reasoning_effort"],
  [
    "switching reasoning off",
    ask({}, { model: "thinker", reasoning_effort: "off" }),
    "thinking_disable_not_supported",
    "reasoning_effort",
  ],
  ["streaming", ask({}, { model: "thinker", stream: true }), "streaming_not_supported", "stream"],
  ["not streaming", ask({}, { model: "streamer" }), "non_streaming_not_supported", "stream"],
  [
    "a long prompt",
    ask({}, { messages: [{ role: "user", content: "word ".repeat(1100) }] }),
    "context_length_exceeded",
    "messages",
  ],
])("gives the documented error for %s", async (_name, body, code, param) => {
  expect(await chatError(gateway, body)).toMatchObject({
    status: 400,
    type: "invalid_request_error",
    code,
    param,
  });
  expect(gateway.requests.at(-1)?.decision?.chosen).toBeUndefined();
});

it.each([
  ["data_policy", { data_policy: "zdr", providers: ["thrifty"] }, "gateway.routing.data_policy"],
  ["tier", { tier: "priority" }, "gateway.routing.tier"],
])("says that nobody is available for %s, which has no code of its own", async (_name, routing, param) => {
  expect(await chatError(gateway, ask(routing))).toMatchObject({
    status: 503,
    code: "no_provider_available",
    param,
  });
});

it("names the older place of routing in the error", async () => {
  const body = { model: "m", messages: [{ role: "user", content: "Hi" }], routing: { max_ttft_ms: 5 } };
  expect(await chatError(gateway, body)).toMatchObject({ param: "routing.max_ttft_ms" });
});

it("chooses the premium tier only when it is asked for", async () => {
  const standard = await chat(gateway, ask({}, { model: "second" }));
  const priority = await chat(gateway, ask({ tier: "priority" }, { model: "second" }));
  expect([standard.routing_metadata.tier, priority.routing_metadata.tier]).toEqual(["standard", "priority"]);
  expect(priority.routing_metadata.cost.usd).toBeGreaterThan(standard.routing_metadata.cost.usd ?? 0);
});

it("picks the best over all models in a pool", async () => {
  const body = { messages: [{ role: "user", content: "Hi" }], gateway: { models: ["m", "second"] } };
  expect((await chat(gateway, body)).model).toBe("second");
});

it("exhausts the first model before the second in fallback mode", async () => {
  const body = (mode: string) => ({
    messages: [{ role: "user", content: "Hi" }],
    gateway: { models: ["m", "second"], routing: { mode, exclude_providers: ["middling"] } },
  });
  expect((await chat(gateway, body("fallback"))).model).toBe("m");
  gateway.setOutage("prompt", true);
  gateway.setOutage("swift", true);
  gateway.setOutage("thrifty", { times: 1 });
  const answer = await chat(gateway, body("fallback"));
  expect(answer.model).toBe("second");
  expect(answer.routing_metadata.fallback_chain?.map((step) => step.provider)).toEqual(
    expect.arrayContaining(["thrifty", "prompt", "swift"]),
  );
});

it("falls back to the next provider and shows the chain", async () => {
  gateway.setOutage("thrifty", { status: 500 });
  const { routing_metadata: metadata } = await chat(gateway, ask({}));
  expect(metadata.provider).toBe("middling");
  expect(metadata.fallback_chain).toEqual([
    expect.objectContaining({ provider: "thrifty", outcome: "error", status: 502, code: "upstream_error" }),
  ]);
});

it("does not fall back when the request forbids it", async () => {
  gateway.setOutage("thrifty", true);
  expect(await chatError(gateway, ask({ allow_fallbacks: false }))).toMatchObject({
    status: 502,
    type: "api_error",
    code: "upstream_error",
    provider: "thrifty",
  });
});

it("stops after the allowed number of fallbacks", async () => {
  for (const id of ["thrifty", "middling", "swift"]) gateway.setOutage(id, true);
  const body = ask({ max_fallback_attempts: 1, optimize: "cost" });
  expect(await chatError(gateway, body)).toMatchObject({ status: 502, provider: "middling" });
  expect(gateway.requests.at(-1)?.decision?.attempts).toHaveLength(2);
});

it("moves on when a provider exceeds timeout_ms, and warns", async () => {
  const { routing_metadata: metadata } = await chat(gateway, ask({ timeout_ms: 400 }));
  expect(metadata.provider).toBe("middling");
  expect(metadata.warnings).toEqual([expect.objectContaining({ type: "provider_timeout" })]);
});

it("gives up with upstream_timeout when the deadline has passed", async () => {
  const error = await chatError(gateway, ask({ deadline_ms: 1 }));
  expect(error).toMatchObject({
    status: 504,
    code: "upstream_timeout",
    param: "gateway.routing.deadline_ms",
  });
});

it("uses the caller's own key first and the platform's when it fails", async () => {
  const body = ask({ providers: ["prompt"] });
  await chat(gateway, body);
  expect(gateway.requests.at(-1)?.decision?.chosen?.keySource).toBe("byok");
  gateway.setOutage("prompt", { status: 429, times: 1 });
  await chat(gateway, body);
  expect(gateway.requests.at(-1)?.decision?.chosen?.keySource).toBe("platform");
});

it("says for every candidate why it was left out", async () => {
  await chat(gateway, ask({ max_ttft_ms: 650, providers: ["thrifty", "middling"] }));
  const excluded = gateway.requests.at(-1)?.decision?.candidates.filter((candidate) => candidate.excluded);
  expect(excluded?.map(({ provider, excluded: why }) => [provider, why?.code])).toEqual(
    expect.arrayContaining([
      ["swift", "provider_not_in_allowlist"],
      ["thrifty", "latency_constraint_exceeded"],
    ]),
  );
});

it("drops parameters that the provider does not accept, with a warning", async () => {
  const { routing_metadata: metadata } = await chat(gateway, ask({}, { seed: 4, temperature: 1 }));
  expect(metadata.warnings).toEqual([
    expect.objectContaining({ type: "unsupported_parameter", message: expect.stringContaining("seed") }),
  ]);
});

it("routes around it with require_parameters", async () => {
  const { routing_metadata: metadata } = await chat(gateway, ask({ require_parameters: true }, { seed: 4 }));
  expect(metadata.provider).toBe("middling");
});
