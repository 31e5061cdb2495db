import { BadRequestError, Client } from "@auriko/sdk";
import * as ai from "ai6";
import { expect, test } from "vitest";
import { type AurikoProviderSettings, auriko, createAuriko } from "../src";
import { reaching, runningGateway } from "./running-gateway";

const gateway = await runningGateway();

const ask = (provider: typeof auriko, options: object = {}) =>
  ai.generateText({ model: provider("gpt-4o"), prompt: "Hi", maxRetries: 0, ...options });

test("a client can be shared, and its own retries stay out of it", async () => {
  const client = new Client({ baseUrl: gateway.baseUrl, apiKey: gateway.apiKey, maxRetries: 5 });
  const shared = createAuriko({ client });
  await ask(shared);
  gateway.failNext("503", { times: 5 });
  await expect(ask(shared)).rejects.toMatchObject({ statusCode: 503 });
  expect(gateway.requests.map(({ status }) => status)).toEqual([200, 503]);
});

test("a key may come from an asynchronous function, asked before each request", async () => {
  let asked = 0;
  const provider = createAuriko({
    baseURL: gateway.baseUrl,
    apiKey: async () => {
      asked++;
      return gateway.apiKey;
    },
  });
  expect(asked).toBe(0);
  await ask(provider);
  await ask(provider);
  expect(asked).toBe(2);
});

test.each<[settings: object, param: string, hint: RegExp]>([
  [{ baseUrl: "https://example.com" }, "baseUrl", /`baseURL`/],
  [{ fetch }, "fetch", /native client/],
  [{ timeout: 5 }, "timeout", /new Client/],
  [{ key: "x" }, "key", /It takes apiKey/],
])("%o is refused at once: it would have no effect", (settings, param, hint) => {
  expect(() => createAuriko(settings as AurikoProviderSettings)).toThrowError(hint);
  try {
    createAuriko(settings as AurikoProviderSettings);
  } catch (error) {
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error).toMatchObject({ param });
  }
});

test("a client and a key or address of another are refused together", () => {
  const client = new Client({ baseUrl: gateway.baseUrl, apiKey: gateway.apiKey });
  expect(() => createAuriko({ client, apiKey: "ak_test_other" })).toThrowError(/exclude each other/);
  expect(() => createAuriko({ client, baseURL: gateway.baseUrl })).toThrowError(/exclude each other/);
});

test("it is a function to call, not a class to make instances of", () => {
  const Provider = auriko as unknown as new (id: string) => unknown;
  expect(() => new Provider("gpt-4o")).toThrowError(TypeError);
});

test("wrong routing is refused before anything is sent, naming the field", async () => {
  const provider = createAuriko(reaching(gateway));
  const call = ask(provider, { providerOptions: { auriko: { routing: { max_ttft_ms: -1 } } } });
  await expect(call).rejects.toMatchObject({ name: "BadRequestError", param: "gateway.routing.max_ttft_ms" });
  expect(gateway.requests).toHaveLength(0);
});

test("a list of models takes the place of the model's id, which leads it", async () => {
  const provider = createAuriko({
    baseURL: gateway.baseUrl,
    apiKey: gateway.apiKey,
    gateway: { models: ["deepseek-chat"] },
  });
  await ask(provider);
  expect(gateway.lastRequest?.body).toMatchObject({ gateway: { models: ["gpt-4o", "deepseek-chat"] } });
  await ask(provider, {
    providerOptions: { auriko: { gateway: { models: ["claude-sonnet-4-6", "gpt-4o"] } } },
  });
  expect(gateway.lastRequest?.body).toMatchObject({ gateway: { models: ["claude-sonnet-4-6", "gpt-4o"] } });
  expect(gateway.lastRequest?.body).not.toHaveProperty("model");
});

test("a server that can't be reached is an error that may pass, without a status", async () => {
  const provider = createAuriko({ baseURL: "http://127.0.0.1:9", apiKey: "ak_test_x" });
  const error = await ask(provider).catch((reason: unknown) => reason);
  expect(ai.APICallError.isInstance(error)).toBe(true);
  expect(error).toMatchObject({
    isRetryable: true,
    statusCode: undefined,
    url: "http://127.0.0.1:9/v1/chat/completions",
  });
});

test("an answer that is no JSON is an error with its text", async () => {
  gateway.enqueue({ fault: "html;status=502" });
  const error = await ask(createAuriko(reaching(gateway))).catch((reason) => reason);
  expect(error).toMatchObject({
    statusCode: 502,
    isRetryable: true,
    responseBody: expect.stringContaining("<html"),
  });
});

test("the key shows up in no error", async () => {
  const apiKey = "ak_test_this_one_is_secret";
  const error = await ask(createAuriko({ baseURL: gateway.baseUrl, apiKey })).catch(
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ statusCode: 401 });
  const { inspect } = await import("node:util");
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain("this_one_is_secret");
});
