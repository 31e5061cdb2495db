import { describe, expect, test } from "vitest";
import { APIConnectionError, APIUserAbortError, RateLimitError } from "../../ts/index";
import { error, hangUp, json, reset, stream } from "../support/answers";
import { answerOf, completion, question } from "../support/chat";
import { caught, clientOf, textOf } from "../support/client";
import { expectAtOnce, SOON, sleep } from "../support/patience";
import { type Answer, type ScriptedServer, serve } from "../support/scripted-server";

const busy = (headers: Record<string, string> = {}): Answer =>
  error(429, { type: "rate_limit_error", code: "rate_limit_exceeded" }, headers);
const good = json(completion("At last."));

/** Milliseconds between consecutive requests. */
function waits({ log }: ScriptedServer): number[] {
  const arrivals = log.filter(({ event }) => event === "request").map(({ at }) => at);
  return arrivals.slice(1).map((at, index) => at - (arrivals[index] as number));
}

/** Timers may be a little early by the clock of another thread, and late by any amount. */
const atLeast = (milliseconds: number) => milliseconds - 15;

describe("a request that fails for the moment", () => {
  test.each([
    ["a rate limit", busy()],
    ["a failing upstream", error(502)],
    ["a reset connection", reset],
    ["a connection that is closed without an answer", hangUp],
  ])("is repeated after %s, with the same body, until it succeeds", async (_what, failure) => {
    const server = await serve(failure, failure, good);
    const result = await clientOf(server, { maxRetries: 2 }).chat.completions.create({
      ...question,
      seed: 42,
    });
    expect(result.choices[0]?.message.content).toBe("At last.");
    expect(server.requests).toHaveLength(3);
    for (const request of server.requests) {
      expect(request.body).toEqual(server.requests[0]?.body);
      expect(request.headers.authorization).toBe(server.requests[0]?.headers.authorization);
    }
  });

  test("is sent three times unless told otherwise, with growing waits", async () => {
    const server = await serve(busy());
    const client = clientOf(server).withOptions({ maxRetries: 2 });
    expect(client.maxRetries).toBe(2);
    const failure = await caught(client.chat.completions.create(question));
    expect(failure).toBeInstanceOf(RateLimitError);
    expect(failure.attempts).toBe(3);
    const [first = 0, second = 0] = waits(server);
    expect(first).toBeGreaterThan(atLeast(400));
    expect(second).toBeGreaterThan(atLeast(600));
    expect(first).toBeLessThan(600 + SOON);
    expect(second).toBeLessThan(900 + SOON);
  });

  test("is sent once with maxRetries 0, and as often as one request asks for", async () => {
    const server = await serve(busy());
    const client = clientOf(server, { maxRetries: 0 });
    expect((await caught(client.chat.completions.create(question))).attempts).toBe(1);
    expect((await caught(client.chat.completions.create(question, { maxRetries: 1 }))).attempts).toBe(2);
    expect(server.requests).toHaveLength(3);
  });

  test("tells how often it was sent also when the last failure was of another kind", async () => {
    const server = await serve(busy(), reset);
    const failure = await caught(clientOf(server, { maxRetries: 1 }).chat.completions.create(question));
    expect(failure).toBeInstanceOf(APIConnectionError);
    expect(failure.attempts).toBe(2);
    expect(failure.message).toContain("after 2 attempts");
  });

  test("is tried again when nobody listens at the address", async () => {
    const server = await serve(good);
    const { baseUrl } = server;
    await server.close();
    const failure = await caught(clientOf({ baseUrl }, { maxRetries: 1 }).chat.completions.create(question));
    expect(failure).toBeInstanceOf(APIConnectionError);
    expect(failure).toMatchObject({ attempts: 2, retryable: true });
    expect(failure.cause).toBeInstanceOf(Error);
  });

  test("is not repeated for a name that does not exist longer than allowed", async () => {
    const client = clientOf({ baseUrl: "http://nowhere.invalid/v1" });
    const failure = await caught(client.chat.completions.create(question));
    expect(failure).toBeInstanceOf(APIConnectionError);
    expect(failure.attempts).toBe(1);
  });
});

describe("Retry-After", () => {
  test("in seconds is waited for when it is longer than the SDK would wait", async () => {
    const server = await serve(busy({ "retry-after": "1.2" }), good);
    await clientOf(server, { maxRetries: 1 }).chat.completions.create(question);
    expect(waits(server)[0]).toBeGreaterThan(atLeast(1200));
  });

  test("as a date is waited for", async () => {
    const at = Date.now() + 2_500;
    const server = await serve(busy({ "retry-after": new Date(at).toUTCString() }), good);
    await clientOf(server, { maxRetries: 1 }).chat.completions.create(question);
    // A date has no fractions of a second.
    expect(Date.now()).toBeGreaterThanOrEqual(Math.floor(at / 1000) * 1000 - 15);
  });

  test("that makes no sense asks for nothing more than the SDK's own wait", async () => {
    const values = [
      "0",
      "0.001",
      "-5",
      "soon",
      "NaN",
      "Infinity",
      "1e400",
      "0x10",
      "Sun, 06 Nov 1994 08:49:37 GMT",
    ];
    const servers = await Promise.all(values.map((value) => serve(busy({ "retry-after": value }), good)));
    await Promise.all(
      servers.map((server) => clientOf(server, { maxRetries: 1 }).chat.completions.create(question)),
    );
    for (const server of servers) {
      expect(waits(server)[0]).toBeGreaterThan(atLeast(400));
      expect(waits(server)[0]).toBeLessThan(600 + SOON);
    }
  });

  test("that is longer than maxRetryDelay is an error at once, which says how long", async () => {
    const server = await serve(busy({ "retry-after": "86400" }), good);
    const failure = await caught(clientOf(server, { maxRetries: 2 }).chat.completions.create(question));
    expect(failure).toBeInstanceOf(RateLimitError);
    expect(failure).toMatchObject({ attempts: 1, retryAfterSeconds: 86_400 });
    expect(failure.message).toMatch(/86400 s.*maxRetryDelay/);
    expect(failure.stack).toContain("86400 s");
    expect(server.requests).toHaveLength(1);
  });

  test("as a date in the far future is an error at once", async () => {
    const server = await serve(busy({ "retry-after": "Fri, 31 Dec 2100 23:59:59 GMT" }), good);
    const failure = await caught(clientOf(server, { maxRetries: 2 }).chat.completions.create(question));
    expect(failure).toMatchObject({ attempts: 1, code: "rate_limit_exceeded" });
    expect(failure.message).toContain("maxRetryDelay");
  });

  test("is measured against the maxRetryDelay of the client and of the request", async () => {
    const server = await serve(busy({ "retry-after": "0.8" }));
    const client = clientOf(server, { maxRetries: 1, maxRetryDelay: 700 });
    expect((await caught(client.chat.completions.create(question))).attempts).toBe(1);
    const patient = await caught(client.chat.completions.create(question, { maxRetryDelay: 900 }));
    expect(patient.attempts).toBe(2);
  });

  test("is heeded for a server error too, and for a stream that has not begun", async () => {
    const server = await serve(error(503, {}, { "retry-after": "1" }), stream(answerOf("Hel", "lo")));
    const opened = await clientOf(server, { maxRetries: 1 }).chat.completions.create({
      ...question,
      stream: true,
    });
    expect(opened.attempts).toBe(2);
    expect(await textOf(opened)).toBe("Hello");
    expect(waits(server)[0]).toBeGreaterThan(atLeast(1000));
  });
});

describe("a wait between two attempts", () => {
  test("ends at once when the signal fires, and nothing more is sent", async () => {
    const server = await serve(busy({ "retry-after": "30" }));
    const client = clientOf(server, { maxRetries: 3 });
    await expectAtOnce(async () => {
      const before = server.requests.length;
      const controller = new AbortController();
      const pending = caught(client.chat.completions.create(question, { signal: controller.signal }));
      await server.arrival(before + 1);
      await sleep(50);
      const aborted = performance.now();
      controller.abort(new Error("Enough."));
      const failure = await pending;
      const took = performance.now() - aborted;
      expect(failure).toBeInstanceOf(APIUserAbortError);
      expect(failure).toMatchObject({ attempts: 1, message: expect.stringContaining("Enough.") });
      expect(server.requests).toHaveLength(before + 1);
      return took;
    });
  });

  test("ends when the total time is up", async () => {
    const server = await serve(busy({ "retry-after": "30" }));
    const client = clientOf(server, { maxRetries: 3, timeout: { total: 300 } });
    const failure = await caught(client.chat.completions.create(question));
    expect(failure).toMatchObject({ name: "APITimeoutError", phase: "total", attempts: 1 });
  });
});
