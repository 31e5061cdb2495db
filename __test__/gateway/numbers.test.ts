import { afterEach, expect, it } from "vitest";
import {
  estimateTokens,
  type Gateway,
  type LocalGatewayOptions,
  ManualClock,
  startGateway,
} from "../../gateway";
import { type Body, chat, chatChunks, hello, post } from "./call-gateway";

let gateway: Gateway;
let clock: ManualClock;
const start = async (options: LocalGatewayOptions = {}): Promise<Gateway> => {
  clock = new ManualClock(Date.UTC(2026, 0, 14, 12));
  gateway = await startGateway({ clock, ...options });
  return gateway;
};
afterEach(() => gateway?.close());

const long = (words: number, end = "?"): Body => ({
  model: "gpt-4o",
  messages: [
    { role: "system", content: "rule ".repeat(words) },
    { role: "user", content: `What now${end}` },
  ],
});

it.each([
  ["", 0],
  ["a", 1],
  ["word", 1],
  ["words", 1],
  ["Hello, world!", 4],
  ["日本語", 3],
  ["a\n\n\nb", 3],
  ["Grüße", 2],
  ["🙂", 2],
])("estimates the tokens of %j as %i", (text, tokens) => {
  expect(estimateTokens(text)).toBe(tokens);
});

it("counts prompt and completion from what was said", async () => {
  await start({ replies: ["four more words here"] });
  const { usage } = await chat(gateway, hello);
  expect(usage).toMatchObject({ prompt_tokens: 3 + 4 + 1, completion_tokens: 4, total_tokens: 12 });
});

it("prices an answer by the catalogue", async () => {
  await start();
  const { usage, routing_metadata: metadata } = await chat(gateway, hello);
  const expected = (usage.prompt_tokens * 2.5 + usage.completion_tokens * 10) / 1e6;
  expect(metadata.cost.usd).toBeCloseTo(expected, 12);
});

it("reports the same usage streamed and not", async () => {
  await start();
  const plain = await chat(gateway, hello);
  const last = (await chatChunks(gateway, hello)).at(-1);
  expect(last?.usage).toEqual(plain.usage);
});

it("reads from the cache what an earlier request wrote, and says what that saved", async () => {
  await start();
  const first = await chat(gateway, long(1500));
  expect(first.usage.prompt_tokens_details.cached_tokens).toBe(0);
  expect(first.routing_metadata.cost.cache_savings_usd).toBeUndefined();
  const second = await chat(gateway, long(1500, " then?"));
  const cached = second.usage.prompt_tokens_details.cached_tokens ?? 0;
  expect(cached).toBeGreaterThan(1200);
  expect(cached % 128).toBe(0);
  const { cost } = second.routing_metadata;
  expect(cost.cache_savings_usd).toBeCloseTo((cached * 1.25) / 1e6, 10);
  expect(Number.isInteger(cost.cache_savings_percent)).toBe(true);
  const full = (cost.usd ?? 0) + (cost.cache_savings_usd ?? 0);
  expect(cost.cache_savings_percent).toBe(Math.round(((cost.cache_savings_usd ?? 0) / full) * 100));
});

it("caches nothing below the provider's threshold", async () => {
  await start();
  await chat(gateway, long(500));
  expect((await chat(gateway, long(500))).usage.prompt_tokens_details.cached_tokens).toBe(0);
});

it("forgets a prefix when its time is over, and keeps it alive by reading", async () => {
  await start();
  const cached = async (): Promise<number> =>
    (await chat(gateway, long(1500))).usage.prompt_tokens_details.cached_tokens ?? 0;
  await cached();
  clock.advance(9 * 60_000);
  expect(await cached()).toBeGreaterThan(0);
  clock.advance(9 * 60_000);
  expect(await cached()).toBeGreaterThan(0);
  clock.advance(11 * 60_000);
  expect(await cached()).toBe(0);
});

it("keeps a prefix for a day with prompt_cache_retention", async () => {
  await start();
  const cachedAfterADay = async (model: string) => {
    const body = { ...long(1500), model, prompt_cache_retention: "24h" };
    await chat(gateway, body);
    clock.advance(23 * 3_600_000);
    return chat(gateway, body);
  };
  const kept = await cachedAfterADay("gpt-4.1-mini");
  expect(kept.usage.prompt_tokens_details.cached_tokens).toBeGreaterThan(0);
  const unknown = await cachedAfterADay("gpt-4o");
  expect(unknown.usage.prompt_tokens_details.cached_tokens).toBe(0);
  expect(unknown.routing_metadata.warnings).toEqual([
    expect.objectContaining({ type: "unsupported_parameter" }),
  ]);
});

it("charges Anthropic's writes, and only what is marked when something is marked", async () => {
  await start();
  const marked = {
    model: "claude-sonnet-4-6",
    messages: [
      {
        role: "system",
        content: [{ type: "text", text: "rule ".repeat(1200), cache_control: { type: "ephemeral" } }],
      },
      { role: "user", content: "word ".repeat(900) },
    ],
  };
  const first = (await chat(gateway, marked)).usage.prompt_tokens_details;
  expect(first.cache_write_tokens).toBeGreaterThan(1100);
  expect(first.cache_write_tokens).toBeLessThan(1300);
  const second = (await chat(gateway, marked)).usage.prompt_tokens_details;
  expect([second.cached_tokens, second.cache_write_tokens]).toEqual([first.cache_write_tokens, 0]);
});

it("counts reasoning that is hidden as much as reasoning that is shown", async () => {
  await start({ seed: 2 });
  const shown = await chat(gateway, { ...hello, model: "claude-sonnet-4-6", reasoning_effort: "high" });
  const hidden = await chat(gateway, {
    ...hello,
    model: "claude-sonnet-4-6",
    reasoning_effort: "high",
    reasoning: { exclude: true },
  });
  expect(shown.choices[0]?.message.reasoning_content).toBeTypeOf("string");
  expect(hidden.choices[0]?.message.reasoning_content).toBeUndefined();
  expect(hidden.usage.completion_tokens_details.reasoning_tokens).toBe(512);
  expect(hidden.usage.completion_tokens).toBe(shown.usage.completion_tokens);
});

it("counts images, in both directions", async () => {
  await start();
  const { usage, choices } = await chat(gateway, {
    model: "gemini-2.5-flash-image",
    messages: [
      {
        role: "user",
        content: [{ type: "image_url", image_url: { url: "data:image/png;base64,AA==", detail: "low" } }],
      },
    ],
  });
  expect(usage.prompt_tokens_details.image_tokens).toBe(85);
  expect(usage.completion_tokens_details.image_tokens).toBe(1290);
  expect(choices[0]?.message.images).toEqual([
    { type: "image", mime_type: "image/png", data: expect.any(String) },
  ]);
});

it("charges hosted web search", async () => {
  await start();
  const body = { model: "gpt-5.4", input: "News?", tools: [{ type: "web_search" }] };
  const answer = (await (await post(gateway, "responses", body)).json()) as Body;
  expect(answer).toMatchObject({
    tool_usage: { web_search: { num_requests: 1 } },
    routing_metadata: { cost: { hosted_tool_usd: 0.01, usd: expect.any(Number) } },
  });
});

it("reports the rate limit, refuses beyond it, and starts anew after a minute", async () => {
  await start({ requestsPerMinute: 2 });
  const first = await post(gateway, "chat/completions", hello);
  expect(Object.fromEntries(first.headers)).toMatchObject({
    "x-ratelimit-limit-requests": "2",
    "x-ratelimit-remaining-requests": "1",
    "x-ratelimit-reset-requests": "2026-01-14T12:01:00.000Z",
  });
  await post(gateway, "chat/completions", hello);
  clock.advance(15_000);
  const third = await post(gateway, "chat/completions", hello);
  expect(third.status).toBe(429);
  expect(third.headers.get("retry-after")).toBe("45");
  expect(third.headers.get("x-rate-limit-source")).toBe("auriko");
  expect(await third.json()).toMatchObject({
    error: { type: "rate_limit_error", code: "rate_limit_exceeded" },
  });
  clock.advance(45_000);
  expect((await post(gateway, "chat/completions", hello)).status).toBe(200);
});

it("charges the credit and refuses when it is used up", async () => {
  await start({ creditsUsd: 0.00001 });
  const first = await post(gateway, "chat/completions", hello);
  const { routing_metadata: metadata } = (await first.json()) as {
    routing_metadata: { cost: { usd: number } };
  };
  expect(metadata.cost.usd).toBeGreaterThan(0.00001);
  expect(first.headers.get("x-credits-balance-microdollars")).toBe("0");
  const second = await post(gateway, "chat/completions", hello);
  expect(second.status).toBe(429);
  expect(await second.json()).toMatchObject({ error: { code: "insufficient_quota" } });
});

it.each([
  ["daily", Date.UTC(2026, 0, 15)],
  ["weekly", Date.UTC(2026, 0, 19)],
  ["monthly", Date.UTC(2026, 1, 1)],
] as const)("enforces a %s budget until its period ends", async (period, end) => {
  await start({ budgets: [{ period, limitUsd: 0.0001 }] });
  const spend = () => post(gateway, "chat/completions", hello);
  const first = await spend();
  expect(first.headers.get(`x-budget-${period}-limit`)).toBe("0.0001");
  expect(Number(first.headers.get(`x-budget-${period}-spend`))).toBeGreaterThan(0.0001);
  const refused = await spend();
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({
    error: { type: "rate_limit_error", code: "budget_exhausted" },
  });
  expect(refused.headers.get("x-budget-exceeded-period")).toBe(period);
  expect(refused.headers.get("x-budget-exceeded-scope")).toBe("workspace");
  clock.advance(end - clock.now() - 1);
  expect((await spend()).status).toBe(429);
  clock.advance(1);
  expect((await spend()).status).toBe(200);
});

it("only watches a budget that is not enforced", async () => {
  await start({ budgets: [{ period: "daily", limitUsd: 0, enforce: false }] });
  expect((await post(gateway, "chat/completions", hello)).status).toBe(200);
});

it("counts own keys against their own budget only", async () => {
  await start({ byokProviders: ["openai"], budgets: [{ period: "daily", limitUsd: 0.0001 }] });
  await chat(gateway, hello);
  const second = await post(gateway, "chat/completions", hello);
  expect(second.headers.get("x-budget-daily-spend")).toBe("0");
  await gateway.close();
  await start({
    byokProviders: ["openai"],
    budgets: [{ period: "daily", limitUsd: 0.0001, scope: "byok_provider", provider: "openai" }],
  });
  const body = { ...hello, gateway: { routing: { only_byok: true } } };
  await chat(gateway, body);
  const refused = await post(gateway, "chat/completions", body);
  expect([refused.status, refused.headers.get("x-budget-exceeded-scope")]).toEqual([429, "byok_provider"]);
});

it("lets simulated time pass when pacing is real", async () => {
  await start({ pace: "real", replies: ["one two three four five six seven eight"] });
  const began = performance.now();
  await chatChunks(gateway, {
    ...hello,
    model: "gpt-oss-20b",
    gateway: { routing: { optimize: "ttft-focus" } },
  });
  const { ttft_ms: ttft } = gateway.lastRequest?.routingMetadata ?? {};
  expect(performance.now() - began).toBeGreaterThan(Number(ttft));
});
