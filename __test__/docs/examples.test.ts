import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../../gateway";
import { root } from "../house/repository";

const run = promisify(execFile);
const folder = join(root, "examples");
const examples = readdirSync(folder).filter((name) => /\.[cm]?js$/.test(name));

/** Runs an example as a reader does, who has no key. */
const start = (name: string, args: string[] = []) =>
  run(process.execPath, [join(folder, name), ...args], { env: { PATH: process.env.PATH }, timeout: 60_000 });

describe("an example runs without a key", () => {
  test.each(examples)(
    "%s",
    async (name) => {
      await expect(start(name)).resolves.toBeDefined();
    },
    60_000,
  );
});

describe("the demo", () => {
  let upstream: Gateway;
  beforeAll(async () => {
    upstream = await startGateway({ respond: "Said by the endpoint behind." });
  });
  afterAll(() => upstream?.close());

  test("shows the answer, its provider, its latency and its cost", async () => {
    const { stdout } = await start("demo.mjs");
    expect(stdout).toMatch(/^\S.{20,}/);
    expect(stdout).toMatch(/^provider {2}\w+$/m);
    expect(stdout).toMatch(/^latency {3}[\d.]+ ms to the first word, [\d.]+ ms in all$/m);
    expect(stdout).toMatch(/^cost {6}\$[\d.e-]+$/m);
  });

  test("says what is missing when it is to go live without a key", async () => {
    await expect(start("demo.mjs", ["--live"])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining("AURIKO_API_KEY"),
    });
  });

  test("speaks to a real endpoint behind the local gateway", async () => {
    const args = ["--upstream", upstream.baseUrl, "--model", "llama3.2"];
    // The endpoint asks for a key that the demo does not have; what counts is that it was the endpoint that was asked.
    await start("demo.mjs", args).catch(() => undefined);
    expect(upstream.requests.length).toBeGreaterThan(0);
  });
});
