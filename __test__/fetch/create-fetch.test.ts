import { describe, expect, test } from "vitest";
import { APIConnectionError, AurikoAPIError, createFetch } from "../../ts/index";
import * as answers from "../support/answers";
import { clientOf, KEY, thrown } from "../support/client";
import { serve } from "../support/scripted-server";

const redirectTo = (location: string) => answers.body(307, "", { location });

describe("the key", () => {
  test("is not added unless it is asked for", async () => {
    const server = await serve(answers.json({}));
    await createFetch(clientOf(server))(server.baseUrl);
    expect(server.requests[0]?.head).not.toContain(KEY);
  });

  test("goes to the client's own origin with auth, unless the request brings one", async () => {
    const server = await serve(answers.json({}));
    const fetch = createFetch(clientOf(server), { auth: true });
    await fetch(`${server.origin}/any/path`);
    await fetch(server.baseUrl, { headers: { authorization: "Bearer mine" } });
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${KEY}`,
      "Bearer mine",
    ]);
  });

  test("goes to no other origin, whether that is asked or led to", async () => {
    const other = await serve(answers.json({}));
    const server = await serve(redirectTo(`${other.origin}/there`));
    const fetch = createFetch(clientOf(server), { auth: true });
    await fetch(other.origin);
    await fetch(server.origin);
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    for (const { head } of other.requests) expect(head).not.toContain(KEY);
    expect(other.requests).toHaveLength(2);
  });

  test("that is a function is asked for each request", async () => {
    const server = await serve(answers.json({}));
    const keys = ["ak_test_one", "ak_test_two"];
    const fetch = createFetch(clientOf(server, { apiKey: () => keys.shift() ?? "" }), { auth: true });
    await fetch(server.origin);
    await fetch(server.origin);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer ak_test_one",
      "Bearer ak_test_two",
    ]);
  });
});

describe("failures", () => {
  test("are a TypeError with an error of ours as its cause, and nothing is tried again", async () => {
    const server = await serve(answers.reset);
    const error = await thrown(createFetch(clientOf(server, { maxRetries: 5 }))(server.origin));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ message: "fetch failed" });
    expect((error as Error).cause).toBeInstanceOf(APIConnectionError);
    expect(server.requests).toHaveLength(1);
  });

  test("inside of a body have one as well", async () => {
    const server = await serve((exchange) =>
      exchange.write(`${answers.head(200, { "content-length": "100" })}part`),
    );
    const response = await createFetch(clientOf(server))(server.origin);
    // A reset overtakes what nobody has read.
    server.exchanges[0]?.reset();
    const error = await thrown(response.text());
    expect(error).toMatchObject({ name: "TypeError", message: "terminated" });
    expect(AurikoAPIError.isInstance((error as Error).cause)).toBe(true);
  });

  test("a client that is closed stops what it has under way, and sends nothing more", async () => {
    const server = await serve(answers.silence);
    const client = clientOf(server);
    const fetch = createFetch(client);
    const waiting = thrown(fetch(server.origin));
    await server.arrival();
    client.close();
    expect(await waiting).toBeInstanceOf(TypeError);
    expect(await thrown(fetch(server.origin))).toMatchObject({ cause: { code: "client_closed" } });
    expect(server.requests).toHaveLength(1);
  });

  test("the silence of a server is limited while somebody waits, the time to its headers is not", async () => {
    const server = await serve(async (exchange) => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      await exchange.write(`${answers.head(200, { "content-length": "100" })}part`);
    });
    const fetch = createFetch(clientOf(server, { timeout: { headers: 50, total: 100, idle: 500 } }));
    const response = await fetch(server.origin);
    expect(await thrown(response.text())).toMatchObject({
      cause: { name: "APITimeoutError", phase: "idle" },
    });
  });

  test("a dispatcher and a FormData of another library are refused, and it is said why", async () => {
    const server = await serve(answers.json({}));
    const fetch = createFetch(clientOf(server));
    const { [Symbol.toStringTag]: _tag, ...rest } = { [Symbol.toStringTag]: "FormData" };
    const foreign = Object.defineProperty(rest, Symbol.toStringTag, { value: "FormData" });
    expect(await thrown(fetch(server.origin, { dispatcher: {} } as never))).toMatchObject({
      name: "TypeError",
      message: expect.stringContaining("certificates"),
    });
    expect(await thrown(fetch(server.origin, { method: "POST", body: foreign as never }))).toMatchObject({
      name: "TypeError",
      message: expect.stringContaining("global FormData"),
    });
    expect(server.requests).toEqual([]);
  });
});

describe("bodies", () => {
  test("that are streams are sent whole, with their length", async () => {
    const server = await serve(answers.json({}));
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const piece of ["one ", "two"]) controller.enqueue(Buffer.from(piece));
        controller.close();
      },
    });
    await createFetch(clientOf(server))(server.origin, {
      method: "POST",
      body,
      duplex: "half",
    } as RequestInit);
    expect(server.requests[0]?.headers["content-length"]).toBe("7");
    expect(server.requests[0]?.body.toString()).toBe("one two");
  });

  test("that never come don't hold up an abort", async () => {
    const server = await serve(answers.json({}));
    const body = new ReadableStream<Uint8Array>({ pull: () => new Promise(() => {}) });
    const signal = AbortSignal.timeout(50);
    const init = { method: "POST", body, duplex: "half", signal } as RequestInit;
    expect(await thrown(createFetch(clientOf(server))(server.origin, init))).toMatchObject({
      name: "TimeoutError",
    });
  });

  test("of answers can be read into a buffer of the reader's", async () => {
    const server = await serve(answers.body(200, "hello"));
    const { body } = await createFetch(clientOf(server))(server.origin);
    const reader = (body as ReadableStream<Uint8Array>).getReader({ mode: "byob" });
    const first = await reader.read(new Uint8Array(3));
    const second = await reader.read(new Uint8Array(3));
    const texts = [first, second].map(({ value }) => Buffer.from(value ?? []).toString());
    expect(texts.join("")).toBe("hello");
    expect((await reader.read(new Uint8Array(3))).done).toBe(true);
  });

  test("of answers that nobody reads are not taken from the server", async () => {
    let written = 0;
    const piece = Buffer.alloc(64 * 1024);
    const server = await serve(async (exchange) => {
      await exchange.write(answers.head(200, { "content-length": String(piece.length * 1000) }));
      while (written < 1000 && !exchange.socket.destroyed) {
        await exchange.write(piece);
        written++;
      }
    });
    const response = await createFetch(clientOf(server))(server.origin);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(written).toBeLessThan(900);
    await response.body?.cancel();
  });

  test.each(["gzip", "deflate", "br"])(
    "that are encoded with %s and never come can be given up",
    async (encoding) => {
      const server = await serve(async (exchange) => {
        await exchange.write(answers.head(200, { "content-encoding": encoding, "content-length": "9" }));
      });
      const client = clientOf(server);
      const { body } = await createFetch(client)(server.origin);
      const reader = (body as ReadableStream<Uint8Array>).getReader();
      const reading = reader.read();
      await reader.cancel();
      expect(await reading).toEqual({ done: true, value: undefined });
    },
  );

  test("a Request of another library is understood", async () => {
    const server = await serve(answers.json({}));
    const request = {
      url: server.origin,
      method: "POST",
      headers: new Map([["x-a", "1"]]),
      body: {},
      signal: new AbortController().signal,
      arrayBuffer: async () => Buffer.from("theirs"),
    };
    await createFetch(clientOf(server))(request as never);
    expect(server.requests[0]).toMatchObject({ method: "POST", headers: { "x-a": "1" } });
    expect(server.requests[0]?.body.toString()).toBe("theirs");
  });
});
