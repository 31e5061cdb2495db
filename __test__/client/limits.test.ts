import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { BadRequestError, Client, createFetch, RateLimitError } from "../../ts/index";
import { readAttemptFacts } from "../../ts/native/attempt-facts";
import { Pacer } from "../../ts/native/pacer";
import { coreClient } from "../native/core";
import { error, json, silence, stream, streamHead } from "../support/answers";
import { answerOf, chunk, completion, event, question } from "../support/chat";
import { caught, clientOf, textOf } from "../support/client";
import { type Answer, type Exchange, serve } from "../support/scripted-server";

const good = json(completion());

/** A server that notes how many requests it works on at a time. */
function busy(takes: number): { readonly answer: Answer; most: number } {
  let running = 0;
  const seen = {
    most: 0,
    answer: async (exchange: Exchange) => {
      running++;
      seen.most = Math.max(seen.most, running);
      await sleep(takes);
      running--;
      await good(exchange);
    },
  };
  return seen;
}

/** A server that takes so many requests in each window of time, and says so. */
function windowed(
  allowed: number,
  windowMs: number,
  tells: (left: number, reset: Date) => Record<string, string>,
) {
  let window = -1;
  let taken = 0;
  const seen = {
    refused: 0,
    answer: (exchange: Exchange) => {
      const now = Date.now();
      if (Math.floor(now / windowMs) !== window) {
        window = Math.floor(now / windowMs);
        taken = 0;
      }
      const reset = new Date((window + 1) * windowMs);
      if (taken === allowed) {
        seen.refused++;
        const wait = String((reset.getTime() - now + 5) / 1000);
        return error(
          429,
          { type: "rate_limit_error", code: "rate_limit_exceeded" },
          { "retry-after": wait },
        )(exchange);
      }
      taken++;
      return json(completion(), { headers: tells(allowed - taken, reset) })(exchange);
    },
  };
  return seen;
}

const createMany = (client: Client, count: number) =>
  Promise.all(Array.from({ length: count }, () => client.chat.completions.create(question)));

describe("concurrency", () => {
  test("is never exceeded by all requests of a client and its children together", async () => {
    const work = busy(10);
    const server = await serve(work.answer);
    const client = clientOf(server, { limits: { concurrency: 3 } });
    const child = client.withOptions({ maxRetries: 1 });
    await Promise.all([createMany(client, 10), createMany(child, 10)]);
    expect(work.most).toBe(3);
    expect(server.exchanges).toHaveLength(20);
  });

  test("lets requests go in the order in which they came", async () => {
    let release = (): void => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const server = await serve(async (exchange) => {
      await released;
      await good(exchange);
    });
    const client = clientOf(server, { limits: { concurrency: 1 } });
    const models = Array.from({ length: 12 }, (_, index) => `m${index}`);
    const ask = (model: string) => client.chat.completions.create({ ...question, model });
    const calls = models.slice(0, 1).map(ask);
    await server.arrival(1);
    calls.push(...models.slice(1).map(ask));
    // The others stand in line before the first has its answer.
    await sleep(100);
    release();
    await Promise.all(calls);
    expect(server.requests.map((request) => request.json().model)).toEqual(models);
  });

  test("counts a stream until its body has ended, or it was stopped", async () => {
    const begun: Answer = (exchange) => exchange.write(streamHead() + event(chunk("a")));
    const server = await serve(stream(event(chunk("Hi")) + answerOf("!")), begun, good);
    const { chat } = clientOf(server, { limits: { concurrency: 1 } });
    const first = await chat.completions.create({ ...question, stream: true });
    expect(await textOf(first)).toContain("Hi");
    const second = await chat.completions.create({ ...question, stream: true });
    const third = chat.completions.create(question);
    await sleep(50);
    expect(server.exchanges).toHaveLength(2);
    second.abort();
    await third;
    expect(server.exchanges).toHaveLength(3);
  });

  test("of a child holds beside that of its client", async () => {
    const work = busy(10);
    const server = await serve(work.answer);
    const client = clientOf(server, { limits: { concurrency: 4 } });
    await createMany(client.withOptions({ limits: { concurrency: 2 } }), 8);
    expect(work.most).toBe(2);
    const [one, other] = [client.withOptions({ limits: { concurrency: 3 } }), client.withOptions({})];
    await Promise.all([createMany(one, 8), createMany(other, 8)]);
    expect(work.most).toBe(4);
  });

  test("holds for the requests of a `fetch` made from the client, too", async () => {
    const work = busy(10);
    const server = await serve(work.answer);
    const client = clientOf(server, { limits: { concurrency: 2 } });
    const fetch = createFetch(client);
    const asked = Array.from({ length: 8 }, () =>
      fetch(`${server.baseUrl}/x`, { method: "POST", body: "{}" }),
    );
    await Promise.all(asked.map(async (answer) => (await answer).text()));
    expect(work.most).toBe(2);
  });
});

describe("waiting for a turn", () => {
  test("ends with the signal and with `timeout.total`, and nothing is sent", async () => {
    const server = await serve(silence);
    const client = clientOf(server, { limits: { concurrency: 1 } });
    client.chat.completions.create(question).catch(() => {});
    await server.arrival(1);
    const controller = new AbortController();
    const aborted = caught(client.chat.completions.create(question, { signal: controller.signal }));
    await sleep(20);
    controller.abort();
    expect(await aborted).toMatchObject({ code: "request_aborted", attempts: 0 });
    const late = await caught(client.chat.completions.create(question, { timeout: { total: 50 } }));
    expect(late).toMatchObject({ phase: "total", attempts: 0 });
    expect(server.exchanges).toHaveLength(1);
  });

  test("does not count for `timeout.headers`", async () => {
    const server = await serve(async (exchange) => {
      await sleep(600);
      await good(exchange);
    });
    const client = clientOf(server, { limits: { concurrency: 1 }, timeout: { headers: 1500 } });
    await createMany(client, 4);
    expect(server.exchanges).toHaveLength(4);
  });

  test("is told among the facts of an attempt, and by nobody without limits", async () => {
    const server = await serve(busy(30).answer);
    const limits = { concurrency: 1, requestsPerMinute: null, tokensPerMinute: null, maxQueue: null };
    const call = {
      method: "POST",
      url: `${server.baseUrl}/x`,
      authorization: null,
      headers: null,
      body: "{}",
      framing: 0,
    } as const;
    const paced = coreClient({}, new Pacer(limits, undefined));
    const outcomes = await Promise.all([paced.send(call).outcome, paced.send(call).outcome]);
    const waits = outcomes.map(({ facts }) => readAttemptFacts(facts)[0]?.queuedMs ?? -1);
    expect(Math.max(...waits)).toBeGreaterThan(10);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(0);
    const free = await coreClient().send(call).outcome;
    expect(readAttemptFacts(free.facts)[0]?.queuedMs).toBeNull();
  });

  test("of more requests than may wait is an error at once", async () => {
    const server = await serve(silence);
    const client = clientOf(server, { limits: { concurrency: 1, maxQueue: 1 } });
    client.chat.completions.create(question).catch(() => {});
    await server.arrival(1);
    // One of these waits, whichever comes first, and the others are told.
    const failure = await Promise.any(
      Array.from({ length: 3 }, () => caught(client.chat.completions.create(question))),
    );
    expect(failure).toMatchObject({ code: "queue_full", retryable: true, attempts: 0, statusCode: 0 });
    expect(failure.message).toContain("limits.maxQueue");
  });

  test("ends when the client is closed", async () => {
    const server = await serve(silence);
    const client = clientOf(server, { limits: { concurrency: 1 } });
    const running = [caught(client.me.get()), caught(client.me.get())];
    await server.arrival(1);
    client.close();
    for (const failure of await Promise.all(running)) expect(failure.code).toBe("request_aborted");
  });
});

describe("a rate", () => {
  test("of requests lets none of them be refused by a server that has the same", async () => {
    // One every 10 ms, so that a test can wait for it.
    const work = windowed(6000, 60_000, () => ({}));
    const server = await serve(work.answer);
    const client = clientOf(server, { limits: { requestsPerMinute: 6000 } });
    const started = performance.now();
    await createMany(client, 150);
    expect(performance.now() - started).toBeGreaterThan(900);
    expect(work.refused).toBe(0);
  });

  test("that the server tells of is kept without being told", async () => {
    const work = windowed(10, 1000, (left, reset) => ({
      "x-ratelimit-limit-requests": "10",
      "x-ratelimit-remaining-requests": String(left),
      "x-ratelimit-reset-requests": reset.toISOString(),
    }));
    const server = await serve(work.answer);
    const client = clientOf(server, { limits: { concurrency: 4 }, maxRetries: 5 });
    await createMany(client, 40);
    expect(work.refused).toBe(0);
  });

  test("of tokens spreads requests by what they may use", async () => {
    const server = await serve(good);
    const client = clientOf(server, { limits: { tokensPerMinute: 600_000 } });
    const started = performance.now();
    const ask = () => client.chat.completions.create({ ...question, max_tokens: 4000 });
    await Promise.all([ask(), ask(), ask(), ask(), ask()]);
    expect(performance.now() - started).toBeGreaterThan(600);
  });
});

describe("a refusal for too many requests", () => {
  const limited = (code: string, wait: string) =>
    error(429, { type: "rate_limit_error", code, message: "Slow down." }, { "retry-after": wait });

  test("lets nobody knock until the server has been waited for, and other models pass", async () => {
    const server = await serve((exchange) =>
      server.exchanges.length === 1 ? limited("rate_limit_exceeded", "2")(exchange) : good(exchange),
    );
    const client = clientOf(server, { limits: { concurrency: 50 }, maxRetries: 2 });
    const first = client.chat.completions.create({ ...question, model: "busy" });
    await server.arrival(1);
    await sleep(200);
    const others = Array.from({ length: 10 }, () =>
      client.chat.completions.create({ ...question, model: "busy" }),
    );
    await client.chat.completions.create({ ...question, model: "idle" });
    await sleep(100);
    expect(server.requests.map((request) => request.json().model)).toEqual(["busy", "idle"]);
    await Promise.all([first, ...others]);
    expect(server.exchanges).toHaveLength(13);
  });

  test("with a code that is final holds nobody back", async () => {
    const server = await serve((exchange) =>
      server.exchanges.length === 1 ? limited("budget_exhausted", "30")(exchange) : good(exchange),
    );
    const client = clientOf(server, { limits: { concurrency: 50 } });
    expect(await caught(client.chat.completions.create(question))).toMatchObject({
      code: "budget_exhausted",
    });
    await client.chat.completions.create(question);
  });

  test("that asks for too long a wait is repeated to the others without asking", async () => {
    const server = await serve(limited("rate_limit_exceeded", "3600"));
    const client = clientOf(server, { limits: { concurrency: 50 }, maxRetries: 2 });
    await caught(client.chat.completions.create(question));
    const second = await caught(client.chat.completions.create(question));
    expect(second).toBeInstanceOf(RateLimitError);
    expect(second).toMatchObject({ code: "rate_limit_exceeded", attempts: 0, retryable: true });
    expect(second.retryAfterSeconds).toBeGreaterThan(3590);
    expect(second.message).toContain("maxRetryDelay");
    expect(server.exchanges).toHaveLength(1);
  });

  test("closes nothing for a client without limits", async () => {
    const server = await serve((exchange) =>
      server.exchanges.length === 1 ? limited("rate_limit_exceeded", "30")(exchange) : good(exchange),
    );
    const client = clientOf(server);
    await caught(client.chat.completions.create(question));
    await client.chat.completions.create(question);
  });
});

describe("limits that can't be right", () => {
  test.each([
    [{ concurrency: 0 }, "limits.concurrency"],
    [{ concurrency: 1.5 }, "limits.concurrency"],
    [{ requestsPerMinute: "50" }, "limits.requestsPerMinute"],
    [{ tokensPerMinute: Number.POSITIVE_INFINITY }, "limits.tokensPerMinute"],
    [{ maxQueue: -1 }, "limits.maxQueue"],
    [{ requestPerMinute: 5 }, "limits.requestPerMinute"],
    [5, "limits"],
  ])("%j are refused with their path", (limits, param) => {
    const make = () => new Client({ apiKey: "ak_test", limits: limits as never });
    expect(make).toThrow(BadRequestError);
    expect(make).toThrow(expect.objectContaining({ param }));
  });

  test("`null` is no limit", () => {
    const nothing = { concurrency: null, requestsPerMinute: undefined };
    expect(() => new Client({ apiKey: "ak_test", limits: nothing })).not.toThrow();
    expect(() => new Client({ apiKey: "ak_test", limits: null })).not.toThrow();
  });
});
