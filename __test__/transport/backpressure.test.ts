import { describe, expect, test } from "vitest";
import { Client, type ClientOptions } from "../../ts/index";
import { head, streamHead } from "../support/answers";
import { answerOf, chunk, event, question } from "../support/chat";
import { clientOf } from "../support/client";
import { sleep } from "../support/patience";
import { type Answer, serve } from "../support/scripted-server";

const MEGABYTE = 1024 * 1024;
/** More than all buffers of the system and of the SDK hold together. */
const FLOOD = 96 * MEGABYTE;
/** What the system's socket buffers may take at the most, with the SDK's own. */
const BUFFERS = 40 * MEGABYTE;
const streaming = { ...question, stream: true } as const;
const text = "x".repeat(16 * 1024);

class Flood {
  sent = 0;
  events = 0;
  readonly answer: Answer = async (exchange) => {
    await exchange.write(streamHead());
    const one = Buffer.from(event(chunk(text)));
    const many = Buffer.concat(Array.from({ length: 16 }, () => one));
    while (this.sent < FLOOD && !exchange.socket.destroyed) {
      await exchange.write(many);
      this.sent += many.length;
      this.events += 16;
    }
    exchange.end(answerOf());
  };

  /** Waits until no more gets through. */
  async stalled(): Promise<number> {
    let before = -1;
    while (before !== this.sent) {
      before = this.sent;
      await sleep(300);
    }
    return this.sent;
  }
}

describe("a consumer that stops reading", () => {
  test("stops the server, and gets every event when it goes on", async () => {
    const flood = new Flood();
    const server = await serve(flood.answer);
    const opened = await clientOf(server).chat.completions.create(streaming);
    let count = 0;
    for await (const { choices } of opened) {
      if (count === 3) expect(await flood.stalled()).toBeLessThan(BUFFERS);
      if (choices[0]?.finish_reason === null) {
        expect(choices[0].delta.content === text).toBe(true);
        count++;
      }
    }
    expect(flood.sent).toBeGreaterThanOrEqual(FLOOD);
    expect(count).toBe(flood.events);
  });

  test("stops the server even before it has begun to read, and can leave at any time", async () => {
    const flood = new Flood();
    const server = await serve(flood.answer);
    const opened = await clientOf(server).chat.completions.create(streaming);
    expect(await flood.stalled()).toBeLessThan(BUFFERS);
    opened.close();
    await (await server.arrival()).closed;
  });

  test("does not hold up others", async () => {
    const flood = new Flood();
    const server = await serve(flood.answer, async (exchange) => {
      exchange.end(`${streamHead()}${answerOf("Hello")}`);
    });
    const client = clientOf(server);
    const slow = await client.chat.completions.create(streaming);
    await flood.stalled();
    const quick = await client.chat.completions.create(streaming);
    expect(await quick.finalText()).toBe("Hello");
    slow.close();
  });
});

test("a server that floods with comments fills nothing", async () => {
  const comment = `: ${"x".repeat(60 * 1024)}\n\n`;
  const server = await serve(async (exchange) => {
    await exchange.write(streamHead());
    for (let i = 0; i < 500; i++) await exchange.write(comment);
    exchange.end(answerOf("Hello"));
  });
  const before = process.memoryUsage().rss;
  const opened = await clientOf(server).chat.completions.create(streaming);
  expect(await opened.finalText()).toBe("Hello");
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * MEGABYTE);
});

test("a whole answer of a hundred megabytes is read all the same", async () => {
  const piece = Buffer.alloc(MEGABYTE, "a");
  const server = await serve(async (exchange) => {
    await exchange.write(head(200, { "content-length": String(100 * MEGABYTE + 2) }));
    await exchange.write('"');
    for (let i = 0; i < 100; i++) await exchange.write(piece);
    await exchange.write('"');
  });
  const options: ClientOptions = { apiKey: "ak_test_1", baseUrl: server.baseUrl, proxy: false };
  await using client = new Client(options);
  const result = await client.request<string>({ path: "/big" });
  expect(result.length).toBe(100 * MEGABYTE);
});
