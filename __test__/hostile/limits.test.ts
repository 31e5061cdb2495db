import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { body, dripping, head, json, streamHead } from "../support/answers";
import { answerOf, completion, question } from "../support/chat";
import { caught, clientOf, textOf } from "../support/client";
import { serve } from "../support/scripted-server";

const streaming = { ...question, stream: true } as const;

describe("a body that a server packed", () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ":\n"));

  test("full of comments, in place of a stream, is refused and leaves others alone", async () => {
    const packed = body(200, bomb, { "content-type": "text/event-stream", "content-encoding": "gzip" });
    const [attacker, honest] = [
      await serve(packed),
      await serve(body(200, answerOf("Hello"), { "content-type": "text/event-stream" })),
    ];
    const asked = clientOf(attacker, { headers: { "accept-encoding": "gzip" } });
    const strike = asked.chat.completions.create(streaming).then((opened) => opened.finalCompletion());
    const neighbour = await clientOf(honest).chat.completions.create(streaming);
    expect(await textOf(neighbour)).toBe("Hello");
    expect((await caught(strike)).message).toContain("200 times its size");
    expect((await caught(clientOf(attacker).chat.completions.create(streaming))).message).toContain(
      "not asked for",
    );
  });

  test("that unpacks without end is a typed error of its call", async () => {
    const packed = body(200, bomb, { "content-type": "application/json", "content-encoding": "gzip" });
    const failure = await caught(clientOf(await serve(packed)).chat.completions.create(question));
    expect(failure).toMatchObject({ name: "APIStatusError", code: "invalid_response" });
  });

  test("in a way that nobody asked for is refused", async () => {
    for (const encoding of ["br", "zstd", "gzip, gzip", "nonsense"]) {
      const packed = body(200, "bytes", { "content-encoding": encoding });
      const failure = await caught(clientOf(await serve(packed)).chat.completions.create(question));
      expect(failure).toMatchObject({ name: "APIConnectionError", retryable: false });
    }
  });
});

describe("a server that is never silent and never done", () => {
  const limits = { headers: 2000, idle: 250 };

  test("drips a document: it may take twice the limit on silence in all", async () => {
    const server = await serve(dripping(head(200, { "content-length": "100000" }), " "));
    const client = clientOf(server, { timeout: { ...limits, idle: 600 }, maxRetries: 2 });
    const failure = await caught(client.chat.completions.create(question));
    expect(failure).toMatchObject({ name: "APITimeoutError", phase: "body", limitMs: 1200, attempts: 1 });
    expect(failure.message).toContain("Raise `timeout.idle`");
    await server.exchanges[0]?.closed;
  });

  test("sends blank events: they are silence", async () => {
    for (const blank of ["data:\n\n", "data: \n\n", ": comment\n\n", "event: ping\n\n", "id: 1\n\n"]) {
      const server = await serve(dripping(streamHead(), blank));
      const opened = await clientOf(server, { timeout: limits }).chat.completions.create(streaming);
      const failure = await caught(opened.finalCompletion());
      expect(failure, blank).toMatchObject({ name: "APITimeoutError", phase: "idle" });
    }
  });

  test("redirects from hop to hop: the limit on headers is for all of them", async () => {
    const server = await serve(async (exchange) => {
      await sleep(120);
      await exchange.write(head(307, { location: "/v1/again", "content-length": "0" }));
    });
    const failure = await caught(
      clientOf(server, { timeout: { headers: 400 } }).chat.completions.create(question),
    );
    expect(failure).toMatchObject({ name: "APITimeoutError", phase: "headers", limitMs: 400 });
    expect(server.requests.length).toBeLessThan(6);
  });

  test("stalls inside an error: the status is told with what came, and repeated as the status allows", async () => {
    const half = `${head(503, { "content-length": "1000", "content-type": "text/plain" })}Half`;
    const server = await serve((exchange) => exchange.write(half), json(completion("Back.")));
    const result = await clientOf(server, { maxRetries: 1 }).chat.completions.create(question);
    expect(result.choices[0]?.message.content).toBe("Back.");
  }, 20_000);
});

describe("an answer that says twice how long it is", () => {
  const text = JSON.stringify(completion("Hello"));
  const chunked = `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`;
  const start = (length: number) =>
    head(200, {
      "content-length": String(length),
      "transfer-encoding": "chunked",
      "content-type": "application/json",
    });

  test("is read as HTTP says, and its connection serves no further request", async () => {
    // What follows the answer would be the next one's to whoever reused the connection.
    const smuggled = `${head(200, { "content-length": "2" })}{}`;
    const server = await serve((exchange) => exchange.write(start(text.length) + chunked + smuggled));
    const client = clientOf(server);
    for (let round = 0; round < 3; round += 1) {
      const { choices } = await client.chat.completions.create(question);
      expect(choices[0]?.message.content).toBe("Hello");
    }
    expect(server.connections).toBe(3);
  });

  test("costs others of the pool nothing but their connections", async () => {
    const server = await serve(
      json(completion("A")),
      (exchange) => exchange.write(start(3) + chunked),
      json(completion("B")),
    );
    const client = clientOf(server);
    for (const expected of ["A", "Hello", "B", "B"]) {
      const { choices } = await client.chat.completions.create(question);
      expect(choices[0]?.message.content).toBe(expected);
    }
    expect(server.connections).toBe(2);
  });
});
