import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { Client } from "../../ts/index";
import { body, error, hangUp, json, raw, reset, stream } from "../support/answers";
import { answerOf, chunk, completion, event, question } from "../support/chat";
import { caught, clientOf, KEY, thrown } from "../support/client";
import { type Answer, serve } from "../support/scripted-server";

/** Every string that can be reached from a value, by any property of any object, its keys and its stack. */
function stringsIn(value: unknown, seen = new Set<unknown>()): string[] {
  if (typeof value === "string") return [value];
  if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value))
    return [];
  seen.add(value);
  const found: string[] = [];
  if (value instanceof Map || value instanceof Set) {
    for (const item of value) found.push(...stringsIn(item, seen));
  }
  for (
    let level: object | null = value;
    level !== null;
    level = Object.getPrototypeOf(level) as object | null
  ) {
    if (level === Object.prototype || level === Function.prototype || level === Error.prototype) break;
    for (const key of Reflect.ownKeys(level)) {
      found.push(String(key));
      let item: unknown;
      try {
        item = Reflect.get(level, key, value);
      } catch {
        continue;
      }
      found.push(...stringsIn(item, seen));
    }
  }
  return found;
}

/** Everything that a log could make of a value. */
function logged(value: unknown): string {
  return [
    inspect(value),
    inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true }),
    JSON.stringify(value),
    String(value),
    ...stringsIn(value),
  ].join("\n");
}

const failures: Record<string, Answer> = {
  "a refused key": error(401, { type: "authentication_error", code: "invalid_api_key" }),
  "an unreadable answer": raw("nonsense\r\n\r\n"),
  "a reset": reset,
  "a hang-up": hangUp,
  "a redirect elsewhere": body(302, "", { location: "https://elsewhere.example/v1" }),
  "a page": body(502, "<html>"),
  "a document that is no JSON": body(200, "nonsense"),
};

describe("the API key", () => {
  test.each(Object.entries(failures))("is nowhere in the error after %s", async (_what, answer) => {
    const server = await serve(answer);
    for (const streaming of [false, true]) {
      const client = clientOf(server, { headers: { "x-team": `secret of the team ${KEY}` } });
      const failure = await thrown(
        streaming
          ? client.chat.completions
              .create({ ...question, stream: true })
              .then((opened) => opened.forEach(() => {}))
          : client.chat.completions.create(question),
      );
      expect(logged(failure)).not.toContain(KEY);
    }
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
  });

  test("is nowhere in the error for an address where nobody listens", async () => {
    const server = await serve(hangUp);
    const { baseUrl } = server;
    await server.close();
    expect(logged(await caught(clientOf({ baseUrl }).me.get()))).not.toContain(KEY);
  });

  test("is nowhere in errors of the SDK's own checks", async () => {
    const client = clientOf(await serve(hangUp));
    const refused = await thrown(client.chat.completions.create({ ...question, timeout: 3 } as never));
    expect(logged(refused)).not.toContain(KEY);
    for (const options of [{ apiKey: `${KEY}\n` }, { apiKey: KEY, baseURL: "http://x" }, { apiKey: [KEY] }]) {
      let failure: unknown;
      try {
        new Client(options as never);
      } catch (error) {
        failure = error;
      }
      expect(failure).toBeDefined();
      expect(logged(failure)).not.toContain(KEY);
    }
  });

  test("is nowhere to be seen on a client, its resources, a promise or a stream", async () => {
    const server = await serve(json(completion()), stream(answerOf("Hi")));
    const client = clientOf(server);
    const promise = client.chat.completions.create(question);
    expect(logged(promise)).not.toContain(KEY);
    expect(logged(await promise)).not.toContain(KEY);
    const opened = await client.chat.completions.create({ ...question, stream: true });
    await opened.finalCompletion();
    for (const value of [client, client.chat, client.chat.completions, client.models, client.me, opened]) {
      expect(logged(value)).not.toContain(KEY);
    }
    expect(logged(client.withOptions({ maxRetries: 1 }))).not.toContain(KEY);
  });

  test("that a server echoes is masked where an error is written to a log", async () => {
    const echo = { type: "authentication_error", code: "invalid_api_key", message: `Bad key ${KEY}.` };
    const failure = await caught(clientOf(await serve(error(401, echo))).me.get());
    expect(JSON.stringify(failure)).not.toContain(KEY);
    expect(JSON.stringify(failure)).toContain("ak_***");
  });

  const words = { type: "authentication_error", code: "invalid_api_key" };
  const echoes: Record<string, Answer> = {
    "in the message": error(401, { ...words, message: `Bad key ${KEY}.`, suggestion: `Not ${KEY}` }),
    "as the name of a field": error(401, { ...words, message: "No.", details: { [KEY]: [{ key: KEY }] } }),
    "in its headers": error(401, words, { "x-seen": `Bearer ${KEY}`, [KEY.replaceAll("_", "-")]: "1" }),
    "in a page": body(502, `<html>${KEY}</html>`),
    "in a document that is no JSON": body(200, `${KEY} is no JSON`),
    "in an error under a good status": json({ error: { ...words, message: KEY, param: KEY } }),
    "nested without end": body(401, `${'{"a":'.repeat(5000)}"${KEY}"${"}".repeat(5000)}`),
    "in an event": stream(event({ error: { ...words, message: KEY, [KEY]: KEY } })),
    "in an event that is no JSON": stream(`data: ${KEY} is no JSON\n\n`),
    "in an event that is no object": stream(`data: ["${KEY}"]\n\n`),
    "in what it said before it broke off": stream(event(chunk(`The key is ${KEY}`))),
  };
  test.each(Object.entries(echoes))(
    "that a server repeats %s is in no part of the error",
    async (_where, answer) => {
      const client = clientOf(await serve(answer));
      for (const streaming of [false, true]) {
        const failure = await thrown(
          streaming
            ? client.chat.completions
                .create({ ...question, stream: true })
                .then((opened) => opened.forEach(() => {}))
            : client.chat.completions.create(question),
        );
        expect(inspect(failure)).not.toContain(KEY);
        expect(stringsIn(failure).join("\n")).not.toContain(KEY);
        expect(JSON.stringify(failure)).not.toContain(KEY);
      }
    },
  );

  test("of another shape is masked as well, in whatever form it comes back", async () => {
    const key = 'k&y"with\\odd/signs';
    for (const form of [key, encodeURIComponent(key), JSON.stringify(key)]) {
      const server = await serve(error(401, { ...words, message: `Bad: ${form}`, again: form }));
      const failure = await caught(clientOf(server, { apiKey: () => key }).me.get());
      const shown = stringsIn(failure).join("\n");
      expect(shown).toContain("Bad: ");
      for (const hidden of [key, encodeURIComponent(key)]) expect(shown).not.toContain(hidden);
    }
  });

  test("leaves the body as the wire had it, but for itself", async () => {
    const said = {
      ...words,
      message: `Bad key ${KEY}.`,
      list: [1, null, { deep: true }],
      other: "sk-learn-pipeline",
    };
    const failure = await caught(clientOf(await serve(error(401, said))).me.get());
    expect(failure.body).toMatchObject({ error: { ...said, message: "Bad key ak_***." } });
  });

  test("is not in the error of a stream that breaks", async () => {
    const server = await serve(async (exchange) => {
      await stream(event(chunk("Hel")))(exchange);
    });
    const opened = await clientOf(server).chat.completions.create({ ...question, stream: true });
    expect(logged(await caught(opened.forEach(() => {})))).not.toContain(KEY);
  });
});

describe("credentials of a proxy", () => {
  test("are in no error, whether the address is wrong or the proxy refuses", async () => {
    const server = await serve(body(407, ""));
    const address = `http://user:pass-word-of-proxy@127.0.0.1:${server.port}`;
    for (const baseUrl of ["http://api.example/v1", "https://api.example/v1"]) {
      const failure = await caught(clientOf({ baseUrl }, { proxy: address }).me.get());
      expect(logged(failure)).not.toContain("pass-word-of-proxy");
    }
    const echo = await serve(error(401, { message: "Proxy has pass-word-of-proxy", type: "x" }));
    const echoed = await caught(
      clientOf(
        { baseUrl: "http://api.example/v1" },
        { proxy: `http://user:pass%2Dword-of-proxy@127.0.0.1:${echo.port}` },
      ).me.get(),
    );
    expect(echoed.message).toContain("Proxy has");
    expect(logged(echoed)).not.toMatch(/pass(-|%2D)word-of-proxy/);
    const wrong = clientOf(server, { proxy: "http://user:pass-word-of-proxy@[oops" });
    expect(logged(await caught(wrong.me.get()))).not.toContain("pass-word-of-proxy");
  });
});
