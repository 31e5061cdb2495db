import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ChatCompletionChunk } from "../../ts/index";
import { stream, streamHead } from "../support/answers";
import { chunk, event, question } from "../support/chat";
import { clientOf, eventsOf } from "../support/client";
import { times } from "../support/patience";
import { type Answer, type ScriptedServer, serve } from "../support/scripted-server";

const streaming = { ...question, stream: true } as const;
const text = "Grüße \u2028 🙂 \u2029 \u{10ffff} ÿ";
const lone =
  '{"id":"c","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"\\ud83d!"}}]}';
const pretty = JSON.stringify(chunk("in several lines"), null, 2);

/** Everything that the standard allows, with one kind of line end. */
function script(eol: string): string {
  const lines = [
    ": a comment before anything",
    "",
    `data: ${JSON.stringify(chunk(text))}`,
    "",
    "event: message",
    "id: 7",
    "retry: 100",
    `data:${JSON.stringify(chunk("without a blank"))}`,
    "",
    ...pretty.split("\n").map((line) => `data: ${line}`),
    "",
    ":",
    "data",
    "",
    "unknown: field",
    "data: ",
    "",
    `data: ${lone}`,
    "",
    `data: ${JSON.stringify(chunk("", "stop"))}`,
    "",
    "data: [DONE]",
    "",
    "data: what follows is nobody's business",
    "",
    "",
  ];
  return lines.join(eol);
}

const expected = [
  chunk(text),
  chunk("without a blank"),
  chunk("in several lines"),
  JSON.parse(lone),
  chunk("", "stop"),
];

const scripts: Readonly<Record<string, Buffer>> = {
  LF: Buffer.from(script("\n")),
  CR: Buffer.from(script("\r")),
  "CR LF": Buffer.from(script("\r\n")),
  "LF after a byte order mark": Buffer.from(`\uFEFF${script("\n")}`),
};

/** A client that sends the pieces of a stream as `pieces` says, one packet each. */
async function receive(server: ScriptedServer): Promise<ChatCompletionChunk[]> {
  return eventsOf(await clientOf(server).chat.completions.create(streaming));
}

const pause = () => new Promise<void>((resolve) => setImmediate(resolve));

function inPieces(pieces: readonly Uint8Array[]): Answer {
  return async (exchange) => {
    await exchange.write(streamHead());
    for (const piece of pieces) {
      await exchange.write(piece);
      await pause();
    }
    exchange.end();
  };
}

describe.each(Object.entries(scripts))("a stream whose lines end with %s", (_eol, bytes) => {
  test("comes out the same, wherever its bytes are split in two", async () => {
    const cuts = Array.from({ length: bytes.length + 1 }, (_, at) => [
      bytes.subarray(0, at),
      bytes.subarray(at),
    ]);
    const server = await serve(...cuts.map(inPieces));
    const client = clientOf(server);
    for (let done = 0; done < cuts.length; done += 32) {
      const some = cuts.slice(done, done + 32).map(async () => {
        expect(await eventsOf(await client.chat.completions.create(streaming))).toEqual(expected);
      });
      await Promise.all(some);
    }
  });

  test("comes out the same byte by byte", async () => {
    const pieces = [...bytes].map((byte) => Uint8Array.of(byte));
    expect(await receive(await serve(inPieces(pieces)))).toEqual(expected);
  });

  test("comes out the same in any pieces", async () => {
    const widths = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(widths, async (cycle) => {
        const pieces: Buffer[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const width = cycle[turn % cycle.length] as number;
          pieces.push(bytes.subarray(at, at + width));
          at += width;
        }
        const server = await serve(inPieces(pieces));
        expect(await receive(server)).toEqual(expected);
        await server.close();
      }),
      { numRuns: times(10, 300) },
    );
  });
});

describe("a body", () => {
  test("in HTTP chunks of any size is the same stream", async () => {
    const bytes = scripts["CR LF"] as Buffer;
    const server = await serve(async (exchange) => {
      await exchange.write(
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n",
      );
      for (let at = 0; at < bytes.length; at += 7) {
        const piece = bytes.subarray(at, at + 7);
        await exchange.write(`${piece.length.toString(16)}\r\n`);
        await exchange.write(piece);
        await exchange.write("\r\n");
      }
      await exchange.write("0\r\n\r\n");
    });
    expect(await receive(server)).toEqual(expected);
  });

  test("with an invalid byte loses that character and nothing else", async () => {
    const before = event(chunk("before"));
    const broken = Buffer.from(event(chunk("a?b")));
    broken[broken.indexOf("?")] = 0xff;
    const after = event(chunk("", "stop"));
    const server = await serve(stream(Buffer.concat([Buffer.from(before), broken, Buffer.from(after)])));
    expect(await receive(server)).toEqual([chunk("before"), chunk("a\ufffdb"), chunk("", "stop")]);
  });

  test("that ends without a blank line does not lose what was complete", async () => {
    const server = await serve(stream(`${event(chunk("Hi"))}${event(chunk("", "stop"))}data: {"cut":`));
    expect(await receive(server)).toEqual([chunk("Hi"), chunk("", "stop")]);
  });

  test("may go on after [DONE] for as long as it likes", async () => {
    const server = await serve(async (exchange) => {
      await exchange.write(`${streamHead()}${event(chunk("Hi"))}${event(chunk("", "stop"))}data: [DONE]\n\n`);
      while (!exchange.socket.destroyed) await exchange.write("data: more and more\n\n".repeat(500));
    });
    expect(await receive(server)).toEqual([chunk("Hi"), chunk("", "stop")]);
    await (await server.arrival()).closed;
  });

  test("that ends behind [DONE] leaves its connection to the next request", async () => {
    const body = `${event(chunk("Hi"))}${event(chunk("", "stop"))}data: [DONE]\n\n`;
    const server = await serve((exchange) =>
      exchange.write(
        `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      ),
    );
    const client = clientOf(server);
    for (let i = 0; i < 5; i++) await eventsOf(await client.chat.completions.create(streaming));
    expect(server.connections).toBe(1);
  });
});

describe("events of any content", () => {
  // Repeated shapes with changing strings are what models send, and what the core has a short cut for.
  const piece = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.constantFrom(
      "",
      '"',
      "\\",
      '\\"',
      "{}",
      "],[",
      '"},{"',
      "\u2028",
      "🙂",
      "\ud83d",
      "ä",
      "\0",
      "\\u0000",
    ),
  );
  const value = fc.oneof(
    piece.map((content) => chunk(content)),
    piece.map((content) => ({ ...chunk(content), id: content })),
    fc.jsonValue().map((extra) => ({ ...chunk("x"), extra })),
    fc.double().map((created) => ({ ...chunk("x"), created: Number.isFinite(created) ? created : 0 })),
  );
  const written = fc.tuple(value, fc.constantFrom(0, 1), fc.boolean());

  test("come out as JSON.parse would give them, in whatever order and spacing they come", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(written, { minLength: 1, maxLength: 60 }), async (events) => {
        const texts = events.map(([object, indent, escaped]) => {
          const json = JSON.stringify(object, null, indent).replace(/\n/g, indent ? "\ndata: " : "");
          return escaped ? escapeNonAscii(json) : json;
        });
        const server = await serve(stream(texts.map((json) => `data: ${json}\n\n`).join("")));
        const opened = await clientOf(server).chat.completions.create(streaming);
        const received: unknown[] = [];
        // The stream is never finished, and says so; that is not what this is about.
        await opened.forEach((item) => void received.push(item)).catch(() => {});
        expect(received).toEqual(texts.map((json) => JSON.parse(json.replace(/\ndata: /g, "\n"))));
        await server.close();
      }),
      { numRuns: times(60, 3000) },
    );
  });
});

function escapeNonAscii(json: string): string {
  return json.replace(/[^\x20-\x7e\n]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
