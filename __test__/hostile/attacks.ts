import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { chunk, event } from "../support/chat";

/** The part of an answer that HTTP/1.1 and HTTP/2 have in common in Node. */
export type Reply = Pick<ServerResponse, "writeHead" | "write" | "end" | "once" | "on" | "destroyed">;
export type Request = Pick<IncomingMessage, "url">;

/** One thing that a server may do, and what a call that meets it may cost. */
export interface Attack {
  readonly what: string;
  readonly strike: (reply: Reply) => unknown;
  /** What the call may come to: the name of its error with its phase or code, or how it ended. */
  readonly outcomes: readonly string[];
  readonly how: "create" | "stream";
  /** How long the call may take, in milliseconds. What was measured is a tenth of it, or a limit of the client plays in. */
  readonly atMostMs: number;
  /** What the process may grow by, in MiB. */
  readonly atMostMiB: number;
}

const MIB = 1024 * 1024;
const EVENTS = { "content-type": "text/event-stream" };
const JSON_TYPE = { "content-type": "application/json" };
const PACKED = { "content-encoding": "gzip" };

const bomb = gzipSync(Buffer.alloc(256 * MIB, ":\n"));

/** Writes the same again and again as quickly as it is taken, until nobody takes it any more. */
async function flood(reply: Reply, piece: string | Buffer, pieces = Number.POSITIVE_INFINITY): Promise<void> {
  let gone = false;
  let goOn = (): void => undefined;
  // One listener for each, however often it waits: leaving, each of a hundred thousand would look for itself among all.
  reply.on("drain", () => goOn());
  reply.on("close", () => {
    gone = true;
    goOn();
  });
  for (let sent = 0; sent < pieces && !gone; sent++) {
    if (!reply.write(piece)) {
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
    }
    if (sent % 64 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  if (!gone) reply.end();
}

function drip(reply: Reply, drop: string): void {
  const timer = setInterval(() => reply.write(drop), 20);
  reply.on("close", () => clearInterval(timer));
}

const calls = Array.from({ length: 20_000 }, (_, index) => ({
  index,
  id: `c${index}`,
  type: "function",
  function: { name: "f", arguments: "{}" },
}));
const manyCalls = event({ ...chunk(""), choices: [{ index: 0, delta: { tool_calls: calls } }] });
const deep = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;
const deepEvent = event(`{"choices":[{"index":0,"delta":{"content":"x","deep":${deep}}}]}`);

/** What the servers of the tests do. The limits of the client that meets them: 5 s for headers, 1 s of silence, 4 s in all. */
export const attacks: readonly Attack[] = [
  {
    what: "a stream that unpacks without end",
    how: "stream",
    strike: (reply) => reply.writeHead(200, { ...EVENTS, ...PACKED }) && reply.end(bomb),
    // Which of the two comes first depends on how fast the machine unpacks.
    outcomes: ["APIStatusError invalid_response", "APITimeoutError idle"],
    atMostMs: 5_000,
    atMostMiB: 150,
  },
  {
    what: "a document that unpacks without end",
    how: "create",
    strike: (reply) => reply.writeHead(200, { ...JSON_TYPE, ...PACKED }) && reply.end(bomb),
    outcomes: ["APIStatusError invalid_response"],
    atMostMs: 5_000,
    atMostMiB: 150,
  },
  {
    what: "a document that drips",
    how: "create",
    strike: (reply) => reply.writeHead(200, JSON_TYPE) && drip(reply, " "),
    outcomes: ["APITimeoutError body"],
    atMostMs: 8_000,
    atMostMiB: 100,
  },
  {
    what: "blank events, one by one",
    how: "stream",
    strike: (reply) => reply.writeHead(200, EVENTS) && drip(reply, "data:\n\n"),
    outcomes: ["APITimeoutError idle"],
    atMostMs: 5_000,
    atMostMiB: 100,
  },
  {
    what: "comments as fast as they are taken",
    how: "stream",
    strike: (reply) => flood(reply.writeHead(200, EVENTS), Buffer.alloc(64 * 1024, ": x\n")),
    outcomes: ["APITimeoutError idle"],
    atMostMs: 5_000,
    atMostMiB: 150,
  },
  {
    what: "blanks without a line end as fast as they are taken",
    how: "stream",
    strike: (reply) => flood(reply.writeHead(200, EVENTS), Buffer.alloc(64 * 1024, " ")),
    // Which of the two comes first depends on how fast the machine reads.
    outcomes: ["APIStatusError invalid_response", "APITimeoutError idle"],
    atMostMs: 5_000,
    atMostMiB: 200,
  },
  {
    what: "one event without an end",
    how: "stream",
    strike: (reply) => {
      reply.writeHead(200, EVENTS).write("data: ");
      return flood(reply, Buffer.alloc(64 * 1024, "x"));
    },
    // Which of the two comes first depends on how fast the machine reads.
    outcomes: ["APIStatusError invalid_response", "APITimeoutError idle"],
    atMostMs: 5_000,
    atMostMiB: 200,
  },
  {
    what: "text as fast as it is taken, to a reader that wants the whole",
    how: "stream",
    strike: (reply) => flood(reply.writeHead(200, EVENTS), event(chunk("x".repeat(4096)))),
    outcomes: ["APITimeoutError total"],
    atMostMs: 10_000,
    atMostMiB: 250,
  },
  {
    what: "a document of 40 MiB that is no UTF-8",
    how: "create",
    strike: (reply) => flood(reply.writeHead(200, JSON_TYPE), Buffer.alloc(64 * 1024, 0xff), 640),
    outcomes: ["APIStatusError invalid_response"],
    atMostMs: 20_000,
    atMostMiB: 400,
  },
  {
    what: "an event with 20,000 tool calls",
    how: "stream",
    strike: (reply) => reply.writeHead(200, EVENTS) && reply.end(`${manyCalls}data: [DONE]\n\n`),
    outcomes: ["answered"],
    atMostMs: 10_000,
    atMostMiB: 200,
  },
  {
    what: "an event that is nested 100,000 levels deep",
    how: "stream",
    strike: (reply) => reply.writeHead(200, EVENTS) && reply.end(`${deepEvent}data: [DONE]\n\n`),
    outcomes: ["APIStatusError invalid_response"],
    atMostMs: 5_000,
    atMostMiB: 150,
  },
];
