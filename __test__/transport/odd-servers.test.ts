import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { createGzip, gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { APIConnectionError, APITimeoutError, BadRequestError } from "../../ts/index";
import { body, error, head, json, streamHead } from "../support/answers";
import { ca, localhost } from "../support/certificates";
import { answerOf, chunk, completion, event, question } from "../support/chat";
import { caught, clientOf } from "../support/client";
import { json as http2Json, serveHttp2 } from "../support/http2-server";
import { SOON } from "../support/patience";
import { serve, serveTls } from "../support/scripted-server";

const huge = [{ role: "user" as const, content: "x".repeat(8 * 1024 * 1024) }];

/** A server that does with a connection what it likes, and does not read by itself. */
async function serveRaw(accept: (socket: Socket) => void): Promise<{ baseUrl: string }> {
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    socket.on("error", () => {});
    onClose.push(() => socket.destroy());
    accept(socket);
  });
  const onClose: (() => void)[] = [];
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const close of onClose) close();
    server.close();
  });
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` };
}

describe("a server that does not take a large request", () => {
  test("because it answers before it has read it, is understood", async () => {
    const refusal = JSON.stringify({
      error: { message: "Too much.", type: "invalid_request_error", code: "payload_too_large" },
    });
    const server = await serveRaw((socket) => {
      socket.once("data", () => {
        socket.pause();
        socket.write(
          `${head(413, { "content-length": String(refusal.length), connection: "close" })}${refusal}`,
        );
      });
      socket.resume();
    });
    const failure = await caught(clientOf(server).chat.completions.create({ ...question, messages: huge }));
    expect(failure).toBeInstanceOf(BadRequestError);
    expect(failure).toMatchObject({ statusCode: 413, code: "payload_too_large", attempts: 1 });
  });

  test("because it does not read, meets the limit on headers", async () => {
    const server = await serveRaw(() => {});
    const client = clientOf(server, { timeout: { headers: 300 } });
    const failure = await caught(client.chat.completions.create({ ...question, messages: huge }));
    expect(failure).toBeInstanceOf(APITimeoutError);
    expect(failure).toMatchObject({ phase: "headers" });
  });

  test("because it does not read, can be left at once", async () => {
    const server = await serveRaw(() => {});
    const controller = new AbortController();
    const pending = caught(
      clientOf(server).chat.completions.create(
        { ...question, messages: huge },
        { signal: controller.signal },
      ),
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    const started = performance.now();
    controller.abort();
    expect(await pending).toMatchObject({ name: "AbortError" });
    expect(performance.now() - started).toBeLessThan(SOON);
  });
});

describe("an answer in an unusual form", () => {
  test("may follow interim answers", async () => {
    const server = await serve(async (exchange) => {
      await exchange.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n");
      await json(completion("After all."))(exchange);
    });
    const result = await clientOf(server).chat.completions.create(question);
    expect(result.choices[0]?.message.content).toBe("After all.");
  });

  test("may come in chunks, a byte each, with trailers", async () => {
    const text = JSON.stringify(completion("Grüße"));
    const server = await serve(async (exchange) => {
      await exchange.write(head(200, { "transfer-encoding": "chunked", trailer: "x-sum" }));
      for (const byte of Buffer.from(text)) await exchange.write(Buffer.from([0x31, 13, 10, byte, 13, 10]));
      await exchange.write("0\r\nx-sum: 1\r\n\r\n");
    });
    expect(await clientOf(server).chat.completions.create(question)).toEqual(completion("Grüße"));
  });

  test("may begin with a byte order mark", async () => {
    const server = await serve(body(200, `\uFEFF${JSON.stringify(completion())}`));
    expect(await clientOf(server).chat.completions.create(question)).toEqual(completion());
  });

  test("may be compressed where that was asked for, without holding events back", async () => {
    const server = await serve(async (exchange) => {
      const zip = createGzip();
      zip.on("data", (piece: Buffer) => exchange.socket.write(piece));
      await exchange.write(streamHead({ "content-encoding": "gzip" }));
      zip.write(event(chunk("Hel")));
      zip.flush();
      await seen;
      zip.on("end", () => exchange.end());
      zip.end(answerOf("lo"));
    });
    let go = (): void => {};
    const seen = new Promise<void>((resolve) => {
      go = resolve;
    });
    const client = clientOf(server, { headers: { "accept-encoding": "gzip" } });
    const opened = await client.chat.completions.create({ ...question, stream: true });
    let text = "";
    for await (const piece of opened.textStream) {
      text += piece;
      go();
    }
    expect(text).toBe("Hello");
  });

  test("is refused where it is compressed although nobody asked for that", async () => {
    const packed = gzipSync(answerOf("Hello"));
    const server = await serve(
      body(200, packed, { "content-type": "text/event-stream", "content-encoding": "gzip" }),
    );
    const client = clientOf(server, { maxRetries: 2 });
    const failure = await caught(client.chat.completions.create({ ...question, stream: true }));
    expect(failure).toMatchObject({ name: "APIConnectionError", attempts: 1, retryable: false });
    expect(failure.message).toContain("content encoding that was not asked for");
  });

  test("may end with its connection, without a length", async () => {
    const server = await serve((exchange) =>
      exchange.end(`HTTP/1.0 200 OK\r\n\r\n${JSON.stringify(completion())}`),
    );
    expect(await clientOf(server).chat.completions.create(question)).toEqual(completion());
  });

  test("may have hundreds of headers, and long ones", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 90 }, (_, index) => [`x-${index}`, "y".repeat(500)]),
    );
    const server = await serve(json(completion(), { headers: many }));
    const { responseHeaders } = await clientOf(server).chat.completions.create(question);
    expect(responseHeaders.get("x-89")).toBe("y".repeat(500));
  });

  test("may have no content", async () => {
    const server = await serve((exchange) => exchange.write(head(204)));
    expect(await clientOf(server).request({ method: "DELETE", path: "/things/1" })).toBeNull();
  });

  test("may hold two answers: the second belongs to nobody", async () => {
    const one = JSON.stringify(completion("one"));
    const server = await serve((exchange) =>
      exchange.write(`${head(200, { "content-length": String(one.length) })}${one}`.repeat(2)),
    );
    const client = clientOf(server, { maxRetries: 1 });
    expect(await client.chat.completions.create(question)).toEqual(completion("one"));
    expect(await client.chat.completions.create(question)).toEqual(completion("one"));
    expect(server.connections).toBe(2);
  });
});

describe("a server of another protocol", () => {
  test("that wants HTTP/2 only is a typed error for a client that may not speak it", async () => {
    const server = await serveHttp2({ tls: localhost }, http2Json({}));
    const failure = await caught(clientOf(server, { ca, httpVersion: "1.1" }).me.get());
    expect(failure).toBeInstanceOf(APIConnectionError);
    expect(failure.statusCode).toBe(0);
  });

  test("that speaks HTTP/1.1 only serves a client that could do more", async () => {
    const server = await serveTls(localhost, json(completion()));
    await clientOf(server, { ca }).me.get();
    expect(server.requests).toHaveLength(1);
  });

  test("that speaks HTTP/1.1 only is a typed error for a client that insists on HTTP/2", async () => {
    const server = await serve(error(400));
    const failure = await caught(clientOf(server, { httpVersion: "2", timeout: 3_000 }).me.get());
    expect(failure).toBeInstanceOf(APIConnectionError);
  });

  test("that speaks TLS where none is spoken is a typed error", async () => {
    const server = await serveTls(localhost, json({}));
    const plain = { baseUrl: server.baseUrl.replace("https:", "http:") };
    expect(await caught(clientOf(plain).me.get())).toBeInstanceOf(APIConnectionError);
  });
});
