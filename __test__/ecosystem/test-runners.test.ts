import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Ecosystem, type Ended, execute, type Project } from "./project";
import { type Tool, toolFolder } from "./tools";
import { whole } from "./whole";

const minutes = 60_000;
const FILES = 20;
/** In each. */
const TESTS = 6;
let ecosystem: Ecosystem;
beforeAll(async () => {
  if (whole) ecosystem = await Ecosystem.prepare();
}, 3 * minutes);
afterAll(() => ecosystem?.remove());

/** A test file as users write one: a stream, classes of errors, fake timers, and modules that are loaded anew. */
function suite({
  load,
  globals,
  runner,
}: {
  load: (name: string) => string;
  globals: string;
  runner: string;
}): string {
  return `
${globals}
const setUp = async () => {
  const sdk = ${load("@auriko/sdk")};
  const { startGateway } = ${load("@auriko/sdk/testing")};
  const gateway = await startGateway({ pace: "instant", replies: ["one two three"] });
  return { ...sdk, gateway, client: new sdk.Client({ apiKey: gateway.apiKey, baseUrl: gateway.baseUrl, maxRetries: 0 }) };
};
const question = { model: "gpt-5.4", messages: [{ role: "user", content: "Count." }] };

test("streams", async () => {
  const { client, gateway } = await setUp();
  const stream = await client.chat.completions.create({ ...question, stream: true });
  let text = "";
  for await (const piece of stream.textStream) text += piece;
  expect(text).toBe("one two three");
  await gateway.close();
});

test("throws errors of its classes", async () => {
  const { client, gateway, NotFoundError, AurikoAPIError } = await setUp();
  gateway.failNext("404");
  const error = await client.me.get().catch((reason) => reason);
  expect(error).toBeInstanceOf(NotFoundError);
  expect(error).toBeInstanceOf(AurikoAPIError);
  await gateway.close();
});

test("answers while the clock is faked", async () => {
  const { client, gateway } = await setUp();
  ${runner}.useFakeTimers({ ${runner === "jest" ? 'doNotFake: ["nextTick", "setImmediate", "queueMicrotask"]' : 'toFake: ["setTimeout", "setInterval", "Date"]'} });
  try {
    const { choices } = await client.chat.completions.create(question);
    expect(choices[0].message.content).toBe("one two three");
  } finally {
    ${runner}.useRealTimers();
  }
  await gateway.close();
});

const { mockAuriko } = ${load("@auriko/sdk/testing")};
const auriko = mockAuriko({ ${runner === "vi" ? "hooks: { beforeAll, afterEach, afterAll }, " : ""}respond: "unscripted" });

test.each(["Paris.", "Rome."])("is mocked by one call, and begins anew for each test: %s", async (capital) => {
  const { Client } = ${load("@auriko/sdk")};
  const client = new Client({ maxRetries: 1 });
  expect(auriko.requests).toHaveLength(0);
  auriko.enqueue({ content: capital, delayMs: 20 }, { chunks: ["a", "b"], fault: "drip;bytes=200" }, "left over");
  ${runner}.useFakeTimers();
  try {
    auriko.failNext("503");
    expect((await client.chat.completions.create(question)).choices[0].message.content).toBe(capital);
    const stream = await client.chat.completions.create({ ...question, stream: true });
    expect(await stream.finalText()).toBe("ab");
  } finally {
    ${runner}.useRealTimers();
  }
  auriko.assertRequested({ model: "gpt-5.4" }, 3);
});

test("can be loaded anew: two sets of classes, and errors are told apart by neither", async () => {
  const first = await setUp();
  ${runner}.resetModules();
  const second = await setUp();
  second.gateway.failNext("404");
  const error = await second.client.me.get().catch((reason) => reason);
  expect(error).toBeInstanceOf(second.NotFoundError);
  expect(error).toBeInstanceOf(first.NotFoundError);
  await first.client.me.get();
  await first.gateway.close();
  await second.gateway.close();
});
`;
}

function project(): Project {
  const made = ecosystem.project();
  onTestFinished(() => made.remove());
  return made;
}

async function runJest(
  tool: Tool,
  made: Project,
  flags: string[] = [],
  how: string[] = ["--maxWorkers=2"],
): Promise<Ended> {
  const jest = join(toolFolder(tool), "jest/bin/jest.js");
  return execute(
    process.execPath,
    [...flags, jest, "--ci", "--no-cache", "--rootDir", made.source, ...how],
    made.source,
  );
}

/**
 * In one process Jest ends when nothing keeps it, and waits for ever otherwise. Workers tell nothing: Jest kills any that takes
 * half a second to end, which on a loaded machine those of an empty test do.
 */
async function expectsToExit(tool: Tool, made: Project, flags: string[] = []): Promise<void> {
  const { status, output } = await runJest(tool, made, flags, ["--runInBand", "suite-0"]);
  expect(status, output).toBe(0);
  expect(output).toMatch(new RegExp(`Tests: +${TESTS} passed, ${TESTS} total`));
}

const jestConfig = (ending: string) =>
  JSON.stringify({
    testMatch: [`**/suite-*.test.${ending}`],
    transform: {},
    testEnvironment: "node",
    testTimeout: 60_000,
    moduleFileExtensions: ["js", "mjs", "cjs", "json", "node"],
  });

describe.runIf(whole).each(["jest29", "jest30"] as const)("%s", (tool) => {
  const passed = new RegExp(`Tests: +${FILES * TESTS} passed, ${FILES * TESTS} total`);

  test(
    "runs twenty files of CommonJS and exits by itself",
    async () => {
      const made = project();
      made.write("jest.config.json", jestConfig("cjs"));
      const text = suite({ load: (name) => `require("${name}")`, globals: "", runner: "jest" });
      for (let file = 0; file < FILES; file++) made.write(`suite-${file}.test.cjs`, text);
      const { status, output } = await runJest(tool, made);
      expect(status, output).toBe(0);
      expect(output).toMatch(passed);
      await expectsToExit(tool, made);
    },
    5 * minutes,
  );

  test(
    "runs twenty files of ES modules and exits by itself",
    async () => {
      const made = project();
      made.write("jest.config.json", jestConfig("mjs"));
      const globals = 'import { jest, test, expect } from "@jest/globals";';
      const text = suite({ load: (name) => `await import("${name}")`, globals, runner: "jest" });
      for (let file = 0; file < FILES; file++) made.write(`suite-${file}.test.mjs`, text);
      const { status, output } = await runJest(tool, made, ["--experimental-vm-modules"]);
      expect(status, output).toBe(0);
      expect(output).toMatch(passed);
      await expectsToExit(tool, made, ["--experimental-vm-modules"]);
    },
    5 * minutes,
  );
});

describe.runIf(whole)("Jest with timers that are faked from the start", () => {
  test(
    "runs a file, whose answers and streams all come",
    async () => {
      const made = project();
      const config = { ...JSON.parse(jestConfig("cjs")), fakeTimers: { enableGlobally: true } };
      made.write("jest.config.json", JSON.stringify(config));
      made.write(
        "suite-0.test.cjs",
        suite({ load: (name) => `require("${name}")`, globals: "", runner: "jest" }),
      );
      await expectsToExit("jest30", made);
    },
    5 * minutes,
  );
});

describe.runIf(whole)("Vitest", () => {
  test.each(["forks", "threads", "vmForks", "vmThreads"])(
    "runs in the pool %s, and exits by itself",
    async (pool) => {
      const made = project();
      const globals = 'import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";';
      const text = suite({ load: (name) => `await import("${name}")`, globals, runner: "vi" });
      const files = 4;
      for (let file = 0; file < files; file++) made.write(`suite-${file}.test.mjs`, text);
      made.linkTool("vitest", "vitest");
      const vitest = join(toolFolder("vitest"), "vitest/vitest.mjs");
      const flags = ["run", "suite-", `--pool=${pool}`, "--maxWorkers=2", "--testTimeout=60000"];
      const { status, output } = await execute(process.execPath, [vitest, ...flags], made.source, {
        NO_COLOR: "1",
      });
      expect(status, output).toBe(0);
      expect(output).toMatch(new RegExp(`Tests +${files * TESTS} passed`));
      expect(output).not.toMatch(/close timed out|hanging/i);
    },
    5 * minutes,
  );
});
