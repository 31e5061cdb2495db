// What servers that mean harm answer, as a process of its own.
import { once } from "node:events";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";

const MIB = 2 ** 20;
const chunk = (delta, finish = null) =>
  `data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", created: 1, model: "m", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const done = `${chunk({}, "stop")}data: [DONE]\n\n`;
const completion = JSON.stringify({
  id: "c",
  choices: [{ index: 0, message: { role: "assistant", content: "Hi." }, finish_reason: "stop" }],
});
const EVENTS = { "content-type": "text/event-stream" };
const JSON_TYPE = { "content-type": "application/json" };

const deep = (levels) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
const deepChunk = chunk({ content: "x", y: 0 }).replace('"y":0', `"y":${deep(3500)}`);
const calls = (count) =>
  chunk({
    tool_calls: Array.from({ length: count }, (_, index) => ({
      index,
      id: `c${index}`,
      type: "function",
      function: { name: "f", arguments: "{}" },
    })),
  });

async function pour(reply, piece, pieces) {
  for (let sent = 0; sent < pieces && !reply.destroyed; sent++) {
    if (!reply.write(piece)) await Promise.race([once(reply, "drain"), once(reply, "close")]);
  }
  reply.end();
}

/** 1 GiB of comments; packing them takes seconds. */
let packed;

/** What the server answers, by path. */
const answers = {
  good: (reply) => reply.writeHead(200, JSON_TYPE).end(completion),
  async slow(reply) {
    reply.writeHead(200, EVENTS);
    for (let piece = 0; piece < 20; piece++) {
      reply.write(chunk({ content: "0123456789" }));
      await sleep(5);
    }
    reply.end(done);
  },
  async deep(reply) {
    reply.writeHead(200, EVENTS).write(chunk({ content: "first" }));
    for (let piece = 0; piece < 3; piece++) {
      await sleep(30);
      reply.write(deepChunk);
    }
    reply.end(done);
  },
  open(reply) {
    reply.writeHead(200, EVENTS);
    const timer = setInterval(() => reply.write(chunk({ content: "x".repeat(30_000) })), 1);
    reply.on("close", () => clearInterval(timer));
  },
  bomb: (reply) => reply.writeHead(200, { ...EVENTS, "content-encoding": "gzip" }).end(packed),
  pack(reply) {
    packed ??= gzipSync(Buffer.alloc(1024 * MIB, ":\n"));
    reply.writeHead(200, JSON_TYPE).end(completion);
  },
  drip(reply) {
    reply.writeHead(200, { ...JSON_TYPE, "content-length": "100000" });
    const timer = setInterval(() => reply.write(" "), 200);
    reply.on("close", () => clearInterval(timer));
  },
  stall: (reply) => reply.writeHead(503, { "content-length": "1000" }).write("Half"),
  async hops(reply) {
    await sleep(400);
    reply.writeHead(307, { location: "/hops/v1/again", "content-length": "0" }).end();
  },
  blanks(reply) {
    reply.writeHead(200, EVENTS);
    const timer = setInterval(() => reply.write("data:\n\n"), 50);
    reply.on("close", () => clearInterval(timer));
  },
  ff: (reply) =>
    pour(
      reply.writeHead(200, { ...JSON_TYPE, "content-length": String(480 * MIB) }),
      Buffer.alloc(MIB, 0xff),
      480,
    ),
  calls: (reply) => reply.writeHead(200, EVENTS).end(calls(50_000) + done),
  /** Blanks in HTTP chunks of one byte each, which the client sees one by one. */
  spaces(reply) {
    reply.writeHead(200, EVENTS).flushHeaders();
    const piece = Buffer.from("1\r\n \r\n".repeat(10_000));
    const { socket } = reply;
    for (let sent = 0; sent < 30; sent++) socket.write(piece);
    socket.end("0\r\n\r\n");
  },
};

async function serve() {
  process.on("disconnect", () => process.exit());
  const server = createServer((request, reply) => {
    request.resume().on("end", () => answers[request.url.split("/")[1]](reply));
    reply.on("error", () => {});
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  process.send(server.address().port);
}

await serve();
