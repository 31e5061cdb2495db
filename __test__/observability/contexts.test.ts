import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { nodeOfMajor } from "../packaging/node-versions";
import { error, hangAfter, json, stream, streamHead } from "../support/answers";
import { answerOf, chunk, completion, event } from "../support/chat";
import { KEY } from "../support/client";
import { PACKAGE } from "../support/program";
import { serve } from "../support/scripted-server";

/** Two callers at a time; each function that the SDK calls notes whose context it was called in. */
const program = (baseUrl: string) => `
  const { AsyncLocalStorage } = require("node:async_hooks");
  const diagnostics = require("node:diagnostics_channel");
  const { Client } = require(${JSON.stringify(PACKAGE)});
  const caller = new AsyncLocalStorage();
  const seen = {};
  const note = (what) => {
    const name = caller.getStore() ?? "nobody";
    (seen[what] ??= {})[name] = (seen[what]?.[name] ?? 0) + 1;
  };
  for (const name of ["start", "attempt", "retry", "headers", "first-event", "end", "error"]) {
    diagnostics.subscribe("auriko:request:" + name, () => note("channel " + name));
  }
  const traced = typeof diagnostics.tracingChannel === "function";
  for (const name of ["start", "end", "asyncStart", "asyncEnd", "error"]) {
    if (traced) diagnostics.subscribe("tracing:auriko.request:" + name, () => note("tracing " + name));
  }
  const client = new Client({
    apiKey: async () => { note("apiKey"); return ${JSON.stringify(KEY)}; },
    baseUrl: ${JSON.stringify(baseUrl)},
    maxRetries: 1,
    proxy: false,
    onRequest: () => note("onRequest"),
    onRetry: () => note("onRetry"),
    onResponse: () => note("onResponse"),
    onStreamEnd: () => note("onStreamEnd"),
    onEnd: () => note("onEnd"),
    onError: () => note("onError"),
    logger: ({ event }) => note("log " + event),
    logLevel: "debug",
  });
  const question = { model: "m", messages: [{ role: "user", content: "Hello" }] };
  async function calls() {
    await client.chat.completions.create(question);
    const read = await client.chat.completions.create({ ...question, stream: true });
    read.on("content", () => note("stream.on"));
    for await (const _ of read) note("for await");
    const each = await client.chat.completions.create({ ...question, stream: true });
    await each.forEach(() => note("forEach"));
    await client.chat.completions.create({ ...question, model: "refused" }).catch(() => note("catch"));
  }
  async function abandon() {
    const open = await client.chat.completions.create({ ...question, model: "hang", stream: true });
    await open[Symbol.asyncIterator]().next();
  }
  (async () => {
    const both = (run) => Promise.all(["first", "second"].map((name) => caller.run(name, run)));
    await both(calls);
    const ends = seen.onEnd.first;
    await both(abandon);
    for (let i = 0; i < 100 && seen.onEnd.second + seen.onEnd.first < 2 * ends + 2; i++) {
      globalThis.gc();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    console.log(JSON.stringify({ traced, seen }));
    client.close();
  })();
`;

const TOLD = [
  ...["apiKey", "onRequest", "onRetry", "onResponse", "onStreamEnd", "onEnd", "onError"],
  ...["start", "attempt", "retry", "headers", "first-event", "end", "error"].flatMap((name) => [
    `channel ${name}`,
    `log ${name}`,
  ]),
  ...["stream.on", "for await", "forEach", "catch"],
];
const TRACED = ["start", "end", "asyncStart", "asyncEnd", "error"].map((name) => `tracing ${name}`);

describe.each([18, 20, 22, 24, 26])("on Node %i", (major) => {
  test("everything is told in the context of whoever made the call, and equally often to both", async () => {
    const met = new Map<string, number>();
    const server = await serve((exchange) => {
      const { model, stream: streams } = JSON.parse(exchange.request.body.toString());
      if (model === "refused") return error(400)(exchange);
      if (model === "hang") return hangAfter(streamHead() + event(chunk("Hel")))(exchange);
      if (streams) return stream(answerOf("a", "b"))(exchange);
      // Each of the two asks once and has to ask again.
      const count = (met.get("plain") ?? 0) + 1;
      met.set("plain", count);
      return count <= 2 ? error(503, {}, { "retry-after-ms": "5" })(exchange) : json(completion())(exchange);
    });
    const { stdout } = await promisify(execFile)(
      nodeOfMajor(major),
      ["--expose-gc", "-e", program(server.baseUrl)],
      { timeout: 30_000 },
    );
    const { traced, seen } = JSON.parse(stdout) as {
      traced: boolean;
      seen: Record<string, Record<string, number>>;
    };
    expect(Object.keys(seen).sort()).toEqual([...TOLD, ...(traced ? TRACED : [])].sort());
    for (const [what, callers] of Object.entries(seen)) {
      expect({ what, callers }).toEqual({ what, callers: { first: callers.first, second: callers.first } });
    }
    expect(traced).toBe(true);
  }, 120_000);
});
