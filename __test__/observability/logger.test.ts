import { Writable } from "node:stream";
import { pino } from "pino";
import { afterEach, expect, test, vi } from "vitest";
import winston from "winston";
import { BadRequestError, Client, type LogEntry, type Logger, type LogLevel } from "../../ts/index";
import { error, json } from "../support/answers";
import { completion, question } from "../support/chat";
import { caught, clientOf, KEY } from "../support/client";
import { run } from "../support/program";
import { serve } from "../support/scripted-server";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** A logger that writes into an array of lines. */
function lines(): { sink: Writable; read: () => Record<string, unknown>[] } {
  let text = "";
  const sink = new Writable({
    write(piece, _encoding, done) {
      text += piece;
      done();
    },
  });
  const read = () =>
    text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { sink, read };
}

async function logOf(logLevel: LogLevel, status = 200): Promise<LogEntry[]> {
  const entries: LogEntry[] = [];
  const server = await serve(status === 200 ? json(completion()) : error(status));
  const client = clientOf(server, { logger: (entry) => void entries.push(entry), logLevel });
  await client.chat.completions.create(question).catch(() => {});
  return entries;
}

test("each level has what belongs to it, and off has nothing", async () => {
  const events = async (level: LogLevel, status?: number) =>
    (await logOf(level, status)).map(({ level, event }) => `${level} ${event}`);
  expect(await events("off")).toEqual([]);
  expect(await events("error")).toEqual([]);
  expect(await events("error", 400)).toEqual(["error error"]);
  expect(await events("info")).toEqual(["info end"]);
  expect(await events("debug")).toEqual(["debug start", "debug attempt", "debug headers", "info end"]);
});

test("bodies are written at debug only, cut, and without what they keep secret", async () => {
  const entries: LogEntry[] = [];
  const server = await serve(json(completion()));
  const client = clientOf(server, { logger: (entry) => void entries.push(entry), logLevel: "debug" });
  const long = "x".repeat(5000);
  await client.chat.completions.create(
    { model: "m", messages: [{ role: "user", content: "Hello" }] },
    { extraBody: { vault: { access_token: "hidden-from-all", max_tokens: 5 }, long } },
  );
  const body = entries[0]?.body as string;
  expect(body).toContain('"access_token":"[redacted]"');
  expect(body).toContain('"max_tokens":5');
  expect(body.length).toBeLessThan(2100);
  expect(JSON.stringify(entries)).not.toContain("hidden-from-all");
  expect(JSON.stringify(await logOf("info"))).not.toContain("Hello");
});

test("without a logger, standard error gets one line of text for each entry", async () => {
  const written = vi.spyOn(console, "error").mockImplementation(() => {});
  const server = await serve(json(completion()));
  vi.stubEnv("AURIKO_LOG", "INFO");
  await clientOf(server).chat.completions.create(question);
  expect(written).toHaveBeenCalledTimes(1);
  expect(written.mock.calls[0]).toHaveLength(1);
  expect(written.mock.calls[0]?.[0]).toMatch(/^auriko info: POST \/chat\/completions 200 in \d+ ms \{.*\}$/);
});

test("the environment says the level only where no option does", async () => {
  vi.stubEnv("AURIKO_LOG", "debug");
  expect(await logOf("off")).toEqual([]);
  vi.stubEnv("AURIKO_LOG", "loud");
  expect(() => new Client({ apiKey: KEY })).toThrow(
    /AURIKO_LOG must be "off", "error", "warn", "info" or "debug"/,
  );
});

test("children log where their parent does", async () => {
  const entries: LogEntry[] = [];
  const server = await serve(json(completion()));
  const client = clientOf(server, { logger: (entry) => void entries.push(entry), logLevel: "info" });
  await client.withOptions({ maxRetries: 1 }).chat.completions.create(question);
  await client.withOptions({ logLevel: "off" }).chat.completions.create(question);
  expect(entries).toHaveLength(1);
});

test("what the server warns of is told once for each kind, by all children of a client", async () => {
  const warnings = [
    { type: "unsupported_parameter", code: "seed", message: "`seed` was dropped." },
    "Plain words.",
  ];
  const entries: LogEntry[] = [];
  const server = await serve(json({ ...completion(), routing_metadata: { provider: "p", warnings } }));
  const client = clientOf(server, { logger: (entry) => void entries.push(entry), logLevel: "warn" });
  await client.chat.completions.create(question);
  await client.withOptions({ maxRetries: 1 }).chat.completions.create(question);
  expect(entries).toMatchObject([
    { level: "warn", event: "warning", message: "the server warns: `seed` was dropped.", code: "seed" },
    { level: "warn", event: "warning", message: "the server warns: Plain words." },
  ]);
});

test("a logger that throws or rejects breaks nothing", async () => {
  const server = await serve(json(completion()));
  const throws = () => {
    throw new Error("disk full");
  };
  const rejects = async () => throws();
  for (const logger of [throws, rejects, { debug: throws, info: throws, warn: throws, error: throws }]) {
    await clientOf(server, { logger: logger as Logger, logLevel: "debug" }).chat.completions.create(question);
  }
});

test("pino gets fields and message by the line that the guide gives", async () => {
  const { sink, read } = lines();
  const log = pino({ level: "debug" }, sink);
  const server = await serve(json(completion()));
  const client = clientOf(server, {
    logger: ({ level, message, ...fields }) => log[level](fields, message),
    logLevel: "info",
  });
  await client.chat.completions.create(question);
  expect(read()).toMatchObject([
    { level: 30, event: "end", status: 200, msg: expect.stringContaining("POST") },
  ]);
});

test("winston gets message and fields as it is", async () => {
  const { sink, read } = lines();
  const logger = winston.createLogger({
    level: "debug",
    transports: [new winston.transports.Stream({ stream: sink })],
  });
  const server = await serve(error(400));
  await caught(clientOf(server, { logger, logLevel: "info" }).chat.completions.create(question));
  expect(read()).toMatchObject([
    {
      level: "error",
      event: "error",
      status: 400,
      message: expect.stringContaining("failed"),
      error: { name: "APIStatusError" },
    },
  ]);
});

test.each([
  [
    { logLevel: "loud" },
    '`logLevel` must be "off", "error", "warn", "info" or "debug", not "loud".',
    "logLevel",
  ],
  [
    { logger: 7 },
    "`logger` must be a function, or an object with debug, info, warn and error, not 7.",
    "logger",
  ],
  [{ logger: { debug() {} } }, "`logger.info` must be a function, not undefined.", "logger.info"],
])("%j is refused by name", (options, message, param) => {
  const make = () => new Client({ apiKey: KEY, ...options } as never);
  expect(make).toThrow(message);
  expect(make).toThrow(BadRequestError);
  expect(make).toThrow(expect.objectContaining({ param }));
});

test("a program logs by its environment alone", async () => {
  const server = await serve(json(completion()));
  const { stdout, stderr } = await run("await new Client(options).chat.completions.create(question);", {
    server,
    env: { AURIKO_LOG: "info" },
  });
  expect(stdout).toBe("");
  expect(stderr).toMatch(/^auriko info: POST \/chat\/completions 200 in \d+ ms/);
});
