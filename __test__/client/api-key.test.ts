import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  APITimeoutError,
  APIUserAbortError,
  AuthenticationError,
  BadRequestError,
  Client,
  createFetch,
} from "../../ts/index";
import { error, json, silence } from "../support/answers";
import { completion, question } from "../support/chat";
import { caught, clientOf, KEY, thrown } from "../support/client";
import { serve } from "../support/scripted-server";

const never = () => new Promise<string>(() => {});

const { AURIKO_API_KEY: before } = process.env;
beforeEach(() => {
  delete process.env.AURIKO_API_KEY;
});
afterEach(() => {
  delete process.env.AURIKO_API_KEY;
  if (before !== undefined) process.env.AURIKO_API_KEY = before;
});

describe("the API key", () => {
  test("comes from the environment when none is given", async () => {
    process.env.AURIKO_API_KEY = "ak_test_of_the_environment";
    const server = await serve(json(completion()));
    await clientOf(server, { apiKey: undefined }).chat.completions.create(question);
    await clientOf(server, { apiKey: "" }).chat.completions.create(question);
    await clientOf(server).chat.completions.create(question);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer ak_test_of_the_environment",
      "Bearer ak_test_of_the_environment",
      `Bearer ${KEY}`,
    ]);
  });

  test.each([undefined, ""])(
    "of %j in an environment without one is an error of the constructor",
    (apiKey) => {
      process.env.OPENAI_API_KEY ??= "";
      for (const value of [undefined, ""]) {
        if (value !== undefined) process.env.AURIKO_API_KEY = value;
        let failure: unknown;
        try {
          new Client({ apiKey });
        } catch (error) {
          failure = error;
        }
        expect(failure).toBeInstanceOf(AuthenticationError);
        expect(failure).toMatchObject({
          statusCode: 0,
          type: "authentication_error",
          code: "missing_api_key",
          param: null,
          docUrl: null,
          requestId: null,
          responseHeaders: null,
        });
        expect((failure as Error).message).toContain("AURIKO_API_KEY");
      }
    },
  );

  test("may have any form that a header can carry", async () => {
    const server = await serve(json(completion()));
    for (const apiKey of ["sk-auriko-1", "sk_ia_2", "x", "a".repeat(4000), "~!@#$%^&*()"]) {
      await clientOf(server, { apiKey }).chat.completions.create(question);
      expect(server.requests.at(-1)?.headers.authorization).toBe(`Bearer ${apiKey}`);
    }
  });
});

describe("a key function", () => {
  test("is called once per request, not for its retries, and never at construction", async () => {
    const server = await serve(error(503), json(completion()));
    let calls = 0;
    const client = clientOf(server, { apiKey: () => `ak_test_${++calls}`, maxRetries: 1 });
    expect(calls).toBe(0);
    await client.chat.completions.create(question);
    expect(calls).toBe(1);
    await client.me.get();
    await client.withOptions({ maxRetries: 0 }).me.get();
    expect(calls).toBe(3);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer ak_test_1",
      "Bearer ak_test_1",
      "Bearer ak_test_2",
      "Bearer ak_test_3",
    ]);
  });

  test("may take its time, for whole answers, streams and raw answers", async () => {
    const server = await serve(json(completion()));
    const apiKey = () => new Promise<string>((resolve) => setTimeout(resolve, 20, "ak_test_late"));
    const client = clientOf(server, { apiKey });
    await client.chat.completions.create(question);
    const response = await client.chat.completions.create(question).asResponse();
    expect(await response.json()).toMatchObject({ object: "chat.completion" });
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer ak_test_late",
      "Bearer ak_test_late",
    ]);
  });

  test("that fails, rejects the request with its own error, and nothing is sent", async () => {
    const server = await serve(silence);
    const vault = new Error("The vault is closed.");
    const asynchronous = clientOf(server, { apiKey: () => Promise.reject(vault) });
    const synchronous = clientOf(server, {
      apiKey: () => {
        throw vault;
      },
    });
    for (const client of [asynchronous, synchronous]) {
      expect(await thrown(client.chat.completions.create(question))).toBe(vault);
      expect(await thrown(client.chat.completions.create({ ...question, stream: true }))).toBe(vault);
      expect(await thrown(client.chat.completions.create(question).asResponse())).toBe(vault);
      expect(await thrown(client.chat.completions.create(question).withResponse())).toBe(vault);
    }
    expect(server.connections).toBe(0);
  });

  test.each([
    ["nothing", "", AuthenticationError],
    ["undefined", undefined, BadRequestError],
    ["a number", 7, BadRequestError],
    ["a line end", "ak_test\nx", BadRequestError],
  ])("that gives %s rejects the request", async (_what, key, Class) => {
    const server = await serve(silence);
    const client = clientOf(server, { apiKey: (() => key) as never });
    expect(await caught(client.chat.completions.create(question))).toBeInstanceOf(Class);
    expect(server.connections).toBe(0);
  });

  test("that fails after the request was aborted is not reported as unhandled", async () => {
    const server = await serve(silence);
    const client = clientOf(server, {
      apiKey: () => new Promise<string>((_, reject) => setTimeout(reject, 20, new Error("Too late."))),
    });
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on("unhandledRejection", note);
    const controller = new AbortController();
    const pending = caught(client.me.get({ signal: controller.signal }));
    controller.abort();
    expect(await pending).toBeInstanceOf(APIUserAbortError);
    expect(await caught(client.me.get({ signal: AbortSignal.abort() }))).toBeInstanceOf(APIUserAbortError);
    await new Promise((resolve) => setTimeout(resolve, 60));
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
  });

  test("that never answers does not hold a request beyond the limit on the whole call", async () => {
    const server = await serve(silence);
    const client = clientOf(server, { apiKey: never, timeout: { total: 50 } });
    const one = clientOf(server, { apiKey: never });
    const calls = [
      client.chat.completions.create(question),
      client.chat.completions.create({ ...question, stream: true }),
      client.chat.completions.create(question).asResponse(),
      one.me.get({ timeout: { total: 50 } }),
    ];
    for (const error of await Promise.all(calls.map(caught))) {
      expect(error).toBeInstanceOf(APITimeoutError);
      expect(error).toMatchObject({ phase: "total", limitMs: 50, attempts: 0 });
    }
    expect(server.connections).toBe(0);
  });

  test("leaves to the network what it has left of the limit on the whole call, which errors name whole", async () => {
    const server = await serve(silence);
    const apiKey = async () => {
      await undefined;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60);
      return "ak_test_late";
    };
    const client = clientOf(server, { apiKey, timeout: { total: 50 } });
    const calls = [
      () => client.me.get(),
      () => client.chat.completions.create({ ...question, stream: true }),
    ];
    for (const call of calls) expect(await caught(call())).toMatchObject({ phase: "total", limitMs: 50 });
  });

  test("that never answers does not hold a request whose client is closed, nor a fetch", async () => {
    const server = await serve(silence);
    const parent = clientOf(server, { apiKey: never });
    const client = parent.withOptions({ maxRetries: 1 });
    const calls = [
      caught(client.chat.completions.create(question)),
      caught(client.chat.completions.create({ ...question, stream: true })),
    ];
    const fetching = thrown(createFetch(client, { auth: true })(`${server.baseUrl}/models`));
    const controller = new AbortController();
    const stopping = thrown(
      createFetch(client, { auth: true })(`${server.baseUrl}/models`, { signal: controller.signal }),
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    controller.abort("enough");
    expect(await stopping).toBe("enough");
    parent.close();
    for (const error of await Promise.all(calls)) expect(error).toBeInstanceOf(APIUserAbortError);
    expect(await fetching).toMatchObject({ name: "TypeError", cause: { name: "AbortError" } });
    expect(server.connections).toBe(0);
  });

  test("that never answers does not hold an aborted request", async () => {
    const server = await serve(silence);
    const client = clientOf(server, { apiKey: never });
    const controller = new AbortController();
    const pending = caught(client.chat.completions.create(question, { signal: controller.signal }));
    controller.abort();
    expect(await pending).toBeInstanceOf(APIUserAbortError);
    expect(server.connections).toBe(0);
  });
});
