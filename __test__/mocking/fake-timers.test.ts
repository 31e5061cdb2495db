import { execFile } from "node:child_process";
import { join } from "node:path";
import * as vitest from "vitest";
import { afterEach, expect, test, vi } from "vitest";
import { mockAuriko, startGateway } from "../../gateway";
import { Client } from "../../ts/index";
import { cleanEnvironment, nodeOfMajor } from "../packaging/node-versions";
import { question } from "../support/chat";

const auriko = mockAuriko({ hooks: vitest });
afterEach(() => {
  vi.useRealTimers();
});

test("with Vitest's fake timers answers, streams, waits of the gateway and retries all come", async () => {
  vi.useFakeTimers();
  const client = new Client({ maxRetries: 1 });
  auriko.enqueue(
    { content: "late", delayMs: 30 },
    { content: "piece by piece", fault: "drip;bytes=64" },
    "again",
  );
  expect((await client.chat.completions.create(question)).choices[0]?.message.content).toBe("late");
  const stream = await client.chat.completions.create({ ...question, stream: true });
  expect(await stream.finalText()).toBe("piece by piece");
  auriko.failNext(["503", "delay;ms=10"]);
  expect((await client.chat.completions.create(question)).choices[0]?.message.content).toBe("again");
  await auriko.refuseConnections({ forMs: 20 });
  await expect(new Client({ maxRetries: 0 }).me.get()).rejects.toMatchObject({ attempts: 1 });
  await auriko.reset();
  expect((await client.models.list()).data.length).toBeGreaterThan(0);
});

test("timestamps of the gateway follow a faked date; its own records don't", async () => {
  vi.useFakeTimers({ now: Date.UTC(2020, 0, 1) });
  const { created } = await new Client().chat.completions.create(question);
  expect(created).toBe(Date.UTC(2020, 0, 1) / 1000);
  expect(auriko.lastRequest?.receivedAt).toBeGreaterThan(Date.UTC(2024, 0, 1));
});

test("`process.nextTick` is what it was once no gateway listens", async () => {
  const plain = () => Object.getOwnPropertyDescriptor(process, "nextTick")?.value !== undefined;
  expect(plain()).toBe(false);
  await auriko.close();
  expect(plain()).toBe(true);
  const one = await startGateway();
  const two = await startGateway();
  await one.close();
  await one.close();
  expect(plain()).toBe(false);
  await two.close();
  expect(plain()).toBe(true);
  // A runner loads the module anew for each file; the copies end in any order.
  vi.resetModules();
  const copy = await import("../../gateway");
  const [first, second] = [await startGateway(), await copy.startGateway()];
  await first.close();
  expect(plain()).toBe(false);
  await second.close();
  expect(plain()).toBe(true);
  await auriko.start();
});

function run(node: string, args: readonly string[]): Promise<{ status: unknown; output: string }> {
  return new Promise((resolve) => {
    const options = { env: cleanEnvironment(), timeout: 60_000 };
    execFile(node, [...args], options, (error, stdout, stderr) => {
      resolve({ status: error?.code ?? 0, output: stdout + stderr });
    });
  });
}
const program = (name: string) => join(__dirname, "programs", name);

test.each([18, 20, 22, 24, 26])(
  "on Node %i a clock that fakes everything, `nextTick` included, stops nothing",
  async (major) => {
    const node =
      major === Number(process.versions.node.split(".")[0]) ? process.execPath : nodeOfMajor(major);
    const { status, output } = await run(node, [program("everything-faked.cjs")]);
    expect(output).toContain("all came; nextTick is real again: true; the test's own ticks were faked: true");
    expect(status).toBe(0);
  },
  120_000,
);

test.each([20, 22, 24, 26])(
  "on Node %i `node --test` starts, resets and closes it, with its timers mocked",
  async (major) => {
    const node =
      major === Number(process.versions.node.split(".")[0]) ? process.execPath : nodeOfMajor(major);
    const { status, output } = await run(node, ["--test", "--test-reporter=tap", program("node-runner.mjs")]);
    expect(output, output).toMatch(/# pass 4\b/);
    expect(status).toBe(0);
  },
  120_000,
);

test.each([18, 20, 26])(
  "on Node %i a mock made in the middle of a test of `node --test` ends with it, used or not",
  async (major) => {
    const node =
      major === Number(process.versions.node.split(".")[0]) ? process.execPath : nodeOfMajor(major);
    const args = ["--test", ...(major === 18 ? [] : ["--test-reporter=tap"]), program("within-a-test.mjs")];
    const { status, output } = await run(node, args);
    expect(output, output).toMatch(/# pass [14]\b/);
    expect(output, output).toMatch(/# fail 0\b/);
    expect(status).toBe(0);
  },
  120_000,
);
