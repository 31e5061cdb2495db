import { describe, expect, test } from "vitest";
import {
  APIStatusError,
  APITimeoutError,
  APIUserAbortError,
  BadRequestError,
  ChatCompletionStream,
  StreamDroppedError,
} from "../../ts/index";
import { body, error, hangAfter, head, json, raw, stream, streamHead } from "../support/answers";
import { answerOf, chunk, completion, event, question } from "../support/chat";
import { caught, clientOf, textOf } from "../support/client";
import { SOON } from "../support/patience";
import { serve } from "../support/scripted-server";

const streaming = { ...question, stream: true } as const;
const headers = { "x-request-id": "req_7", "x-own": "yes" };

describe("withResponse()", () => {
  test("gives the result, status, headers and request id", async () => {
    const server = await serve(json(completion("Hi."), { status: 201, headers }));
    const { data, response, requestId } = await clientOf(server)
      .chat.completions.create(question)
      .withResponse();
    expect(data.choices[0]?.message.content).toBe("Hi.");
    expect(response).toBeInstanceOf(Response);
    expect(response.status).toBe(201);
    expect(response.headers.get("X-Own")).toBe("yes");
    expect(requestId).toBe("req_7");
  });

  test("gives a stream that can be read, before it has ended", async () => {
    const server = await serve(stream(answerOf("Hel", "lo"), headers));
    const { data, response, requestId } = await clientOf(server)
      .chat.completions.create(streaming)
      .withResponse();
    expect(data).toBeInstanceOf(ChatCompletionStream);
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(requestId).toBe("req_7");
    expect(await textOf(data)).toBe("Hello");
  });

  test("gives null for a request id that was not sent", async () => {
    const server = await serve(json({ data: [] }));
    expect((await clientOf(server).models.list().withResponse()).requestId).toBeNull();
  });

  test("rejects as the promise does", async () => {
    const server = await serve(error(404, { type: "not_found_error", code: "model_not_found" }));
    const failure = await caught(clientOf(server).chat.completions.create(question).withResponse());
    expect(failure).toMatchObject({ code: "model_not_found", attempts: 1 });
  });

  test("and the promise itself may both be used", async () => {
    const server = await serve(json(completion()));
    const promise = clientOf(server).chat.completions.create(question);
    const [plain, { data }] = await Promise.all([promise, promise.withResponse()]);
    expect(data).toBe(plain);
    expect(server.requests).toHaveLength(1);
  });
});

describe("asResponse()", () => {
  test("gives the answer with its body unread, to be read in any way", async () => {
    const text = JSON.stringify(completion("Grüße 🙂"));
    const server = await serve(body(200, text, { "content-type": "application/json", ...headers }));
    const client = clientOf(server);
    const first = await client.chat.completions.create(question).asResponse();
    expect(first.bodyUsed).toBe(false);
    expect(first.headers.get("x-request-id")).toBe("req_7");
    expect(await first.text()).toBe(text);
    expect(await (await client.me.get().asResponse()).json()).toEqual(completion("Grüße 🙂"));
    const bytes = await (await client.models.list().asResponse()).arrayBuffer();
    expect(Buffer.from(bytes).toString()).toBe(text);
  });

  test("gives a stream's bytes exactly as they came, as they come", async () => {
    const bytes = `: comment\r\n\r\nid: 1\r\ndata: {"a":\r\ndata: 1}\r\n\r\n\uFEFF${answerOf("ä")}data: after\n\n`;
    const server = await serve(async (exchange) => {
      await exchange.write(streamHead());
      await exchange.write(bytes.slice(0, 20));
      await read;
      exchange.end(bytes.slice(20));
    });
    let proceed = (): void => {};
    const read = new Promise<void>((resolve) => {
      proceed = resolve;
    });
    const response = await clientOf(server).chat.completions.create(streaming).asResponse();
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let received = Buffer.alloc(0);
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      received = Buffer.concat([received, value]);
      proceed();
    }
    expect(received.equals(Buffer.from(bytes))).toBe(true);
  });

  test("reads no further than it is read", async () => {
    const piece = Buffer.alloc(64 * 1024, "x");
    let sent = 0;
    const server = await serve(async (exchange) => {
      await exchange.write(head(200));
      while (!exchange.socket.destroyed && sent < 256 * 1024 * 1024) {
        await exchange.write(piece);
        sent += piece.length;
      }
    });
    const response = await clientOf(server).me.get().asResponse();
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    let before = -1;
    while (before !== sent) {
      before = sent;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(sent).toBeLessThan(32 * 1024 * 1024);
    await reader.cancel();
    await (await server.arrival()).closed;
  });

  test("leaves the promise itself without a result, but not unhandled", async () => {
    const server = await serve(json(completion()));
    const promise = clientOf(server).chat.completions.create(question);
    const response = await promise.asResponse();
    expect(response.status).toBe(200);
    const failure = await caught(promise);
    expect(failure).toBeInstanceOf(BadRequestError);
    expect(failure.message).toContain("asResponse()");
  });

  test("comes too late once the request is on its way", async () => {
    const server = await serve(json(completion()));
    const promise = clientOf(server).chat.completions.create(question);
    await server.arrival();
    expect(await caught(promise.asResponse())).toBeInstanceOf(BadRequestError);
    expect((await promise).object).toBe("chat.completion");
  });

  test("rejects with the errors and after the retries that any call has", async () => {
    const server = await serve(error(503), error(404, { type: "not_found_error", code: "model_not_found" }));
    const failure = await caught(
      clientOf(server, { maxRetries: 1 }).chat.completions.create(question).asResponse(),
    );
    expect(failure).toBeInstanceOf(APIStatusError);
    expect(failure).toMatchObject({ code: "model_not_found", attempts: 2 });
  });

  test("of an answer without content has no body", async () => {
    const server = await serve(raw(head(204)), json({}));
    const client = clientOf(server);
    const response = await client.request({ method: "DELETE", path: "/things/1" }).asResponse();
    expect(response.status).toBe(204);
    expect(response.body).toBeNull();
    await client.me.get();
  });

  test("fails in the middle of the body when the connection breaks", async () => {
    const server = await serve(raw(`${head(200, { "content-length": "100" })}some`));
    const response = await clientOf(server).me.get().asResponse();
    const failure = await caught(response.text());
    expect(failure).toBeInstanceOf(StreamDroppedError);
    expect(failure.statusCode).toBe(200);
  });

  test("fails in the middle of the body when the server falls silent", async () => {
    const server = await serve(hangAfter(`${head(200, { "content-length": "100" })}some`));
    const response = await clientOf(server, { timeout: { idle: 100 } })
      .me.get()
      .asResponse();
    const failure = await caught(response.text());
    expect(failure).toBeInstanceOf(APITimeoutError);
    expect(failure).toMatchObject({ phase: "idle" });
    await (await server.arrival()).closed;
  });

  test.each([
    ["while a read waits", true],
    ["before the next read", false],
  ])("is stopped by its signal %s, and the server sees it", async (_when, waiting) => {
    const server = await serve(hangAfter(`${streamHead()}${event(chunk("Hel"))}`));
    const controller = new AbortController();
    const { signal } = controller;
    const response = await clientOf(server).chat.completions.create(streaming, { signal }).asResponse();
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    const early = waiting ? caught(reader.read()) : undefined;
    controller.abort(new Error("Enough."));
    const failure = await (early ?? caught(reader.read()));
    expect(failure).toBeInstanceOf(APIUserAbortError);
    expect(failure.cause).toMatchObject({ message: "Enough." });
    const started = performance.now();
    await (await server.arrival()).closed;
    expect(performance.now() - started).toBeLessThan(SOON);
  });

  test("is stopped by cancelling its body, and the server sees it", async () => {
    const server = await serve(hangAfter(`${streamHead()}${event(chunk("Hel"))}`));
    const response = await clientOf(server).chat.completions.create(streaming).asResponse();
    await response.body?.cancel();
    await (await server.arrival()).closed;
  });
});
