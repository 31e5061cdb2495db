import { constants } from "node:http2";
import { describe, expect, test } from "vitest";
import { APITimeoutError, APIUserAbortError, type ClientOptions, StreamDroppedError } from "../../ts/index";
import { ca, localhost } from "../support/certificates";
import { answerOf, chunk, completion, event, question } from "../support/chat";
import { caught, clientOf, textOf } from "../support/client";
import { type Http2Answer, json, serveHttp2 } from "../support/http2-server";
import { expectAtOnce, SOON, sleep } from "../support/patience";

const streaming = { ...question, stream: true } as const;
const good = json(completion("Over two."));

const kinds: Readonly<Record<string, { tls?: typeof localhost; options: ClientOptions }>> = {
  "over TLS": { tls: localhost, options: { ca } },
  "without TLS": { options: { httpVersion: "2" } },
};

/** Opens a stream and leaves it open. */
const open: Http2Answer = ({ stream }) => {
  stream.respond({ ":status": 200, "content-type": "text/event-stream" });
  stream.write(event(chunk("Hel")));
};

describe.each(Object.entries(kinds))("HTTP/2 %s", (_kind, { tls, options }) => {
  const serve = (settings: object, ...answers: Http2Answer[]) =>
    serveHttp2({ ...(tls === undefined ? {} : { tls }), settings }, ...answers);

  test("carries requests, bodies and headers", async () => {
    const server = await serve({}, good);
    const result = await clientOf(server, options).chat.completions.create(question);
    expect(result.choices[0]?.message.content).toBe("Over two.");
    const exchange = await server.arrival();
    expect(exchange.headers[":method"]).toBe("POST");
    expect(exchange.headers[":path"]).toBe("/v1/chat/completions");
    expect(JSON.parse(await exchange.body)).toEqual({ messages: question.messages, model: question.model });
  });

  test("carries many calls over one connection, also those that are made before it stands", async () => {
    const server = await serve({}, async (exchange) => {
      const { seed } = JSON.parse(await exchange.body) as { seed: number };
      await sleep(5);
      await json({ seed })(exchange);
    });
    const client = clientOf(server, options);
    await client.chat.completions.create({ ...question, seed: -1 });
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, seed) => client.chat.completions.create({ ...question, seed })),
    );
    expect(results.map((result) => (result as unknown as { seed: number }).seed)).toEqual([
      ...results.keys(),
    ]);
    expect(server.sessions).toHaveLength(1);
  });

  test("keeps to two streams at a time where the server wants that, and serves fifty calls all the same", async () => {
    const server = await serve({ maxConcurrentStreams: 2 }, async (exchange) => {
      await sleep(5);
      await good(exchange);
    });
    const client = clientOf(server, { ...options, maxRetries: 2 });
    const results = await Promise.all(
      Array.from({ length: 50 }, () => client.chat.completions.create(question)),
    );
    expect(results.every((result) => result.choices[0]?.message.content === "Over two.")).toBe(true);
  });

  test("asks again when the server refuses a stream before it looks at it", async () => {
    const server = await serve({}, ({ stream }) => stream.close(constants.NGHTTP2_REFUSED_STREAM), good);
    const result = await clientOf(server, { ...options, maxRetries: 1 }).chat.completions.create(question);
    expect(result.choices[0]?.message.content).toBe("Over two.");
    expect(server.exchanges).toHaveLength(2);
  });

  test("moves to another connection when the server says goodbye", async () => {
    const server = await serve({}, good);
    const client = clientOf(server, { ...options, maxRetries: 1 });
    for (let round = 0; round < 3; round++) {
      await client.chat.completions.create(question);
      server.sessions.at(-1)?.goaway(constants.NGHTTP2_NO_ERROR);
      // Nothing tells that it was heard.
      await sleep(150);
    }
    expect(server.sessions.length).toBeGreaterThan(1);
    expect(server.exchanges).toHaveLength(3);
  });

  test("lets a stream that is open end in peace when the server says goodbye", async () => {
    const server = await serve({}, ({ stream }) => {
      stream.respond({ ":status": 200, "content-type": "text/event-stream" });
      stream.write(event(chunk("Hel")));
      stream.session?.goaway(constants.NGHTTP2_NO_ERROR);
      setTimeout(() => stream.end(answerOf("lo")), 50);
    });
    const opened = await clientOf(server, options).chat.completions.create(streaming);
    expect(await textOf(opened)).toBe("Hello");
  });

  test("tells a stream that is reset in the middle from one that has ended", async () => {
    const server = await serve({}, open);
    const opened = await clientOf(server, options).chat.completions.create(streaming);
    const iterator = opened[Symbol.asyncIterator]();
    await iterator.next();
    // Closing it with a code would end it properly first.
    server.exchanges[0]?.stream.destroy(new Error("A failure of the server."));
    expect(await caught(iterator.next())).toBeInstanceOf(StreamDroppedError);
  });

  test("tells a connection that breaks from a stream that has ended", async () => {
    const server = await serve({}, open);
    const opened = await clientOf(server, options).chat.completions.create(streaming);
    const iterator = opened[Symbol.asyncIterator]();
    await iterator.next();
    server.sessions[0]?.destroy();
    expect(await caught(iterator.next())).toBeInstanceOf(StreamDroppedError);
  });

  test("closes the stream of an aborted call at once, and leaves the connection to the others", async () => {
    const server = await serve({}, (exchange) =>
      exchange.headers[":path"] === "/v1/me" ? json({})(exchange) : undefined,
    );
    const client = clientOf(server, options);
    await client.me.get();
    await expectAtOnce(async () => {
      const controller = new AbortController();
      const pending = caught(client.chat.completions.create(question, { signal: controller.signal }));
      const exchange = await server.arrival(server.exchanges.length + 1);
      const aborted = performance.now();
      controller.abort();
      expect(await pending).toBeInstanceOf(APIUserAbortError);
      const closed = await exchange.closed;
      expect(exchange.stream.rstCode).toBe(constants.NGHTTP2_CANCEL);
      return closed - aborted;
    });
    await client.me.get();
    expect(server.sessions).toHaveLength(1);
  });

  test("closes the stream that a loop has left", async () => {
    const server = await serve({}, open);
    for await (const _ of await clientOf(server, options).chat.completions.create(streaming)) break;
    const started = performance.now();
    await (await server.arrival()).closed;
    expect(performance.now() - started).toBeLessThan(SOON);
  });

  test("stops the server of a stream that nobody reads, and nobody else's", async () => {
    let sent = 0;
    const server = await serve({}, async ({ stream, body }) => {
      const flooding = (JSON.parse(await body) as { seed?: number }).seed === 1;
      stream.respond({ ":status": 200, "content-type": "text/event-stream" });
      if (!flooding) {
        stream.end(answerOf("Hello"));
        return;
      }
      const piece = event(chunk("x".repeat(10_000))).repeat(10);
      const pour = () => {
        while (!stream.destroyed && sent < 64 * 1024 * 1024) {
          sent += piece.length;
          if (!stream.write(piece)) return void stream.once("drain", pour);
        }
      };
      pour();
    });
    const client = clientOf(server, options);
    const slow = await client.chat.completions.create({ ...streaming, seed: 1 });
    let before = -1;
    while (before !== sent) {
      before = sent;
      await sleep(200);
    }
    expect(sent).toBeLessThan(8 * 1024 * 1024);
    const quick = await client.chat.completions.create(streaming);
    expect(await quick.finalText()).toBe("Hello");
    expect(server.sessions).toHaveLength(1);
    slow.close();
  });

  test("keeps to its timeouts", async () => {
    const server = await serve({}, () => {}, open);
    const client = clientOf(server, { ...options, timeout: { headers: 500, idle: 300 } });
    const waiting = await caught(client.chat.completions.create(question));
    expect(waiting).toBeInstanceOf(APITimeoutError);
    expect(waiting).toMatchObject({ phase: "headers" });
    const opened = await client.chat.completions.create(streaming);
    expect(await caught(opened.forEach(() => {}))).toMatchObject({ phase: "idle" });
    for (const exchange of server.exchanges) await exchange.closed;
  });
});

test("a server that speaks both is spoken to in the version that is asked for", async () => {
  const server = await serveHttp2({ tls: { ...localhost, allowHTTP1: true } }, good);
  await clientOf(server, { ca }).me.get();
  expect(server.exchanges).toHaveLength(1);
});
