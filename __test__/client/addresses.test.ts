import { describe, expect, test } from "vitest";
import { Client } from "../../ts/index";
import { json } from "../support/answers";
import { completion, question } from "../support/chat";
import { caught, clientOf, KEY } from "../support/client";
import { serve } from "../support/scripted-server";

describe("the base URL", () => {
  test.each([
    ["http://h", "http://h/v1"],
    ["http://h/", "http://h/v1"],
    ["http://h/x/", "http://h/x/v1"],
    ["http://h/v1", "http://h/v1"],
    ["http://h/v1///", "http://h/v1"],
    ["http://h/v1/x", "http://h/v1/x/v1"],
    ["http://h:8080/proxy/v1/", "http://h:8080/proxy/v1"],
    ["HTTPS://H", "https://h/v1"],
    ["  https://h/v1 ", "https://h/v1"],
    ["http://[::1]:9", "http://[::1]:9/v1"],
    ["", "https://api.auriko.ai/v1"],
  ])("%j is completed to %s", (given, complete) => {
    expect(new Client({ apiKey: KEY, baseUrl: given }).baseUrl).toBe(complete);
  });

  test("is where every request goes, whatever stands behind its slash", async () => {
    const server = await serve(json({ data: [] }));
    for (const base of [server.origin, `${server.origin}/`, `${server.origin}/v1`, `${server.origin}/v1//`]) {
      await clientOf({ baseUrl: base }).models.list();
    }
    await clientOf({ baseUrl: `${server.origin}/behind/a/proxy/` }).models.list();
    expect(server.requests.map(({ target }) => target)).toEqual([
      "/v1/models",
      "/v1/models",
      "/v1/models",
      "/v1/models",
      "/behind/a/proxy/v1/models",
    ]);
  });

  test("may be a name with an address of either family", async () => {
    const server = await serve(json(completion("Hello, name.")));
    const client = clientOf({ baseUrl: `http://localhost:${server.port}` });
    const result = await client.chat.completions.create(question);
    expect(result.choices[0]?.message.content).toBe("Hello, name.");
  });
});

test("ids are percent-encoded, so that none can lead to another endpoint", async () => {
  const server = await serve(json({ id: "m" }));
  const client = clientOf(server);
  for (const id of ["openai/gpt-5.4", "a?b=c#d", "ä 日", "../me", "%2e%2e", "a\\b"])
    await client.models.retrieve(id);
  expect(server.requests.map(({ target }) => target)).toEqual([
    "/v1/models/openai%2Fgpt-5.4",
    "/v1/models/a%3Fb%3Dc%23d",
    "/v1/models/%C3%A4%20%E6%97%A5",
    "/v1/models/..%2Fme",
    "/v1/models/%252e%252e",
    "/v1/models/a%5Cb",
  ]);
});

test("every method asks at its own address", async () => {
  const server = await serve(json({ data: [] }));
  const client = clientOf(server);
  await client.chat.completions.create(question);
  await client.responses.create({ model: "m", input: "Hello" });
  await client.models.list({ endpoint: "responses" });
  await client.models.listDirectory();
  await client.models.listRegistry();
  await client.models.listProviders();
  await client.me.get();
  await client.request({
    method: "DELETE",
    path: "/workspaces/w1/budgets/b1",
    query: { force: true, tag: ["a", "b"] },
  });
  expect(server.requests.map(({ method, target }) => `${method} ${target}`)).toEqual([
    "POST /v1/chat/completions",
    "POST /v1/responses",
    "GET /v1/models?endpoint=responses",
    "GET /v1/directory/models",
    "GET /v1/registry/models",
    "GET /v1/registry/providers",
    "GET /v1/me",
    "DELETE /v1/workspaces/w1/budgets/b1?force=true&tag=a&tag=b",
  ]);
});

describe("a path that leads out of the base, with the key", () => {
  test.each([
    "/%2e%2e/%2E%2E/admin",
    "/%2e%2e/admin",
    "/.%2e/admin",
    "/../admin",
    "/..?x=1",
    "/models/%2E%2e?x=1",
    "/models/%2e",
    "//elsewhere.example/admin",
    "/\\elsewhere.example",
    "https://elsewhere.example",
    "admin",
    "",
  ])("is refused: %j", async (path) => {
    const server = await serve(json({}));
    const failure = await caught(clientOf(server).request({ path }));
    expect(failure).toMatchObject({ name: "BadRequestError", param: "request.path" });
    expect(server.connections).toBe(0);
  });

  test("is told from one that only looks like it", async () => {
    const server = await serve(json({}));
    const client = clientOf(server);
    const paths = ["/a/..b", "/a/...", "/a/%2e%2eb", "/a/..%2fb", "/a?x=/../", "/a?x=%2e%2e"];
    for (const path of paths) await client.request({ path });
    expect(server.requests.map(({ target }) => target)).toEqual(paths.map((path) => `/v1${path}`));
  });
});

test("an id that is no text is refused by the name of its parameter", async () => {
  const server = await serve(json({}));
  for (const id of ["\ud800", "a\udc00b", ".", "..", 3 as never]) {
    const failure = await caught(clientOf(server).models.retrieve(id));
    expect(failure).toMatchObject({ name: "BadRequestError", code: "invalid_parameter_value" });
    expect(failure.param).not.toBeNull();
  }
  expect(server.connections).toBe(0);
});
