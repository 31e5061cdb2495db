import { describe, expect, test } from "vitest";
import { person, RunningClient, toolRoundTrip } from "./running-client";

const requestId = expect.stringMatching(/^req_/);

/** The tests of the published `auriko` package for Python. */
export function declareAurikoForPython(): void {
  describe("auriko for Python", () => {
    const client = new RunningClient("auriko");
    describe("with chat completions", () => declareChat(client));
    describe("when it routes", () => declareRouting(client));
    describe("with responses", () => declareResponses(client));
    describe("with models and identity", () => declareDiscovery(client));
    describe("when something goes wrong", () => declareErrors(client));

    test("works the same when it is asynchronous", async () => {
      const { whole, streamed, ...rest } = await client.call<Record<string, string>>("asynchronous");
      expect(whole).toContain("Hello");
      expect(streamed).toBe(whole);
      expect(rest).toEqual({ response: "completed", me: "active" });
    });

    test("helps those who use the openai package", async () => {
      expect(await client.call("bridge")).toMatchObject({
        strategy: "ttft",
        error: { class: "NotFoundError", code: "model_not_found", request_id: requestId },
      });
    });

    test("captures routing metadata in its subclass of AsyncOpenAI, streamed or not", async () => {
      expect(await client.call("openai_subclass")).toEqual({
        seen: ["openai", "openai"],
        last: "openai",
        both: true,
        code: "model_not_found",
      });
    });
  });
}

function declareChat(client: RunningClient): void {
  test("completes, with typed routing metadata and headers and no field that it does not know", async () => {
    const { completion, ...rest } = await client.call("chat");
    expect(completion).toMatchObject({
      choices: [{ message: { content: expect.stringContaining("Hello") }, finish_reason: "stop" }],
      routing_metadata: {
        provider: "openai",
        provider_model_id: expect.any(String),
        model_canonical: "gpt-4o",
        cost: { usd: expect.any(Number) },
      },
    });
    expect(rest).toEqual({
      typed: true,
      undeclared: [],
      request_id: requestId,
      limit: expect.any(Number),
      remaining: expect.any(Number),
      reset: expect.any(String),
      credits: expect.any(Number),
    });
  });

  test("streams, and keeps usage and routing metadata with the stream", async () => {
    const { pieces, ...rest } = await client.call<{ pieces: string[] }>("stream");
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.join("")).toContain("Hello");
    expect(rest).toMatchObject({
      usage: { total_tokens: expect.any(Number) },
      metadata: { provider: "openai", ttft_ms: expect.any(Number), cost: { usd: expect.any(Number) } },
      request_id: requestId,
    });
  });

  test("calls a tool and takes its result", async () => {
    expect(await client.call("tools")).toEqual({ reason: "tool_calls", ...toolRoundTrip });
  });

  test("gives data that fits a schema", async () => {
    expect(await client.call("structured")).toEqual(person);
  });

  test("shows reasoning in typed blocks, and takes them back", async () => {
    expect(await client.call("reasoning")).toEqual({
      text: expect.any(String),
      blocks: ["ThinkingReasoningBlock"],
      tokens: expect.any(Number),
    });
    expect(client.gateway.requests.map(({ status }) => status)).toEqual([200, 200]);
  });

  test("shows generated images", async () => {
    expect(await client.call("images")).toMatchObject([{ type: "image", mime_type: "image/png" }]);
  });

  test("sees what prompt caching saves", async () => {
    const { first, second, savings, percent } = await client.call<Record<string, number>>("cached");
    expect(first).toBe(0);
    expect(second).toBeGreaterThan(1000);
    expect(savings).toBeGreaterThan(0);
    expect(Number.isInteger(percent)).toBe(true);
  });
}

function declareRouting(client: RunningClient): void {
  test("sends its gateway options, which the gateway obeys", async () => {
    const routing = { optimize: "balanced", exclude_providers: ["groq"], max_ttft_ms: 5000, mode: "pool" };
    const metadata = await client.call("routed", { models: ["gpt-oss-20b", "deepseek-chat"], ...routing });
    expect(metadata).toMatchObject({ routing_strategy: "balanced", provider: expect.any(String) });
    expect(metadata.provider).not.toBe("groq");
    expect(client.gateway.lastRequest?.body).toMatchObject({
      gateway: { routing, metadata: { tags: ["interop"], user_id: "u1" } },
    });
  });

  test("reads the metadata of custom weights", async () => {
    const metadata = await client.call("routed", { models: ["gpt-oss-20b"], weights: { cost: 1, ttft: 1 } });
    expect(metadata).toMatchObject({ routing_strategy: "custom" });
  });

  test("reads the metadata of a request that fell back to another provider", async () => {
    const first = await client.call("routed", { models: ["gpt-oss-20b"] });
    client.gateway.setOutage(String(first.provider), true);
    const second = await client.call("routed", { models: ["gpt-oss-20b"] });
    client.gateway.setOutage(String(first.provider), false);
    expect(second.provider).not.toBe(first.provider);
    expect(client.gateway.lastRequest?.decision?.attempts.length).toBeGreaterThan(1);
  });

  test("reads typed warnings about parameters that were left out", async () => {
    const warnings = await client.call<string[]>("warned");
    expect(warnings.length).toBeGreaterThan(0);
    expect(new Set(warnings)).toEqual(new Set(["unsupported_parameter"]));
  });

  test("gets the documented error when nobody meets a constraint", async () => {
    const error = await client.call("routed", { models: ["gpt-4o"], max_cost_per_1m: 0.000001 });
    expect(error).toMatchObject({ status: expect.any(Number), code: expect.any(String) });
    expect(error.class).not.toBe("APIStatusError");
    expect(error.code).not.toBe("malformed_response");
  });
}

function declareResponses(client: RunningClient): void {
  test("answers, with no item and no field that it does not know", async () => {
    const { text, undeclared, ...rest } = await client.call("responses");
    expect(text).toContain("Hello");
    expect(undeclared).toEqual([]);
    expect(rest).toEqual({ status: "completed", known: true, strategy: "tps", request_id: requestId });
  });

  test("streams reasoning and a tool call in events that it all knows", async () => {
    const { types, items, unknown, unknown_items } =
      await client.call<Record<string, string[]>>("responses_stream");
    expect([unknown, unknown_items]).toEqual([[], []]);
    expect(types?.[0]).toBe("response.created");
    expect(types?.at(-1)).toBe("response.completed");
    expect(types).toContain("response.reasoning_summary_text.delta");
    expect(types).toContain("response.function_call_arguments.delta");
    expect(items).toEqual(["reasoning", "function_call"]);
  });

  test("calls a tool and takes its result", async () => {
    expect(await client.call("responses_tools")).toEqual(toolRoundTrip);
  });
}

function declareDiscovery(client: RunningClient): void {
  test("reads models, directory and registry, with no field that it does not know", async () => {
    const found = await client.call("catalogue");
    expect(found).toMatchObject({
      typed: true,
      undeclared: [],
      retrieved: { id: "gpt-4o", providers: [{ name: "openai", input_price: expect.any(Number) }] },
      listed: expect.arrayContaining(["gpt-4o"]),
      for_responses: expect.arrayContaining(["gpt-5.5-pro"]),
      directory: expect.arrayContaining(["gpt-4o"]),
      offer: { provider: "openai", tiers: [{ input_price: expect.any(Number) }] },
      registry: expect.arrayContaining(["gpt-4o"]),
      providers: expect.arrayContaining(["openai"]),
    });
    const { registry, providers, counts } = found as Record<"registry" | "providers" | "counts", unknown[]>;
    expect(counts).toEqual([registry.length, providers.length]);
  });

  test("reads whose key it uses", async () => {
    expect(await client.call("identity")).toMatchObject({
      credential_type: "api_key",
      status: "active",
      rate_limits: { inference_rpm: expect.any(Number) },
      undeclared: [],
    });
  });
}

function declareErrors(client: RunningClient): void {
  test.each([
    [
      "a wrong key",
      { api_key: "ak_test_wrong" },
      { class: "AuthenticationError", status: 401, code: "invalid_api_key", retryable: false },
    ],
    [
      "an unknown model",
      { model: "no-such-model" },
      { class: "NotFoundError", status: 404, code: "model_not_found", param: "model", retryable: false },
    ],
    [
      "an unknown model in responses",
      { model: "no-such-model", endpoint: "responses" },
      { class: "NotFoundError", status: 404, code: "model_not_found", param: "model", retryable: false },
    ],
  ])("tells %s by its class and code", async (_case, options, expected) => {
    const doc_url = `https://docs.auriko.ai/errors/${expected.code}`;
    expect(await client.call("failure", options)).toMatchObject({
      ...expected,
      doc_url,
      request_id: requestId,
    });
  });

  test.each([
    ["403", "PermissionDeniedError"],
    ["409", "ConflictError"],
    ["500", "InternalServerError"],
    ["503", "APIStatusError"],
  ])("raises the class that belongs to a %s", async (fault, name) => {
    client.gateway.failNext(fault);
    expect(await client.call("failure", { max_retries: 0 })).toMatchObject({
      class: name,
      status: Number(fault),
    });
  });

  test("waits a rate limit out and tries again", () => client.expectRetryAfter());

  test("shows how long to wait when it may not try again", async () => {
    client.gateway.failNext("429;retry-after=7");
    expect(await client.call("failure", { max_retries: 0 })).toMatchObject({
      class: "RateLimitError",
      status: 429,
      retry_after: 7,
      retryable: true,
    });
  });

  test.each(["chat", "responses"])(
    "raises an error that comes in the middle of a %s stream",
    async (endpoint) => {
      client.gateway.failNext("error-event;after=2;code=upstream_error");
      expect(await client.call("failure", { stream: true, endpoint })).toMatchObject({
        class: "APIStatusError",
        code: "upstream_error",
      });
    },
  );
}
