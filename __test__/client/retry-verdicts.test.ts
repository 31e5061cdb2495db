import type { TlsOptions } from "node:tls";
import { describe, expect, test } from "vitest";
import { errorFromFailure } from "../../ts/errors/from-failure";
import { isRetryableStatus } from "../../ts/errors/retry-rule";
import type { AurikoAPIError, ClientOptions } from "../../ts/index";
import { loadAddon } from "../../ts/native/addon";
import { coreClient } from "../native/core";
import { body, dripping, hangAfter, head, json, raw, reset, silence, stream } from "../support/answers";
import { expired } from "../support/certificates";
import { chunk, completion, event, question } from "../support/chat";
import { caught, clientOf } from "../support/client";
import { table } from "../support/error-table";
import { startProxy } from "../support/proxy";
import { type Answer, serve, serveTls } from "../support/scripted-server";

/** How a kind of failure is brought about. */
interface Setting {
  readonly answer: Answer;
  readonly options?: ClientOptions;
  readonly baseUrl?: (port: number) => string;
  /** The certificate that the server shows. */
  readonly tls?: TlsOptions;
  /** Asks for a stream and reads it. */
  readonly streams?: true;
}

const secure = (port: number): string => `https://127.0.0.1:${port}`;
const cut = head(200, { "content-type": "application/json", "content-length": "900" });

/** Every kind of the table that a server, a proxy or a caller can bring about. */
const settings: Readonly<Record<string, Setting>> = {
  // Port 9 discards, where anybody listens at all.
  connect: { answer: silence, baseUrl: () => "http://127.0.0.1:9" },
  tls: { answer: silence, tls: expired },
  network: { answer: reset },
  protocol: { answer: raw("220 mail.example ESMTP ready\r\n\r\n") },
  "timeout connect": { answer: silence, baseUrl: secure, options: { timeout: { connect: 60 } } },
  "timeout headers": { answer: silence, options: { timeout: { headers: 60 } } },
  "timeout idle": { answer: hangAfter(`${cut}{"id":`), options: { timeout: { idle: 60 } } },
  "timeout body": { answer: dripping(cut, " "), options: { timeout: { idle: 500 } } },
  "timeout total": { answer: silence, options: { timeout: { total: 60 } } },
  dropped: { answer: raw(`${cut}{"id":`) },
  truncated: { answer: stream(""), streams: true },
  too_large: { answer: stream(`data: ${"x".repeat(17 * 1024 * 1024)}`), streams: true },
};

/** What the core did, and what the error says. */
async function verdict(kind: string): Promise<{ attempts: number; failure: AurikoAPIError }> {
  const { answer, options, baseUrl, streams, tls } = settings[kind] as Setting;
  const server = tls === undefined ? await serve(answer) : await serveTls(tls, answer);
  const at = baseUrl === undefined ? server : { baseUrl: baseUrl(server.port) };
  const { chat } = clientOf(at, { maxRetries: 1, ...options });
  const failure = await caught(
    streams
      ? chat.completions.create({ ...question, stream: true }).then((opened) => opened.forEach(() => {}))
      : chat.completions.create(question),
  );
  return { attempts: failure.attempts, failure };
}

const known = table.failures.map((failure) => ({
  ...failure,
  name: failure.phase === null ? failure.kind : `${failure.kind} ${failure.phase}`,
}));

/** What the table says that an error of this kind says. */
function sayingOf(kind: string) {
  const failure = known.find(({ name }) => name === kind);
  if (failure === undefined) throw new Error(`${kind} is not in the table.`);
  return { class: failure.class, code: failure.code, retryable: failure.retryable };
}

/** The same of an error. */
const said = (error: AurikoAPIError) => ({
  class: error.constructor.name,
  code: error.code,
  retryable: error.retryable,
});

describe("a failure of kind", () => {
  test.each(known.filter(({ name }) => name in settings))(
    "$name is tried again by the core, and called retryable, as the table says",
    async ({ name, class: className, code, retried, retryable }) => {
      const { attempts, failure } = await verdict(name);
      expect(failure.constructor.name).toBe(className);
      expect({ attempts, code: failure.code, retryable: failure.retryable }).toEqual({
        attempts: retried ? 2 : 1,
        code,
        retryable,
      });
    },
  );

  test("proxy is not tried again, since its credentials don't change between two attempts", async () => {
    const proxy = await startProxy(() => "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    const client = clientOf({ baseUrl: "https://api.example" }, { proxy: proxy.url, maxRetries: 1 });
    expect(await caught(client.me.get())).toMatchObject({ attempts: 1, retryable: false });
  });

  test("config never leaves, and asking again would change nothing", async () => {
    const nowhere = {
      method: "GET",
      url: "no address",
      headers: "",
      body: null,
      redirect: "follow",
    } as const;
    const { failure } = await coreClient({ maxRetries: 1 }).fetch(nowhere).outcome;
    if (failure === undefined) throw new Error("It was sent.");
    expect(failure).toMatchObject({ kind: "config", retryable: false });
    const error = errorFromFailure(failure);
    expect(said(error)).toEqual(sayingOf("config"));
    expect(error.attempts).toBe(0);
  });

  test("cancelled is what the caller wanted, before it leaves and under way", async () => {
    const server = await serve(silence);
    const client = clientOf(server, { maxRetries: 1 });
    const before = await caught(client.me.get({ signal: AbortSignal.abort() }));
    expect(said(before)).toEqual(sayingOf("cancelled"));
    expect(before.attempts).toBe(0);
    const controller = new AbortController();
    const failing = caught(client.me.get({ signal: controller.signal }));
    await server.arrival(1);
    controller.abort();
    const underWay = await failing;
    expect(said(underWay)).toEqual(sayingOf("cancelled"));
    expect(underWay.attempts).toBe(1);
  });

  test("queue_full never leaves, and is not tried again by itself", async () => {
    const server = await serve(silence);
    const { chat } = clientOf(server, { maxRetries: 1, limits: { concurrency: 1, maxQueue: 0 } });
    chat.completions.create(question).catch(() => {});
    await server.arrival(1);
    const failure = await caught(chat.completions.create(question));
    expect(said(failure)).toEqual(sayingOf("queue_full"));
    expect(failure.attempts).toBe(0);
    expect(server.exchanges).toHaveLength(1);
  });

  test("panic is the error of its call, which is not repeated, and of no other", async () => {
    const server = await serve(json(completion("Still here.")));
    const { chat } = clientOf(server, { maxRetries: 1 });
    (loadAddon() as unknown as { panicInNextCall(): void }).panicInNextCall();
    const failure = await caught(chat.completions.create(question));
    expect(said(failure)).toEqual(sayingOf("panic"));
    expect(failure.message).toContain("a panic on demand");
    expect((await chat.completions.create(question)).choices[0]?.message.content).toBe("Still here.");
    expect(server.exchanges).toHaveLength(1);
  });

  test("every kind of the table is met by one of these tests, belongs to `fetch` alone, or starves a process of its own", () => {
    const alone = ["proxy", "config", "queue_full", "cancelled", "panic"];
    const unmet = known.filter(({ name }) => !(name in settings) && !alone.includes(name));
    expect(unmet.map(({ name }) => name)).toEqual(["redirect", "resources"]);
  });
});

describe("an answer of which nothing but its status is known", () => {
  const statuses = Array.from({ length: 12 }, (_, index) => 400 + index)
    .concat([421, 422, 425, 429, 451])
    .concat(
      Array.from({ length: 12 }, (_, index) => 500 + index),
      [529, 599],
    );

  test("is tried again by the core exactly where the error says that it may help", async () => {
    const server = await serve((exchange) => body(Number(exchange.request.json().model), "?")(exchange));
    const { chat } = clientOf(server, { maxRetries: 1 });
    const seen = await Promise.all(
      statuses.map(async (status) => {
        const failure = await caught(chat.completions.create({ ...question, model: String(status) }));
        expect(failure.statusCode).toBe(status);
        return [status, failure.attempts, failure.retryable];
      }),
    );
    expect(seen).toEqual(
      statuses.map((status) => [status, isRetryableStatus(status) ? 2 : 1, isRetryableStatus(status)]),
    );
  });
});

test("a stream that has brought something is not called retryable any more, whatever broke it", async () => {
  const server = await serve(stream(event(chunk("Hel"))));
  const opened = await clientOf(server, { maxRetries: 1 }).chat.completions.create({
    ...question,
    stream: true,
  });
  const failure = await caught(opened.forEach(() => {}));
  expect(failure).toMatchObject({ attempts: 1, retryable: false });
});
