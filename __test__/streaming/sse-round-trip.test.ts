import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { ReadableStream } from "node:stream/web";
import { describe, expect, test } from "vitest";
import {
  APIStatusError,
  NotFoundError,
  RateLimitError,
  StreamDroppedError,
  StreamTruncatedError,
} from "../../ts/errors";
import { ChatCompletionStream, ResponseStream } from "../../ts/streaming";
import { stop, tail, text, usage } from "./chat-chunks";
import { responseEvents } from "./response-script";
import { done, dropped, ScriptedReader, type ScriptStep } from "./scripted-reader";

function streamOf(...script: ScriptStep[]) {
  const reader = new ScriptedReader(script);
  return { reader, stream: new ChatCompletionStream({ reader }) };
}

function bytesOf(...pieces: string[]): ReadableStream<Uint8Array> {
  return ReadableStream.from(
    pieces.map((piece) => new TextEncoder().encode(piece)),
  ) as ReadableStream<Uint8Array>;
}

/** Serves a stream over a socket, as an HTTP framework would. */
async function serve(stream: ChatCompletionStream): Promise<{ url: string; close: () => void }> {
  const server = createServer((_request, response) => {
    const answer = stream.toSSEResponse();
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    const body = Readable.fromWeb(answer.body as never);
    response.on("close", () => body.destroy());
    body.on("error", () => {});
    body.pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

describe("sending a stream on as server-sent events", () => {
  test("gives a browser the chunks and [DONE], as the API itself would", async () => {
    const chunks = [text("Hel"), text("lo"), stop(), tail()];
    const { stream } = streamOf(chunks.slice(0, 1), "pause", chunks.slice(1), done);
    const response = stream.toSSEResponse({ status: 201, headers: { "X-Mine": "1" } });
    expect(response.status).toBe(201);
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(response.headers.get("x-request-id")).toBe("req_scripted");
    expect(response.headers.get("x-mine")).toBe("1");
    expect(await response.text()).toBe(
      [...chunks.map((event) => JSON.stringify(event)), "[DONE]"].map((data) => `data: ${data}\n\n`).join(""),
    );
  });

  test("comes back as the same stream on the other side of a socket", async () => {
    const { stream } = streamOf([text("Hel")], "pause", [text("lo 🙂"), stop()], [tail()], done);
    const server = await serve(stream);
    const received = ChatCompletionStream.fromReadableStream((await fetch(server.url)) as never);
    expect(await received.finalText()).toBe("Hello 🙂");
    expect(received.usage).toEqual(usage);
    expect(received.requestId).toBe("req_scripted");
    expect(received.currentCompletion).toEqual(stream.currentCompletion);
    server.close();
  });

  test("tells the other side of a failure by an error event, which becomes an error there", async () => {
    const limited = {
      error: { message: "slow down", type: "rate_limit_error", code: "rate_limit_exceeded", param: null },
    };
    const server = await serve(streamOf([text("a"), limited], done).stream);
    const received = ChatCompletionStream.fromReadableStream((await fetch(server.url)) as never);
    const error = await received.finalText().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({
      message: "slow down",
      partial: { choices: [{ message: { content: "a" } }] },
    });
    server.close();
  });

  test("does not pretend that a broken stream is complete", async () => {
    const body = await new Response(
      streamOf([text("a"), stop()], dropped).stream.toReadableStream() as never,
    ).text();
    expect(body).not.toContain("[DONE]");
    expect(body).toContain('"code":"api_connection_error"');
  });

  test("closes the upstream connection when the browser goes away", async () => {
    const { stream, reader } = streamOf([text("a")]);
    const server = await serve(stream);
    const controller = new AbortController();
    const response = await fetch(server.url, { signal: controller.signal });
    await response.body?.getReader().read();
    controller.abort();
    while (stream.state === "reading") await new Promise((resolve) => setTimeout(resolve, 2));
    expect(stream.state).toBe("closed");
    expect(reader.cancels).toBe(1);
    server.close();
  });

  test("reads from upstream only as fast as the bytes are taken", async () => {
    const big = "x".repeat(20_000);
    const { stream, reader } = streamOf(...Array.from({ length: 50 }, () => [text(big)]), [stop()], done);
    const body = stream.toReadableStream().getReader();
    await body.read();
    await new Promise((resolve) => setImmediate(resolve));
    expect(reader.drains).toBeLessThan(4);
    await body.cancel();
    expect(reader.cancels).toBe(1);
  });
});

describe("reading server-sent events from a web stream", () => {
  test("ends at [DONE] although more comes", async () => {
    const body = bytesOf(
      `data: ${JSON.stringify(text("a"))}\n\n`,
      `data: ${JSON.stringify(stop())}\n\ndata: [DO`,
      "NE]\n\ndata: x\n\n",
    );
    expect(await ChatCompletionStream.fromReadableStream(body).finalText()).toBe("a");
  });

  test("notices truncation, malformed events and broken bodies", async () => {
    const good = `data: ${JSON.stringify(text("a"))}\n\n`;
    const read = (body: ReadableStream<Uint8Array>) =>
      ChatCompletionStream.fromReadableStream(body).finalText();
    await expect(read(bytesOf(good))).rejects.toThrow(StreamTruncatedError);
    await expect(read(bytesOf(good, "data: {nope\n\n"))).rejects.toMatchObject({
      code: "invalid_response",
      body: "{nope",
    });
    const broken = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(good)),
      pull: (controller) => controller.error(new Error("gone")),
    });
    await expect(read(broken)).rejects.toThrow(StreamDroppedError);
  });

  test("turns a response with an error status into that error", async () => {
    const body = {
      error: { message: "no such model", type: "not_found_error", code: "model_not_found", param: "model" },
    };
    const response = new Response(JSON.stringify(body), {
      status: 404,
      headers: { "x-request-id": "req_1" },
    });
    const error = await ChatCompletionStream.fromReadableStream(response as never)
      .finalText()
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({ statusCode: 404, param: "model", requestId: "req_1" });
  });

  test("cancels the body when the stream is closed", async () => {
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) =>
        controller.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(text("a"))}\n\n`)),
      cancel() {
        cancelled = true;
      },
    });
    for await (const _ of ChatCompletionStream.fromReadableStream(body)) break;
    expect(cancelled).toBe(true);
  });

  test("does the same for a Responses stream", async () => {
    const stream = new ResponseStream({ reader: new ScriptedReader([responseEvents("Hi")]) });
    const received = ResponseStream.fromReadableStream(stream.toReadableStream());
    expect(await received.finalResponse()).toEqual(await stream.finalResponse());
    const failing = new ResponseStream({
      reader: new ScriptedReader([[{ type: "error", code: "upstream_error", message: "no" }]]),
    });
    const error = await ResponseStream.fromReadableStream(failing.toReadableStream())
      .finalText()
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(APIStatusError);
    expect(error).toMatchObject({ code: "upstream_error", message: "no" });
  });
});
