import * as vitest from "vitest";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { mockAuriko } from "../../gateway";
import { Client, RateLimitError } from "../../ts/index";
import { question } from "../support/chat";

const untouched = { ...process.env };

/** A program as it would stand elsewhere: it knows nothing of tests. */
async function ask(content = "Hello"): Promise<string | null | undefined> {
  const client = new Client({ maxRetries: 0 });
  const { choices } = await client.chat.completions.create({
    ...question,
    messages: [{ role: "user", content }],
  });
  return choices[0]?.message.content;
}

describe("with the hooks of the runner", () => {
  const auriko = mockAuriko({ hooks: vitest, respond: "Nothing special." });
  let port: number;
  beforeAll(() => {
    port = auriko.port;
  });
  afterAll(() => {
    // Vitest runs this before the hook of mockAuriko, which was registered first.
    expect(process.env.AURIKO_BASE_URL).toBe(auriko.baseUrl);
  });

  test("a client without options finds it, and gets what is scripted", async () => {
    auriko.enqueue("Paris.");
    expect(await ask("What is the capital of France?")).toBe("Paris.");
    expect(await ask()).toBe("Nothing special.");
    expect(auriko.assertRequested({ body: { messages: [{ content: /capital of/ }] } }, 1).path).toBe(
      "/v1/chat/completions",
    );
  });

  test("nothing is left of the test before: no request, reply, fault, outage, closed port or variable", async () => {
    expect(auriko.requests).toEqual([]);
    auriko.enqueue("left over");
    auriko.respondWith("something else");
    auriko.failNext("429");
    auriko.setOutage("openai", true);
    process.env.AURIKO_API_KEY = "another";
    delete process.env.AURIKO_BASE_URL;
    await auriko.refuseConnections();
    await auriko.reset();
    expect(await ask()).toBe("Nothing special.");
    expect(auriko.repliesLeft).toBe(0);
    expect(auriko.port).toBe(port);
    expect(auriko.lastRequest?.decision?.attempts.map(({ outcome }) => outcome)).toEqual(["success"]);
  });

  test("streams, errors and broken answers are scripted alike", async () => {
    const client = new Client({ maxRetries: 0 });
    auriko.enqueue({ chunks: ["one ", "two"] });
    const stream = await client.chat.completions.create({ ...question, stream: true });
    expect(await stream.finalText()).toBe("one two");
    auriko.assertRequested(
      { stream: true, model: /^gpt/, headers: { Authorization: /^Bearer ak_test_/ } },
      1,
    );

    auriko.failNext("429;retry-after=2");
    await expect(ask()).rejects.toThrow(RateLimitError);
    auriko.enqueue({ content: "cut short", fault: "truncate;after=1" });
    const broken = await client.chat.completions.create({ ...question, stream: true });
    await expect(broken.finalText()).rejects.toMatchObject({ name: "StreamTruncatedError" });
    auriko.enqueue({ error: { code: "context_length_exceeded", message: "Too long." } });
    await expect(ask()).rejects.toMatchObject({ code: "context_length_exceeded" });
  });

  test("what was asked otherwise fails with the requests that came", async () => {
    expect(() => auriko.assertRequested()).toThrow(/at least one request, found 0. There was none at all/);
    await ask();
    expect(() => auriko.assertRequested({ model: "gpt-4o" })).toThrow(
      /found 0\. There were: POST \/v1\/chat\/completions \(200\)/,
    );
    expect(() => auriko.assertRequested({ model: "gpt-5.4" }, 2)).toThrow(
      "Expected 2 such requests, found 1",
    );
    expect(() => auriko.assertNotRequested()).toThrow("Expected no such request, found 1");
    auriko.assertNotRequested({ method: "get" });
    auriko.assertNotRequested((request) => request.path === "/v1/me");
    auriko.enqueue("never");
    expect(() => auriko.assertNoRepliesLeft()).toThrow("1 scripted replies were never asked for");
  });
});

test("the environment says afterwards what it said before", () => {
  expect(process.env.AURIKO_BASE_URL).toBe(untouched.AURIKO_BASE_URL);
  expect(process.env.AURIKO_API_KEY).toBe(untouched.AURIKO_API_KEY);
});

test("without hooks it starts and ends where the test says, and may be nested", async () => {
  vi.stubEnv("AURIKO_API_KEY", "ak_test_of_the_user");
  const outer = await mockAuriko({ hooks: false, respond: "outer" }).start();
  {
    await using _inner = await mockAuriko({ hooks: false, respond: "inner" }).start();
    expect(await ask()).toBe("inner");
  }
  expect(await ask()).toBe("outer");
  await outer.close();
  expect(process.env.AURIKO_API_KEY).toBe("ak_test_of_the_user");
  vi.unstubAllEnvs();
});

test("a request that nobody scripted can be refused, without being repeated", async () => {
  await using auriko = await mockAuriko({ hooks: false, unscripted: "refuse" }).start();
  auriko.enqueue("scripted");
  expect(await ask()).toBe("scripted");
  await expect(new Client().chat.completions.create(question)).rejects.toThrow(/No reply is scripted/);
  expect(auriko.requests).toHaveLength(2);
});

test("before it has started it says so instead of pointing nowhere", () => {
  const auriko = mockAuriko({ hooks: false });
  expect(() => auriko.baseUrl).toThrow(/has not started/);
});

test.each([
  [{ unscripted: "ask" as never }, "unscripted"],
  [{ recording: { file: "" } }, "recording.file"],
  [{ recording: { file: "x.json", mode: "all" as never } }, "recording.mode"],
  [{ port: -1 }, "port"],
])("refuses %j and names the option", (options, param) => {
  expect(() => mockAuriko({ hooks: false, ...options })).toThrow(expect.objectContaining({ param }));
});
