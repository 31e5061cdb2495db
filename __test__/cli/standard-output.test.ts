import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Writable } from "node:stream";
import { beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../../gateway";
import { StandardOutput } from "../../ts/cli/standard-output";
import { inShell } from "./in-shell";
import { runCommand } from "./run-command";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
  return () => gateway.close();
});

describe.runIf(existsSync("/dev/full"))("where the disk is full, a command says so and fails", () => {
  test.each([
    "completion bash",
    "--help",
    "models --json",
    "keys list",
    "me",
    "chat Hi --model gpt-5.4",
    "chat Hi --model gpt-5.4 --json",
  ])("auriko %s", async (command) => {
    const { code, complaints } = await inShell(`auriko ${command} > /dev/full`, gateway);
    expect(complaints).toMatch(/^auriko: The standard output can't be written: ENOSPC\b.*$/m);
    expect(complaints).not.toContain("    at ");
    expect(code).toBe(1);
  });

  test("auriko keys create tells that the key exists and how to get rid of it", async () => {
    const { code, output, complaints } = await inShell("auriko keys create --name lost > /dev/full", gateway);
    expect(code).toBe(1);
    const [, id] = /Remove the key with: auriko keys revoke (\S+)$/m.exec(complaints) ?? [];
    expect(id).toBeDefined();
    expect(`${output}${complaints}`).not.toMatch(/ak_\w{12}/);
    const revoked = await runCommand(["keys", "revoke", id as string], { gateway });
    expect(revoked.code).toBe(0);
  });
});

test.skipIf(process.platform === "win32")("whoever reads the output may leave first, quietly", async () => {
  const { code, output, complaints } = await inShell("auriko completion bash | head -n 1", gateway);
  expect({ code, output, complaints }).toEqual({
    code: 0,
    output: "# Completion of auriko for bash.\n",
    complaints: "",
  });
});

test("a failure is kept until somebody asks, whether it is thrown, told by an event or by a callback", async () => {
  const full = Object.assign(new Error("it is full"), { code: "ENOSPC" });
  const thrown = new Writable();
  thrown.write = ((text: unknown, done?: () => void) => {
    if (text !== "") throw full;
    done?.();
    return true;
  }) as never;
  const told = new Writable({ write: (_chunk, _encoding, done) => done(full) });
  for (const stream of [thrown, told]) {
    let failures = 0;
    const output = new StandardOutput(stream, () => failures++);
    output.write("text");
    expect(await output.failure()).toEqual({
      message: "The standard output can't be written: it is full.",
      readerLeft: false,
    });
    expect(failures).toBeGreaterThan(0);
  }
  const good = new StandardOutput(new Writable({ write: (_chunk, _encoding, done) => done() }), () => {});
  good.write("text");
  expect(await good.failure()).toBeUndefined();
});

test("a batch never ends in a device or a pipe", async () => {
  const { BatchFiles, requests } = await import("../batch/batch-files");
  const files = new BatchFiles(requests(["a"]));
  const main = join(resolve(__dirname, "../.."), "dist/cli/main.js");
  const devices = ["/dev/full", "/dev/stdout", "-"].filter(
    (path) => process.platform !== "win32" && (path === "-" || existsSync(path)),
  );
  for (const output of devices) {
    const ended = spawnSync(process.execPath, [main, "batch", files.input, "--output", output], {
      env: { ...process.env, AURIKO_API_KEY: gateway.apiKey, AURIKO_BASE_URL: "http://127.0.0.1:1" },
      encoding: "utf8",
      timeout: 30_000,
    });
    expect(ended.stderr).toContain("--output must be a");
    expect(ended.status).toBe(2);
  }
});
