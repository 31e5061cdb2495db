import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../../gateway";

const run = promisify(execFile);
const installed = await run("curl", ["--version"]).then(
  () => true,
  () => false,
);

interface Answered {
  readonly status: number;
  readonly body: string;
}

describe.skipIf(!installed)("curl", () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  beforeEach(() => gateway.reset());
  afterAll(() => gateway?.close());

  async function curl(
    path: string,
    body?: unknown,
    options: string[] = [],
    key = gateway.apiKey,
  ): Promise<Answered> {
    const posted =
      body === undefined ? [] : ["-H", "Content-Type: application/json", "-d", JSON.stringify(body)];
    const { stdout } = await run("curl", [
      "--silent",
      "--show-error",
      "--no-buffer",
      ...["--noproxy", "*", "--max-time", "15", "--write-out", "\n%{http_code}"],
      ...["-H", `Authorization: Bearer ${key}`],
      ...posted,
      ...options,
      gateway.baseUrl + path,
    ]);
    const end = stdout.lastIndexOf("\n");
    return { status: Number(stdout.slice(end + 1)), body: stdout.slice(0, end) };
  }

  const hello = { model: "gpt-4o", messages: [{ role: "user", content: "Hello" }] };
  const tools = [{ type: "function", function: { name: "get_weather", parameters: { type: "object" } } }];
  const weather = { role: "user", content: "What is the weather?" };

  test("completes a chat", async () => {
    const { status, body } = await curl("/chat/completions", hello);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({
      object: "chat.completion",
      routing_metadata: { provider: "openai" },
    });
  });

  test("shows the events of a stream up to [DONE]", async () => {
    const { body } = await curl("/chat/completions", { ...hello, stream: true });
    const events = body.trim().split("\n\n");
    expect(events.length).toBeGreaterThan(4);
    expect(events.every((event) => event.startsWith("data: "))).toBe(true);
    expect(events.at(-1)).toBe("data: [DONE]");
  });

  test("gets a tool call and sends its result", async () => {
    const asked = JSON.parse(
      (await curl("/chat/completions", { ...hello, messages: [weather], tools })).body,
    );
    const { message } = asked.choices[0];
    const result = { role: "tool", tool_call_id: message.tool_calls[0].id, content: "22 degrees" };
    const { body } = await curl("/chat/completions", {
      ...hello,
      messages: [weather, message, result],
      tools,
    });
    expect(body).toContain("22 degrees");
  });

  test("gets a response and its events", async () => {
    const whole = await curl("/responses", { model: "gpt-4o", input: "Hello" });
    expect(JSON.parse(whole.body)).toMatchObject({ object: "response", status: "completed" });
    const streamed = await curl("/responses", { model: "gpt-4o", input: "Hello", stream: true });
    expect(streamed.body).toMatch(/^event: response\.created$/m);
    expect(streamed.body).toMatch(/^event: response\.completed$/m);
  });

  test.each([
    "/models",
    "/models/gpt-4o",
    "/me",
    "/directory/models",
    "/registry/models",
    "/registry/providers",
  ])("reads %s", async (path) => {
    const { status, body } = await curl(path);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toBeTypeOf("object");
  });

  test.each([
    ["a wrong key", "/chat/completions", hello, "ak_test_wrong", 401, "invalid_api_key"],
    ["an unknown model", "/chat/completions", { ...hello, model: "nope" }, undefined, 404, "model_not_found"],
    ["an unknown path", "/embeddings", {}, undefined, 404, "resource_not_found"],
    ["no messages", "/chat/completions", { model: "gpt-4o" }, undefined, 400, "missing_required_parameter"],
  ])("gets the documented error for %s", async (_case, path, body, key, status, code) => {
    const answer = await curl(path, body, [], key);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ error: { code, message: expect.any(String) } });
  });

  test("waits as long as Retry-After says when it is told to retry", async () => {
    gateway.failNext("429;retry-after=1");
    const { status } = await curl("/chat/completions", hello, ["--retry", "2"]);
    expect(status).toBe(200);
    expect(gateway.requests.map((request) => request.status)).toEqual([429, 200]);
  });

  test("may expect 100-continue for a large body, and is not left waiting", async () => {
    const content = "word ".repeat(20_000);
    const { status } = await curl(
      "/chat/completions",
      { model: "gpt-4o", messages: [{ role: "user", content }] },
      ["-H", "Expect: 100-continue"],
    );
    expect(status).toBe(200);
  });
});
