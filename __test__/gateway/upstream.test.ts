import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it, vi } from "vitest";
import { type Gateway, type LocalGatewayOptions, startGateway } from "../../gateway";
import { type Body, chat, chatChunks, chatError, hello, post } from "./call-gateway";

const open: { close(): unknown }[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const server of open.splice(0).reverse()) await server.close();
});

async function gatewayWith(options: LocalGatewayOptions): Promise<Gateway> {
  const gateway = await startGateway(options);
  open.push(gateway);
  return gateway;
}

/** A real endpoint: another gateway with a key of its own. */
async function endpoint(options: LocalGatewayOptions = {}): Promise<Gateway> {
  return gatewayWith({ apiKeys: ["upstream-key"], ...options });
}

/** A server that answers as it is told, for behaviour that a gateway doesn't have. */
async function server(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const started: Server = createServer(answer);
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  open.push({
    close: () => {
      started.closeAllConnections();
      started.close();
    },
  });
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}/v1`;
}

const local = (baseUrl: string, more: object = {}) => ({
  upstreams: { local: { baseUrl, models: ["llama"], ...more } },
});
const question = { ...hello, model: "llama" };

it("sends the request on with the provider's key and model, and without the gateway's fields", async () => {
  vi.stubEnv("LOCAL_KEY", "upstream-key");
  const upstream = await endpoint();
  const gateway = await gatewayWith({
    upstreams: {
      local: {
        baseUrl: upstream.baseUrl,
        apiKeyEnv: "LOCAL_KEY",
        headers: { "x-extra": "1" },
        models: [{ id: "llama", providerModelId: "gpt-4o-mini", inputPrice: 1, outputPrice: 2 }],
      },
    },
  });
  const body = {
    ...question,
    temperature: 0.5,
    gateway: { routing: { optimize: "cost" } },
    extensions: { local: { top_k: 3, api_key: "no" } },
  };
  const answer = await chat(gateway, body);
  expect(answer.choices[0]?.message.content).toContain("Simulated answer from gpt-4o-mini");
  expect(upstream.lastRequest?.body).toEqual({ ...hello, model: "gpt-4o-mini", temperature: 0.5, top_k: 3 });
  expect(upstream.lastRequest?.headers).toMatchObject({
    authorization: "Bearer upstream-key",
    "x-extra": "1",
  });
  const { usage, routing_metadata: metadata } = answer;
  expect(metadata).toMatchObject({
    provider: "local",
    provider_model_id: "gpt-4o-mini",
    model_canonical: "llama",
    routing_strategy: "cost",
  });
  expect(metadata.cost.usd).toBeCloseTo((usage.prompt_tokens + 2 * usage.completion_tokens) / 1e6, 12);
});

it("streams through as the events come, and adds usage, cost and metadata before the end", async () => {
  let finish: (() => void) | undefined;
  const baseUrl = await server((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(
      'data: {"id":"u1","object":"chat.completion.chunk","created":1,"model":"x","choices":[{"index":0,"delta":{"content":"now"}}]}\r\n\r\n',
    );
    finish = () =>
      response.end(
        'data: {"id":"u1","object":"chat.completion.chunk","created":1,"model":"x","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n',
      );
  });
  const gateway = await gatewayWith(local(baseUrl));
  const response = await post(gateway, "chat/completions", { ...question, stream: true });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader?.read())?.value).toContain('"now"');
  finish?.();
  let rest = "";
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) rest += next.value;
  const events = rest.trim().split("\n\n");
  expect(events.at(-1)).toBe("data: [DONE]");
  expect(JSON.parse(events.at(-2)?.slice(6) ?? "")).toMatchObject({
    id: "u1",
    choices: [],
    usage: { prompt_tokens: 8, completion_tokens: 1 },
    routing_metadata: { provider: "local", cost: { usd: 0 } },
  });
});

it("asks for usage and passes the provider's own figures on", async () => {
  const upstream = await endpoint({
    apiKeys: ["k"],
    replies: [{ content: "Hi", usage: { prompt_tokens: 100, completion_tokens: 50 } }],
  });
  vi.stubEnv("K", "k");
  const gateway = await gatewayWith({ upstreams: { openai: { baseUrl: upstream.baseUrl, apiKeyEnv: "K" } } });
  const last = (await chatChunks(gateway, hello)).at(-1) as {
    usage: Body;
    routing_metadata: { cost: { usd: number } };
  };
  expect(upstream.lastRequest?.body).toMatchObject({ stream_options: { include_usage: true } });
  expect(last.usage.prompt_tokens).toBe(100);
  expect(last.routing_metadata.cost.usd).toBeCloseTo((100 * 2.5 + 50 * 10) / 1e6, 12);
});

it("relays the Responses API in both ways", async () => {
  const upstream = await endpoint();
  vi.stubEnv("K", "upstream-key");
  const gateway = await gatewayWith({ upstreams: { openai: { baseUrl: upstream.baseUrl, apiKeyEnv: "K" } } });
  const body = { model: "gpt-4o", input: "Hello" };
  const plain = (await (await post(gateway, "responses", body)).json()) as { routing_metadata: Body };
  expect(plain.routing_metadata.provider).toBe("openai");
  const text = await (await post(gateway, "responses", { ...body, stream: true })).text();
  const last = JSON.parse(text.trim().split("data: ").at(-1) ?? "") as {
    type: string;
    response: { routing_metadata: Body };
  };
  expect(last.type).toBe("response.completed");
  expect(last.response.routing_metadata.provider).toBe("openai");
  expect(upstream.requests.map(({ path }) => path)).toEqual(["/v1/responses", "/v1/responses"]);
});

const both = (first: string, second: string): LocalGatewayOptions => ({
  upstreams: {
    first: { baseUrl: first, models: ["llama"] },
    second: { baseUrl: second, models: [{ id: "llama", inputPrice: 1, outputPrice: 1 }] },
  },
});
const works = async (): Promise<string> =>
  server((_request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify({ object: "chat.completion", choices: [{ message: { content: "second" } }] }),
    );
  });

it.each<[string, (request: IncomingMessage, response: ServerResponse) => void, string]>([
  ["an error of the server", (_request, response) => response.writeHead(500).end("broken"), "upstream_error"],
  [
    "a rate limit",
    (_request, response) => response.writeHead(429).end('{"error":{"message":"slow"}}'),
    "rate_limit_exceeded",
  ],
  ["a refused key", (_request, response) => response.writeHead(401).end("{}"), "upstream_error"],
  ["a connection that breaks", (request) => request.socket.destroy(), "upstream_error"],
  ["a body that is not JSON", (_request, response) => response.end("<html>"), "upstream_error"],
])("fails over after %s", async (_name, answer, code) => {
  const gateway = await gatewayWith(both(await server(answer), await works()));
  const { choices, routing_metadata: metadata } = await chat(gateway, question);
  expect(choices[0]?.message.content).toBe("second");
  expect(metadata.fallback_chain).toEqual([expect.objectContaining({ provider: "first", code })]);
});

it("fails over when a provider takes longer than timeout_ms, and when a port is dead", async () => {
  const silent = await server(() => undefined);
  const gateway = await gatewayWith(both(silent, await works()));
  const { routing_metadata: metadata } = await chat(gateway, {
    ...question,
    gateway: { routing: { timeout_ms: 500 } },
  });
  expect(metadata.fallback_chain).toEqual([
    expect.objectContaining({ outcome: "timeout", code: "upstream_timeout" }),
  ]);
  const dead = await gatewayWith(both("http://127.0.0.1:1/v1", await works()));
  expect((await chat(dead, question)).routing_metadata.provider).toBe("second");
});

it("fails over when a stream stays silent before its first event", async () => {
  const silent = await server((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.flushHeaders();
  });
  const gateway = await gatewayWith({
    upstreams: {
      first: { baseUrl: silent, models: ["llama"], timeoutMs: 50 },
      second: { baseUrl: await works(), models: [{ id: "llama", inputPrice: 1 }] },
    },
  });
  const response = await post(gateway, "chat/completions", { ...question, stream: true });
  expect(await response.json()).toMatchObject({
    routing_metadata: {
      provider: "second",
      fallback_chain: [{ provider: "first", code: "upstream_timeout" }],
    },
  });
});

it("fails over when a stream ends before its first event", async () => {
  const empty = await server((_request, response) =>
    response.writeHead(200, { "content-type": "text/event-stream" }).end(),
  );
  const upstream = await endpoint({ apiKeys: ["k"] });
  vi.stubEnv("K", "k");
  const gateway = await gatewayWith({
    upstreams: {
      first: { baseUrl: empty, models: ["llama"] },
      second: {
        baseUrl: upstream.baseUrl,
        apiKeyEnv: "K",
        models: [{ id: "llama", providerModelId: "gpt-4o", inputPrice: 1 }],
      },
    },
  });
  expect((await chatChunks(gateway, question)).at(-1)?.routing_metadata).toMatchObject({
    provider: "second",
  });
});

it("does not blame the provider for a request that it refuses", async () => {
  const refusing = await server((_request, response) =>
    response
      .writeHead(400)
      .end('{"error":{"message":"bad temperature","code":"invalid_parameter_value","param":"temperature"}}'),
  );
  const gateway = await gatewayWith(both(refusing, await works()));
  expect(await chatError(gateway, question)).toMatchObject({
    status: 400,
    code: "invalid_parameter_value",
    param: "temperature",
    provider: "first",
    message: "bad temperature",
  });
});

it("ends with an error event when the provider breaks off in mid-stream", async () => {
  const baseUrl = await server((request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write('data: {"id":"u","choices":[{"index":0,"delta":{"content":"a"}}]}\n\n', () =>
      setTimeout(() => request.socket.destroy(), 20),
    );
  });
  const gateway = await gatewayWith(local(baseUrl));
  const text = await (await post(gateway, "chat/completions", { ...question, stream: true })).text();
  expect(
    text
      .trim()
      .split("\n\n")
      .map((event) => JSON.parse(event.slice(6)) as Body),
  ).toEqual([
    expect.objectContaining({ id: "u" }),
    { error: expect.objectContaining({ code: "upstream_error", provider: "local" }) },
  ]);
});

it("stops the provider when the client goes away", async () => {
  const gone = new Promise<void>((resolve) => {
    void server((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write('data: {"id":"u","choices":[]}\n\n');
      response.on("close", resolve);
    }).then(async (baseUrl) => {
      const gateway = await gatewayWith(local(baseUrl));
      const abort = new AbortController();
      const response = await fetch(`${gateway.baseUrl}/chat/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${gateway.apiKey}` },
        body: JSON.stringify({ ...question, stream: true }),
        signal: abort.signal,
      });
      await response.body?.getReader().read();
      abort.abort();
    });
  });
  await gone;
});

it("goes by measured latency instead of the catalogue's", async () => {
  const slow = await server((_request, response) => {
    setTimeout(() => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(
        'data: {"id":"u","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n',
      );
    }, 500);
  });
  const fast = await server((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(
      'data: {"id":"u","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n',
    );
  });
  const gateway = await gatewayWith(both(slow, fast));
  const ask = async (routing: object): Promise<unknown> => {
    const chunks = await chatChunks(gateway, { ...question, gateway: { routing } });
    expect(chunks.at(-1)).toHaveProperty("routing_metadata");
    return gateway.lastRequest?.routingMetadata?.provider;
  };
  expect(await ask({ optimize: "ttft", prefer: "first" })).toBe("first");
  expect(await ask({ optimize: "ttft", prefer: "second" })).toBe("second");
  expect(await ask({ optimize: "ttft-focus" })).toBe("second");
  expect(
    gateway.lastRequest?.decision?.candidates.map(({ provider, ttftMs }) => [provider, ttftMs >= 490]),
  ).toEqual([
    ["second", false],
    ["first", true],
  ]);
});

it("says which environment variable is missing", async () => {
  const gateway = await gatewayWith(local("http://127.0.0.1:1/v1", { apiKeyEnv: "NO_SUCH_KEY" }));
  expect(await chatError(gateway, question)).toMatchObject({
    status: 502,
    message: expect.stringContaining("NO_SUCH_KEY"),
  });
});

it("makes a key that can't be guessed when real providers stand behind it", async () => {
  const [first, second] = [
    await gatewayWith({ seed: 1, ...local("http://127.0.0.1:1/v1") }),
    await gatewayWith({ seed: 1, ...local("http://127.0.0.1:1/v1") }),
  ];
  expect(first.apiKey).not.toBe(second.apiKey);
});

it.each([
  [{ upstreams: { local: { baseUrl: "localhost:11434", models: ["a"] } } }, "upstreams.local.baseUrl"],
  [{ upstreams: { local: { baseUrl: "http://localhost/v1" } } }, "upstreams.local.models"],
])("refuses %j and names the field", async (options, param) => {
  await expect(startGateway(options)).rejects.toMatchObject({ name: "BadRequestError", param });
});
