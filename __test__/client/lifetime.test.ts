import { describe, expect, test } from "vitest";
import { APIConnectionError, APIUserAbortError, Client } from "../../ts/index";
import { error, hangAfter, json, silence, streamHead } from "../support/answers";
import { chunk, completion, event, question } from "../support/chat";
import { caught, clientOf, KEY } from "../support/client";
import { SOON } from "../support/patience";
import { type Answer, serve } from "../support/scripted-server";

const openStream: Answer = hangAfter(`${streamHead()}${event(chunk("Hel"))}`);

describe("closing a client", () => {
  test("rejects its requests, ends its streams, and the server sees both connections close", async () => {
    const server = await serve(silence, openStream);
    const client = clientOf(server);
    const pending = caught(client.chat.completions.create(question));
    const waiting = await server.arrival(1);
    const stream = await client.chat.completions.create({ ...question, stream: true });
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    const next = caught(iterator.next());
    client.close();
    expect(await pending).toBeInstanceOf(APIUserAbortError);
    expect(await next).toBeInstanceOf(APIUserAbortError);
    const started = performance.now();
    await Promise.all([waiting.closed, (await server.arrival(2)).closed]);
    expect(performance.now() - started).toBeLessThan(SOON);
  });

  test("stops a wait between two attempts", async () => {
    const server = await serve(error(503, {}, { "retry-after": "30" }));
    const client = clientOf(server, { maxRetries: 2 });
    const pending = caught(client.chat.completions.create(question));
    await server.arrival(1);
    client.close();
    expect(await pending).toBeInstanceOf(APIUserAbortError);
    expect(server.requests).toHaveLength(1);
  });

  test("stops a raw answer that is being read", async () => {
    const server = await serve(openStream);
    const client = clientOf(server);
    const response = await client.chat.completions.create({ ...question, stream: true }).asResponse();
    const text = caught(response.text());
    client.close();
    expect(await text).toBeInstanceOf(APIUserAbortError);
    await (await server.arrival(1)).closed;
  });

  test("refuses what comes later, by its own error, and may be done twice", async () => {
    const server = await serve(json(completion()));
    const client = clientOf(server);
    await client.chat.completions.create(question);
    client.close();
    client.close();
    const failure = await caught(client.chat.completions.create(question));
    expect(failure).toBeInstanceOf(APIConnectionError);
    expect(failure).toMatchObject({ code: "client_closed", retryable: false, attempts: 0 });
    expect(await caught(client.me.get().asResponse())).toMatchObject({ code: "client_closed" });
    expect(server.requests).toHaveLength(1);
  });

  test("leaves finished results and streams as they are", async () => {
    const server = await serve(json(completion("Kept.")));
    const client = clientOf(server);
    const result = await client.chat.completions.create(question);
    client.close();
    expect(result.choices[0]?.message.content).toBe("Kept.");
    expect(result.responseHeaders.get("content-type")).toBe("application/json");
  });

  test("happens at the end of an `await using` block", async () => {
    const server = await serve(silence);
    let pending: Promise<unknown>;
    {
      await using client = new Client({ apiKey: KEY, baseUrl: server.baseUrl, proxy: false });
      pending = caught(client.chat.completions.create(question));
      await server.arrival(1);
    }
    expect(await pending).toBeInstanceOf(APIUserAbortError);
  });

  test("ends a stream that is left by `await using`", async () => {
    const server = await serve(openStream);
    const client = clientOf(server);
    {
      await using stream = await client.chat.completions.create({ ...question, stream: true });
      expect(stream.state).toBe("idle");
    }
    await (await server.arrival(1)).closed;
  });
});

describe("a client made by withOptions()", () => {
  test("changes what it names and keeps the rest", async () => {
    const server = await serve(json(completion()));
    const parent = clientOf(server, { maxRetries: 5, timeout: 1234, headers: { "x-a": "1" } });
    const child = parent.withOptions({ maxRetries: 1, timeout: { idle: 99 } });
    expect(child.baseUrl).toBe(parent.baseUrl);
    expect(child.maxRetries).toBe(1);
    expect(child.timeout).toEqual({ connect: 10_000, headers: 1234, idle: 99, total: null });
    expect(parent.maxRetries).toBe(5);
    await child.me.get();
    expect(server.requests[0]?.headers).toMatchObject({ "x-a": "1", authorization: `Bearer ${KEY}` });
  });

  test("shares the connections of its parent", async () => {
    const server = await serve(json(completion()));
    const parent = clientOf(server);
    await parent.me.get();
    await parent.withOptions({ maxRetries: 4, timeout: 5_000 }).me.get();
    await clientOf(server, { apiKey: "ak_test_another" }).me.get();
    expect(server.connections).toBe(1);
  });

  test("closes with its parent, and so do its own children", async () => {
    const server = await serve(silence);
    const parent = clientOf(server);
    const child = parent.withOptions({ maxRetries: 0 });
    const grandchild = child.withOptions({ timeout: 9_000 });
    const pending = [child, grandchild].map((client) => caught(client.me.get()));
    await server.arrival(2);
    parent.close();
    for (const failure of await Promise.all(pending)) expect(failure).toBeInstanceOf(APIUserAbortError);
    expect(await caught(grandchild.me.get())).toMatchObject({ code: "client_closed" });
  });

  test("closes without its parent and its siblings", async () => {
    const server = await serve(silence, silence, json({}));
    const parent = clientOf(server);
    const sibling = parent.withOptions({});
    const child = parent.withOptions({});
    let settled = false;
    const mine = parent.me.get();
    mine.then(
      () => {},
      () => {
        settled = true;
      },
    );
    const theirs = caught(child.me.get());
    await server.arrival(2);
    child.close();
    expect(await theirs).toBeInstanceOf(APIUserAbortError);
    expect(settled).toBe(false);
    await sibling.me.get();
    await parent.me.get();
    expect(settled).toBe(false);
  });
});
