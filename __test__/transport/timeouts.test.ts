import { describe, expect, test } from "vitest";
import { APITimeoutError, type ClientOptions } from "../../ts/index";
import { hangAfter, head, json, silence, streamHead } from "../support/answers";
import { answerOf, chunk, completion, event, question } from "../support/chat";
import { caught, clientOf, textOf } from "../support/client";
import { SOON, sleep } from "../support/patience";
import { type Answer, serve } from "../support/scripted-server";

const streaming = { ...question, stream: true } as const;

/** Runs until a limit has passed, and says after how long. */
async function timedOut(pending: PromiseLike<unknown>, limit: number): Promise<APITimeoutError> {
  const started = performance.now();
  const failure = await caught(pending);
  const took = performance.now() - started;
  expect(failure).toBeInstanceOf(APITimeoutError);
  expect(took).toBeGreaterThan(limit - 15);
  expect(took).toBeLessThan(limit + SOON);
  return failure as APITimeoutError;
}

const named = (phase: string, limitMs: number) => ({
  phase,
  limitMs,
  code: "api_connection_error",
  retryable: true,
  message: expect.stringContaining(`timeout.${phase}`),
});

describe("the limit on connecting", () => {
  test("ends a handshake that goes nowhere, and closes the connection", async () => {
    const server = await serve(silence);
    const client = clientOf({ baseUrl: `https://127.0.0.1:${server.port}` }, { timeout: { connect: 150 } });
    const failure = await timedOut(client.me.get(), 150);
    expect(failure).toMatchObject({ ...named("connect", 150), attempts: 1, statusCode: 0 });
    await expect.poll(() => server.open, { timeout: SOON }).toBe(0);
  });

  test("gives another attempt, like every failure to connect", async () => {
    const server = await serve(silence);
    const client = clientOf(
      { baseUrl: `https://127.0.0.1:${server.port}` },
      { timeout: { connect: 50 }, maxRetries: 1 },
    );
    expect((await timedOut(client.me.get(), 500)).attempts).toBe(2);
    expect(server.connections).toBe(2);
  });
});

describe("the limit on response headers", () => {
  test("ends a request that is not answered, says that it may cost, and closes the connection", async () => {
    const server = await serve(silence);
    const client = clientOf(server, { timeout: { headers: 150 } });
    const failure = await timedOut(client.chat.completions.create(question), 150);
    expect(failure).toMatchObject({ ...named("headers", 150), attempts: 1 });
    expect(failure.message).toContain("billed");
    await (await server.arrival()).closed;
  });

  test("counts for each attempt anew", async () => {
    const server = await serve(silence, json(completion("At last.")));
    const client = clientOf(server, { timeout: { headers: 1500 }, maxRetries: 1 });
    const result = await client.chat.completions.create(question);
    expect(result.choices[0]?.message.content).toBe("At last.");
    expect(server.requests).toHaveLength(2);
  });

  test("is a plain number, and can be given for one request", async () => {
    const server = await serve(silence);
    const client = clientOf(server, { timeout: 60_000 });
    expect(await timedOut(client.me.get({ timeout: 120 }), 120)).toMatchObject(named("headers", 120));
    expect(await timedOut(client.me.get({ timeout: { headers: 80 } }), 80)).toMatchObject(
      named("headers", 80),
    );
    expect(await timedOut(client.withOptions({ timeout: 90 }).me.get(), 90)).toMatchObject(
      named("headers", 90),
    );
  });

  test("ends the wait for a stream to open", async () => {
    const server = await serve(silence);
    const client = clientOf(server, { timeout: { headers: 100 } });
    expect(await timedOut(client.chat.completions.create(streaming), 100)).toMatchObject(
      named("headers", 100),
    );
  });

  test("does not run once the headers are there", async () => {
    const server = await serve(async (exchange) => {
      await exchange.write(head(200, { "content-length": "13" }));
      await sleep(900);
      await exchange.write('{"late":true}');
    });
    const client = clientOf(server, { timeout: { headers: 600 } });
    expect(await client.request({ path: "/x" })).toEqual({ late: true });
  });
});

describe("the limit on silence", () => {
  test("ends a whole answer whose body stops coming", async () => {
    const server = await serve(hangAfter(`${head(200, { "content-length": "900" })}{"id":`));
    const failure = await timedOut(clientOf(server, { timeout: { idle: 150 } }).me.get(), 150);
    expect(failure).toMatchObject(named("idle", 150));
    await (await server.arrival()).closed;
  });

  test("ends a stream that stops coming, keeps what had come, and closes the connection", async () => {
    const server = await serve(hangAfter(`${streamHead({ "x-request-id": "req_1" })}${event(chunk("Hel"))}`));
    const opened = await clientOf(server, { timeout: { idle: 150 } }).chat.completions.create(streaming);
    const failure = await timedOut(textOf(opened), 150);
    expect(failure).toMatchObject({
      ...named("idle", 150),
      statusCode: 200,
      requestId: "req_1",
      partial: { choices: [{ message: { content: "Hel" } }] },
      retryable: false,
    });
    await (await server.arrival()).closed;
  });

  test("takes keep-alive comments for silence", async () => {
    const server = await serve(async (exchange) => {
      await exchange.write(`${streamHead()}${event(chunk("Hel"))}`);
      while (!exchange.socket.destroyed) {
        await exchange.write(": keep-alive\n\n");
        await sleep(10);
      }
    });
    const opened = await clientOf(server, { timeout: { idle: 200 } }).chat.completions.create(streaming);
    expect(await timedOut(textOf(opened), 200)).toMatchObject({ ...named("idle", 200), retryable: false });
  });

  test("begins anew with every event", async () => {
    const pieces = Array.from({ length: 8 }, (_, index) => `${index}`);
    const server = await serve(async (exchange) => {
      await exchange.write(streamHead());
      for (const piece of pieces) {
        await sleep(100);
        await exchange.write(event(chunk(piece)));
      }
      exchange.end(answerOf());
    });
    // Far more than the limit in all, far less between two events even on a busy machine.
    const opened = await clientOf(server, { timeout: { idle: 700 } }).chat.completions.create(streaming);
    expect(await textOf(opened)).toBe("01234567");
  });

  test("does not run while the program is busy with an event, however long that takes", async () => {
    const server = await serve(async (exchange) => {
      await exchange.write(`${streamHead()}${event(chunk("a"))}`);
      await sleep(50);
      await exchange.write(event(chunk("b")));
      await finish;
      exchange.end(answerOf("c"));
    });
    const { promise: finish, go } = gate();
    const opened = await clientOf(server, { timeout: { idle: 700 } }).chat.completions.create(streaming);
    let text = "";
    for await (const piece of opened.textStream) {
      text += piece;
      // The second pause is one in which nothing comes either; nobody is waiting for it.
      if (piece !== "c") await sleep(1000);
      if (piece === "b") go();
    }
    expect(text).toBe("abc");
  });

  test("does not run while a program that waited for an event is busy with it", async () => {
    const server = await serve(async (exchange) => {
      await exchange.write(streamHead());
      for (const piece of ["a", "b"]) {
        await sleep(50);
        await exchange.write(event(chunk(piece)));
      }
      await finish;
      exchange.end(answerOf("c"));
    });
    const { promise: finish, go } = gate();
    const opened = await clientOf(server, { timeout: { idle: 700 } }).chat.completions.create(streaming);
    let text = "";
    for await (const piece of opened.textStream) {
      text += piece;
      if (piece !== "b") continue;
      await sleep(1000);
      // From here on the program waits, and it is the server that is silent, for less than the limit.
      setTimeout(go, 100);
    }
    expect(text).toBe("abc");
  });

  test("runs from the moment at which a program begins to wait again", async () => {
    const server = await serve(async (exchange) => {
      await exchange.write(streamHead());
      await sleep(50);
      await exchange.write(event(chunk("a")));
    });
    const opened = await clientOf(server, { timeout: { idle: 400 } }).chat.completions.create(streaming);
    let waitingSince = 0;
    const failure = await caught(
      opened.forEach(async () => {
        await sleep(600);
        waitingSince = performance.now();
      }),
    );
    expect(failure).toMatchObject({ ...named("idle", 400), retryable: false });
    expect(performance.now() - waitingSince).toBeGreaterThan(385);
  });

  test("does not run before anybody reads the stream", async () => {
    const server = await serve(async (exchange) => {
      await exchange.write(streamHead());
      await finish;
      exchange.end(answerOf("late"));
    });
    const { promise: finish, go } = gate();
    const opened = await clientOf(server, { timeout: { idle: 600 } }).chat.completions.create(streaming);
    await sleep(900);
    setTimeout(go, 20);
    expect(await textOf(opened)).toBe("late");
  });
});

describe("the limit on the whole call", () => {
  const places: Readonly<Record<string, Answer>> = {
    "before the headers": silence,
    "inside the body": hangAfter(`${head(200, { "content-length": "900" })}{"id":`),
  };

  test.each(Object.entries(places))("ends it %s", async (_where, answer) => {
    const server = await serve(answer);
    const failure = await timedOut(clientOf(server, { timeout: { total: 200 } }).me.get(), 200);
    expect(failure).toMatchObject({ ...named("total", 200), attempts: 1 });
    await (await server.arrival()).closed;
  });

  test("ends a stream although its events keep coming", async () => {
    const server = await serve(async (exchange) => {
      await exchange.write(streamHead());
      while (!exchange.socket.destroyed) {
        await exchange.write(event(chunk(".")));
        await sleep(10);
      }
    });
    const client = clientOf(server, { timeout: { total: 400 } });
    const started = performance.now();
    const opened = await client.chat.completions.create(streaming);
    const failure = await caught(textOf(opened));
    expect(performance.now() - started).toBeGreaterThan(385);
    expect(failure).toMatchObject({ ...named("total", 400), retryable: false });
    expect((failure.partial as { choices: unknown[] }).choices).toHaveLength(1);
    await (await server.arrival()).closed;
  });

  test("is off by default, where the others are not", async () => {
    const server = await serve(async (exchange) => {
      await sleep(300);
      await json({})(exchange);
    });
    const client = clientOf(server);
    expect(client.timeout).toEqual({ connect: 10_000, headers: 60_000, idle: 300_000, total: null });
    await client.me.get();
    await client.withOptions({ timeout: 5_000 }).me.get();
  });

  test("is switched off by false", async () => {
    const server = await serve(async (exchange) => {
      await sleep(300);
      await json({})(exchange);
    });
    const all: ClientOptions["timeout"] = { connect: false, headers: false, idle: false, total: false };
    await clientOf(server, { timeout: all }).me.get();
    await clientOf(server, { timeout: { total: 100 } }).me.get({ timeout: { total: false } });
  });
});

test("a timeout of 0 passes at once", async () => {
  const server = await serve(silence);
  expect(await timedOut(clientOf(server, { timeout: 0 }).me.get(), 0)).toMatchObject({
    phase: "headers",
    limitMs: 0,
  });
});

/** A promise, and what fulfils it. */
function gate(): { promise: Promise<void>; go: () => void } {
  let go = (): void => {};
  const promise = new Promise<void>((resolve) => {
    go = resolve;
  });
  return { promise, go };
}
