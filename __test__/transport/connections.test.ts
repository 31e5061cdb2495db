import { describe, expect, test } from "vitest";
import { hangUp, json, streamHead } from "../support/answers";
import { chunk, completion, event, question } from "../support/chat";
import { clientOf, textOf } from "../support/client";
import { sleep, times } from "../support/patience";
import { type Exchange, serve } from "../support/scripted-server";

describe("connections", () => {
  test("are used again for requests that follow each other", async () => {
    const server = await serve(json(completion()));
    const client = clientOf(server);
    for (let i = 0; i < 20; i++) await client.chat.completions.create(question);
    expect(server.connections).toBe(1);
  });

  test("are as many as there are requests at the same time", async () => {
    const held: Exchange[] = [];
    const server = await serve((exchange) => {
      held.push(exchange);
    });
    const client = clientOf(server);
    const calls = Array.from({ length: 100 }, () => client.me.get());
    await server.arrival(100);
    expect(server.connections).toBe(100);
    for (const exchange of held) json({})(exchange);
    await Promise.all(calls);
    const again = Array.from({ length: 100 }, () => client.me.get());
    await server.arrival(200);
    for (const exchange of held.slice(100)) json({})(exchange);
    await Promise.all(again);
    expect(server.connections).toBeLessThan(150);
  });

  test("that the server closed while they were idle cost nobody a request", async () => {
    const server = await serve(json(completion()));
    const client = clientOf(server);
    for (let round = 0; round < 10; round++) {
      await client.chat.completions.create(question);
      const { socket, closed } = server.exchanges.at(-1) as Exchange;
      socket.end();
      await closed;
    }
    expect(server.requests).toHaveLength(10);
  });

  test("that are all dead although nobody has noticed cost one attempt, not one each", async () => {
    const held: Exchange[] = [];
    const used = new Set<number>();
    const server = await serve((exchange) => {
      if (used.has(exchange.connection)) return exchange.reset();
      used.add(exchange.connection);
      if (held.length < 10) held.push(exchange);
      else json({})(exchange);
    });
    const client = clientOf(server, { maxRetries: 2 });
    const calls = Array.from({ length: 10 }, () => client.me.get());
    await server.arrival(10);
    for (const exchange of held) json({})(exchange);
    await Promise.all(calls);
    expect(server.connections).toBe(10);
    await client.me.get();
    expect([server.requests.length, server.connections]).toEqual([12, 11]);
  });

  test("that the server closes in the very moment of the next request are made anew by a retry", async () => {
    let count = 0;
    const server = await serve((exchange) =>
      ++count % 2 === 0 ? hangUp(exchange) : json(completion())(exchange),
    );
    const client = clientOf(server, { maxRetries: 1 });
    for (let round = 0; round < 3; round++) await client.chat.completions.create(question);
    expect(server.requests.length).toBeGreaterThan(3);
  });

  test("of a stream whose server goes on behind its end are closed", async () => {
    const server = await serve(async (exchange) => {
      await exchange.write(`${streamHead()}${event(chunk("Done."))}data: [DONE]\n\n`);
      while (!exchange.socket.destroyed) {
        await exchange.write(`: ${"more ".repeat(4_000)}\n\n`);
        await sleep(1);
      }
    });
    const stream = await clientOf(server).chat.completions.create({ ...question, stream: true });
    expect(await textOf(stream)).toBe("Done.");
    await (await server.arrival()).closed;
  });

  test("with `connection: close` are not used again", async () => {
    const server = await serve(json({}, { headers: { connection: "close" } }));
    const client = clientOf(server);
    for (let i = 0; i < 3; i++) await client.me.get();
    expect(server.connections).toBe(3);
  });

  test("stay apart for clients with other network options", async () => {
    const server = await serve(json({}));
    await clientOf(server).me.get();
    await clientOf(server, { timeout: { connect: 1234 } }).me.get();
    expect(server.connections).toBe(2);
  });

  test("carry a thousand requests at once", async () => {
    const server = await serve((exchange) => json({ seed: exchange.request.json().seed })(exchange));
    const client = clientOf(server);
    const amount = times(300, 1000);
    const results = await Promise.all(
      Array.from({ length: amount }, (_, seed) => client.chat.completions.create({ ...question, seed })),
    );
    expect(results.map((result) => (result as unknown as { seed: number }).seed)).toEqual(
      Array.from({ length: amount }, (_, seed) => seed),
    );
  });
});
