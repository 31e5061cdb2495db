import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { BadRequestError, Client, type ClientOptions } from "../../ts/index";
import { silence } from "../support/answers";
import { question } from "../support/chat";
import { clientOf, KEY } from "../support/client";
import { failureOf } from "../support/failure-of";
import { type ScriptedServer, serve } from "../support/scripted-server";

/** The error of a constructor. */
const refusal = (make: () => unknown) => failureOf(make, BadRequestError);

const refused = (param: string) => ({
  statusCode: 400,
  type: "invalid_request_error",
  code: "invalid_parameter_value",
  param,
  attempts: 0,
  retryable: false,
});

const invalidTimes: readonly unknown[] = [Number.NaN, -1, Number.POSITIVE_INFINITY, 2 ** 31, "60", true, 10n];
const invalidCounts: readonly unknown[] = [Number.NaN, -1, 1.5, Number.POSITIVE_INFINITY, 2 ** 32, "2", true];

/** Options that clients and requests share, each with values that it can't have. */
const shared: readonly (readonly [string, string, unknown])[] = [
  ...invalidTimes.map((value) => ["timeout", "timeout", value] as const),
  ...["connect", "headers", "idle", "total"].flatMap((phase) =>
    invalidTimes.map((value) => ["timeout", `timeout.${phase}`, { [phase]: value }] as const),
  ),
  ["timeout", "timeout.conect", { conect: 5 }],
  ["timeout", "timeout", [1]],
  ...invalidCounts.map((value) => ["maxRetries", "maxRetries", value] as const),
  ...[Number.NaN, -1, Number.POSITIVE_INFINITY, "2", true].map(
    (value) => ["maxRetryDelay", "maxRetryDelay", value] as const,
  ),
  ["headers", "headers", "x: y"],
  ["headers", "headers", 7],
  ["headers", "headers.x-team", { "x-team": "a\nb" }],
  ["headers", "headers.x-team", { "x-team": "a\r\nauthorization: Bearer x" }],
  ["headers", "headers.x-team", { "x-team": "a\0b" }],
  ["headers", "headers.x-team", { "x-team": "日本" }],
  ["headers", "headers.x-team", { "x-team": 7 }],
  ["headers", "headers.x team", { "x team": "a" }],
  ["headers", "headers.", { "": "a" }],
  ["headers", "headers.x\nteam", { "x\nteam": "a" }],
  ["headers", "headers.Content-Length", { "Content-Length": "7" }],
  ["headers", "headers.Transfer-Encoding", { "Transfer-Encoding": "chunked" }],
  ["headers", "headers.host", { host: "elsewhere.example" }],
];

const ofClients: readonly (readonly [string, string, unknown])[] = [
  ["apiKey", "apiKey", 7],
  ["apiKey", "apiKey", {}],
  ["apiKey", "apiKey", "two words"],
  ["apiKey", "apiKey", "line\nend"],
  ["apiKey", "apiKey", "schlüssel"],
  ["baseUrl", "baseUrl", "localhost:8080"],
  ["baseUrl", "baseUrl", "ftp://localhost"],
  ["baseUrl", "baseUrl", "/v1"],
  ["baseUrl", "baseUrl", "https://"],
  ["baseUrl", "baseUrl", 8080],
  ["baseUrl", "baseUrl", "https://user:secret@localhost"],
  ["baseUrl", "baseUrl", "https://localhost/v1?key=1"],
  ["baseUrl", "baseUrl", "https://localhost/v1#top"],
  ["proxy", "proxy", true],
  ["proxy", "proxy", "localhost:3128"],
  ["proxy", "proxy", "ftp://localhost"],
  ["proxy", "proxy", ""],
  ["ca", "ca", "not a certificate"],
  ["ca", "ca", "-----BEGIN CERTIFICATE-----\nbm9uc2Vuc2U=\n-----END CERTIFICATE-----\n"],
  ["ca", "ca[0]", [7]],
  ["httpVersion", "httpVersion", "3"],
  ["httpVersion", "httpVersion", 2],
];

const ofRequests: readonly (readonly [string, string, unknown])[] = [
  ["signal", "signal", {}],
  ["signal", "signal", "abort"],
  ["signal", "signal", new AbortController()],
  ["extraBody", "extraBody", "x"],
  ["extraBody", "extraBody", [1]],
  ["silentAbort", "silentAbort", "yes"],
];

/** Names that people bring along from elsewhere, and what is meant. */
const slips: Readonly<Record<string, string>> = {
  baseURL: "baseUrl",
  base_url: "baseUrl",
  apikey: "apiKey",
  api_key: "apiKey",
  max_retries: "maxRetries",
  maxRetry: "maxRetries",
  timeOut: "timeout",
  header: "headers",
};

const named = (cases: readonly (readonly [string, string, unknown])[]) =>
  cases.map(([option, param, value]) => ({
    option,
    param,
    value,
    text: inspect(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY }),
  }));

describe("new Client throws before anything else", () => {
  test.each(named([...shared, ...ofClients]))("for $option: $text", ({ option, param, value }) => {
    const options = { apiKey: KEY, [option]: value } as ClientOptions;
    const error = refusal(() => new Client(options));
    expect(error).toMatchObject(refused(param));
  });

  test.each(Object.entries(slips))("for %s, and names %s", (slip, meant) => {
    const error = refusal(() => new Client({ apiKey: KEY, [slip]: "https://localhost" } as ClientOptions));
    expect(error).toMatchObject(refused(slip));
    expect(error.message).toContain(`\`${meant}\``);
  });

  test.each([
    ["a key instead of options", KEY],
    ["an array", []],
    ["a number", 7],
  ])("for %s", (_what, options) => {
    expect(refusal(() => new Client(options as never)).param).toBe("options");
  });

  test("and so does withOptions()", () => {
    const client = new Client({ apiKey: KEY });
    expect(refusal(() => client.withOptions({ maxRetries: -1 }))).toMatchObject(refused("maxRetries"));
    expect(refusal(() => client.withOptions({ baseURL: "x" } as ClientOptions)).param).toBe("baseURL");
  });

  test("without showing what a refused header held", () => {
    const error = refusal(() => new Client({ apiKey: KEY, headers: { "x-secret": "pass\nword" } }));
    expect(error.message).not.toContain("pass");
  });
});

describe("a request is rejected, never thrown, and nothing is sent", () => {
  async function expectRefused(
    server: ScriptedServer,
    ask: (client: Client) => PromiseLike<unknown>,
    param: string,
  ): Promise<BadRequestError> {
    const client = clientOf(server);
    let pending: PromiseLike<unknown> | undefined;
    expect(() => {
      pending = ask(client);
    }).not.toThrow();
    const error = await failureOf(pending as PromiseLike<unknown>, BadRequestError);
    expect(error).toMatchObject({ param, statusCode: 400, attempts: 0 });
    expect(server.connections).toBe(0);
    return error;
  }

  test.each(named([...shared, ...ofRequests]))("for $option: $text", async ({ option, param, value }) => {
    const server = await serve(silence);
    const options = { [option]: value };
    await expectRefused(
      server,
      (client) => client.chat.completions.create(question, options as never),
      param,
    );
  });

  test.each([
    ["headers in the first argument", { headers: { a: "b" } }, "headers"],
    ["a timeout in the first argument", { timeout: 5 }, "timeout"],
    ["camelCase", { maxTokens: 5 }, "maxTokens"],
    ["camelCase in the middle of a name", { reasoningEffort: "low" }, "reasoningEffort"],
    ["NaN", { temperature: Number.NaN }, "temperature"],
    ["a BigInt", { seed: 5n }, "seed"],
    ["a stream that is no boolean", { stream: "yes" }, "stream"],
    ["messages that are a text", { messages: "Hello" }, "messages"],
    ["no messages", { messages: undefined }, "messages"],
    ["an unknown routing option", { gateway: { routing: { optimise: "cost" } } }, "gateway.routing.optimise"],
    ["two models", { gateway: { models: ["a"] } }, "gateway.models"],
    ["no model", { model: undefined }, "model"],
  ])("for parameters with %s", async (_what, change, param) => {
    const server = await serve(silence);
    await expectRefused(
      server,
      (client) => client.chat.completions.create({ ...question, ...change } as never),
      param,
    );
    await expectRefused(
      server,
      (client) => client.chat.completions.create({ ...question, stream: true, ...change } as never),
      param,
    );
  });

  test.each(Object.entries({ max_tokens: "maxTokens", prompt_cache_key: "promptCacheKey" }))(
    "and the message names %s for its camelCase form",
    async (meant, slip) => {
      const server = await serve(silence);
      const error = await expectRefused(
        server,
        (client) => client.chat.completions.create({ ...question, [slip]: 5 } as never),
        slip,
      );
      expect(error.message).toContain(`\`${meant}\``);
    },
  );

  test("for parameters or options that are no objects", async () => {
    const server = await serve(silence);
    for (const params of [undefined, null, "Hello", 7, []]) {
      await expectRefused(server, (client) => client.chat.completions.create(params as never), "params");
    }
    for (const options of ["Hello", 7, []]) {
      await expectRefused(
        server,
        (client) => client.chat.completions.create(question, options as never),
        "options",
      );
    }
  });

  test("for unknown options, on every method", async () => {
    const server = await serve(silence);
    const options = { timeOut: 5 } as never;
    const response = { model: "m", input: "Hello" };
    const asks: ((client: Client) => PromiseLike<unknown>)[] = [
      (client) => client.chat.completions.create(question, options),
      (client) => client.chat.completions.create({ ...question, stream: true }, options),
      (client) => client.responses.create(response, options),
      (client) => client.responses.create({ ...response, stream: true }, options),
      (client) => client.models.list(null, options),
      (client) => client.models.retrieve("m", options),
      (client) => client.models.listDirectory(options),
      (client) => client.models.listRegistry(options),
      (client) => client.models.listProviders(options),
      (client) => client.me.get(options),
      (client) => client.request({ path: "/x" }, options),
    ];
    for (const ask of asks) await expectRefused(server, ask, "timeOut");
  });

  test("for an id that would lead elsewhere", async () => {
    const server = await serve(silence);
    for (const id of ["..", ".", "", 7]) {
      await expectRefused(server, (client) => client.models.retrieve(id as never), "modelId");
    }
    for (const path of ["x", "//elsewhere.example/", "/../x", "https://elsewhere.example", "/a b", 7]) {
      await expectRefused(server, (client) => client.request({ path } as never), "request.path");
    }
  });
});

describe("options that look odd and are fine", () => {
  test("null and undefined are the default", () => {
    const client = new Client({
      apiKey: KEY,
      baseUrl: undefined,
      timeout: undefined,
      maxRetries: undefined,
      headers: undefined,
      proxy: undefined,
      ca: undefined,
    });
    expect(client).toMatchObject({
      baseUrl: "https://api.auriko.ai/v1",
      timeout: { connect: 10_000, headers: 60_000, idle: 300_000, total: null },
      maxRetries: 2,
    });
    expect(
      () => new Client({ apiKey: KEY, baseUrl: null, timeout: null, maxRetries: null } as never),
    ).not.toThrow();
  });

  test("a number sets headers and idle, false switches off, an object changes what it names", () => {
    const timeoutOf = (timeout: ClientOptions["timeout"]) => new Client({ apiKey: KEY, timeout }).timeout;
    expect(timeoutOf(5)).toEqual({ connect: 10_000, headers: 5, idle: 5, total: null });
    expect(timeoutOf(false)).toEqual({ connect: 10_000, headers: null, idle: null, total: null });
    expect(timeoutOf({ connect: false, total: 7 })).toEqual({
      connect: null,
      headers: 60_000,
      idle: 300_000,
      total: 7,
    });
  });
});

test("options among the parameters are told where they go, by every method", async () => {
  const server = await serve(silence);
  const client = clientOf(server);
  const { signal } = new AbortController();
  const calls = [
    () => client.models.list({ signal } as never),
    () => client.apiKeys.list({ workspace_id: "w", signal } as never),
    () => client.apiKeys.retrieve("k", { workspace_id: "w", timeout: 5 } as never),
    () => client.chat.completions.create({ ...question, maxCostUsd: 1 } as never),
    () => client.chat.completions.create({ ...question, signal } as never),
  ];
  for (const call of calls) {
    const error = await failureOf(call(), BadRequestError);
    expect(error.message).toMatch(/second argument/);
    expect(error.message).not.toContain("`extraBody` option");
  }
  expect(server.connections).toBe(0);
});

test("a limit that is none, and a key function that gives nothing, are told what they may be", async () => {
  const server = await serve(silence);
  expect((await refusal(() => clientOf(server, { timeout: true as never }))).message).toBe(
    "`timeout` must be a number of milliseconds, false for none, or an object of limits, not true.",
  );
  const client = clientOf(server, { apiKey: (() => undefined) as never });
  expect((await failureOf(client.me.get(), BadRequestError)).message).toBe(
    "The function `apiKey` gave nothing: it must return a key, or a promise of one.",
  );
});
