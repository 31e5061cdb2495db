import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Gateway, startGateway } from "../../gateway";
import { type Body, chatError, hello, post } from "./call-gateway";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ seed: 1, maxBodyBytes: 200_000 });
});
afterAll(() => gateway.close());

const user = (content: unknown) => ({ model: "gpt-4o", messages: [{ role: "user", content }] });
const { messages } = hello;

it.each<[unknown, string, string | null]>([
  ["not json", "invalid_request", null],
  ["[]", "invalid_request", null],
  ["", "invalid_request", null],
  [{ model: "gpt-4o" }, "missing_required_parameter", "messages"],
  [{ messages }, "missing_required_parameter", "model"],
  [{ model: "", messages }, "invalid_parameter_value", "model"],
  [{ model: 5, messages }, "invalid_parameter_value", "model"],
  [{ ...hello, messages: [] }, "invalid_parameter_value", "messages"],
  [{ ...hello, messages: "Hi" }, "invalid_parameter_value", "messages"],
  [{ ...hello, messages: [null] }, "invalid_parameter_value", "messages[0]"],
  [{ ...hello, messages: [{ content: "Hi" }] }, "missing_required_parameter", "messages[0].role"],
  [{ ...hello, messages: [{ role: "king", content: "Hi" }] }, "invalid_parameter_value", "messages[0].role"],
  [{ ...hello, messages: [{ role: "user" }] }, "missing_required_parameter", "messages[0].content"],
  [
    { ...hello, messages: [{ role: "tool", content: "x" }] },
    "missing_required_parameter",
    "messages[0].tool_call_id",
  ],
  [user(7), "invalid_parameter_value", "messages[0].content"],
  [user([{ type: "smell" }]), "invalid_parameter_value", "messages[0].content[0].type"],
  [user([{ type: "text" }]), "missing_required_parameter", "messages[0].content[0].text"],
  [
    user([{ type: "image_url", image_url: {} }]),
    "missing_required_parameter",
    "messages[0].content[0].image_url.url",
  ],
  [
    user([{ type: "image_url", image_url: { url: "ftp://x" } }]),
    "invalid_parameter_value",
    "messages[0].content[0].image_url.url",
  ],
  [
    user([{ type: "text", text: "x", cache_control: { type: "forever" } }]),
    "invalid_parameter_value",
    "messages[0].content[0].cache_control.type",
  ],
  [{ ...hello, temperature: 2.1 }, "invalid_parameter_value", "temperature"],
  [{ ...hello, temperature: "hot" }, "invalid_parameter_value", "temperature"],
  [{ ...hello, top_p: -0.1 }, "invalid_parameter_value", "top_p"],
  [{ ...hello, max_tokens: 0 }, "invalid_parameter_value", "max_tokens"],
  [{ ...hello, max_completion_tokens: 1.5 }, "invalid_parameter_value", "max_completion_tokens"],
  [{ ...hello, frequency_penalty: 3 }, "invalid_parameter_value", "frequency_penalty"],
  [{ ...hello, n: 0 }, "invalid_parameter_value", "n"],
  [{ ...hello, stop: [1] }, "invalid_parameter_value", "stop"],
  [{ ...hello, stream: "yes" }, "invalid_parameter_value", "stream"],
  [{ ...hello, top_logprobs: 21, logprobs: true }, "invalid_parameter_value", "top_logprobs"],
  [{ ...hello, top_logprobs: 2 }, "invalid_parameter_value", "top_logprobs"],
  [{ ...hello, reasoning_effort: "huge" }, "invalid_parameter_value", "reasoning_effort"],
  [{ ...hello, reasoning: { exclude: 1 } }, "invalid_parameter_value", "reasoning.exclude"],
  [{ ...hello, response_format: { type: "xml" } }, "invalid_parameter_value", "response_format.type"],
  [
    { ...hello, response_format: { type: "json_schema", json_schema: { schema: {} } } },
    "missing_required_parameter",
    "response_format.json_schema.name",
  ],
  [{ ...hello, response_format: { type: "json_object" } }, "invalid_request", "messages"],
  [{ ...hello, tools: [{}] }, "missing_required_parameter", "tools[0].type"],
  [{ ...hello, tools: [{ type: "function" }] }, "missing_required_parameter", "tools[0].function"],
  [
    { ...hello, tools: [{ type: "function", function: {} }] },
    "missing_required_parameter",
    "tools[0].function.name",
  ],
  [{ ...hello, tool_choice: "required" }, "invalid_parameter_value", "tool_choice"],
  [
    { ...hello, tool_choice: { type: "function", function: { name: "x" } } },
    "invalid_parameter_value",
    "tool_choice.function.name",
  ],
  [{ ...hello, gateway: "fast" }, "invalid_parameter_value", "gateway"],
  [{ ...hello, gateway: { rooting: {} } }, "unknown_field", "gateway.rooting"],
  [{ ...hello, gateway: { models: ["a"] } }, "invalid_parameter_value", "gateway.models"],
  [{ messages, gateway: { models: [] } }, "invalid_parameter_value", "gateway.models"],
  [{ messages, gateway: { models: Array(11).fill("gpt-4o") } }, "invalid_parameter_value", "gateway.models"],
  [{ messages, gateway: { models: [1] } }, "invalid_parameter_value", "gateway.models"],
  [{ ...hello, gateway: { metadata: { color: "red" } } }, "unknown_field", "gateway.metadata.color"],
  [{ ...hello, gateway: { metadata: { tags: "a" } } }, "invalid_parameter_value", "gateway.metadata.tags"],
  [
    { ...hello, gateway: { metadata: { custom_fields: { a: 1 } } } },
    "invalid_parameter_value",
    "gateway.metadata.custom_fields",
  ],
  [{ ...hello, gateway: { routing: [] } }, "invalid_parameter_value", "gateway.routing"],
  [{ ...hello, gateway: { routing: { speed: 1 } } }, "unknown_field", "gateway.routing.speed"],
  [
    { ...hello, gateway: { routing: { optimize: "best" } } },
    "invalid_parameter_value",
    "gateway.routing.optimize",
  ],
  [{ ...hello, gateway: { routing: { weights: {} } } }, "invalid_parameter_value", "gateway.routing.weights"],
  [
    { ...hello, gateway: { routing: { weights: { tps: 1 } } } },
    "invalid_parameter_value",
    "gateway.routing.weights",
  ],
  [
    { ...hello, gateway: { routing: { weights: { cost: -1 } } } },
    "invalid_parameter_value",
    "gateway.routing.weights",
  ],
  [
    { ...hello, gateway: { routing: { max_ttft_ms: 1.5 } } },
    "invalid_parameter_value",
    "gateway.routing.max_ttft_ms",
  ],
  [
    { ...hello, gateway: { routing: { max_fallback_attempts: 20 } } },
    "invalid_parameter_value",
    "gateway.routing.max_fallback_attempts",
  ],
  [
    { ...hello, gateway: { routing: { timeout_ms: 10, deadline_ms: 5 } } },
    "invalid_parameter_value",
    "gateway.routing.deadline_ms",
  ],
  [{ ...hello, gateway: { routing: { mode: "race" } } }, "invalid_parameter_value", "gateway.routing.mode"],
  [
    { ...hello, gateway: { routing: { data_policy: "secret" } } },
    "invalid_parameter_value",
    "gateway.routing.data_policy",
  ],
  [
    { ...hello, gateway: { routing: { providers: "openai" } } },
    "invalid_parameter_value",
    "gateway.routing.providers",
  ],
  [
    { ...hello, prompt_cache_retention: "24h", gateway: { routing: { data_policy: "zdr" } } },
    "invalid_parameter_value",
    "prompt_cache_retention",
  ],
  [{ ...hello, extensions: { openai: 1 } }, "invalid_parameter_value", "extensions.openai"],
  [{ ...hello, model: "o3-pro" }, "response_api_only", "model"],
])("refuses %j with %s for %s", async (body, code, param) => {
  expect(await chatError(gateway, body)).toMatchObject({
    status: 400,
    type: "invalid_request_error",
    code,
    param,
  });
});

it("names the model among several that does not exist", async () => {
  const body = { messages, gateway: { models: ["gpt-4o", "gpt-0"] } };
  expect(await chatError(gateway, body)).toMatchObject({
    status: 404,
    code: "model_not_found",
    param: "gateway.models[1]",
  });
});

it("refuses a missing, a malformed and a wrong key", async () => {
  for (const authorization of ["", "Basic abc", "Bearer nope"]) {
    const response = await post(gateway, "chat/completions", hello, { authorization });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      error: { type: "authentication_error", code: "invalid_api_key" },
    });
  }
});

it("refuses a body that is too large", async () => {
  expect(await chatError(gateway, user("x".repeat(300_000)))).toMatchObject({
    status: 413,
    code: "payload_too_large",
  });
});

it("says which methods an endpoint allows", async () => {
  const response = await fetch(`${gateway.baseUrl}/chat/completions`);
  expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
  expect(await response.json()).toMatchObject({ error: { code: "method_not_allowed" } });
});

it("does not know other paths", async () => {
  expect((await fetch(`${gateway.url}/v2/chat`)).status).toBe(404);
});

it("carries the diagnostic headers and a request id on errors", async () => {
  const response = await post(gateway, "chat/completions", {});
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "x-error-retryable": "false",
    "x-error-type": "invalid_request_error",
    "x-request-id": expect.stringMatching(/^req_/),
  });
});

it("answers whatever JSON it is sent, and never with an error of its own", async () => {
  const field = fc.constantFrom(
    "model",
    "messages",
    "tools",
    "gateway",
    "stop",
    "response_format",
    "n",
    "stream",
    "reasoning",
    "tool_choice",
    "extensions",
    "routing",
    "input",
    "text",
  );
  const body = fc.oneof(
    fc.dictionary(field, fc.jsonValue({ maxDepth: 4 })).map((extra) => ({ ...hello, ...extra }) as Body),
    fc.dictionary(field, fc.jsonValue({ maxDepth: 4 })),
  );
  await fc.assert(
    fc.asyncProperty(body, fc.constantFrom("chat/completions", "responses"), async (sent, path) => {
      const response = await post(gateway, path, sent);
      const text = await response.text();
      expect([200, 400, 404]).toContain(response.status);
      if (response.status !== 200)
        expect(JSON.parse(text)).toMatchObject({ error: { code: expect.any(String) } });
    }),
    { numRuns: 300 },
  );
});
