import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";

const run = promisify(execFile);
const folder = fileURLToPath(new URL("..", import.meta.url));
const manifest = JSON.parse(readFileSync(`${folder}package.json`, "utf8")) as {
  version: string;
  exports: Record<string, unknown>;
  dependencies?: unknown;
};
const require = createRequire(import.meta.url);
const node = (...args: string[]) => run(process.execPath, args, { cwd: folder });

test("the version that requests name is the version of the package", () => {
  expect(require("@auriko/ai-sdk-provider").VERSION).toBe(manifest.version);
});

test("it brings no dependencies along", () => {
  expect(manifest.dependencies).toBeUndefined();
});

describe.each(Object.keys(manifest.exports).filter((key) => !key.endsWith(".json")))("entry %s", (key) => {
  const name = `@auriko/ai-sdk-provider${key.slice(1)}`;

  test("CommonJS and ES modules share one set of everything", async () => {
    const { stdout } = await node(
      "--input-type=module",
      "-e",
      `import * as esm from "${name}"; import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
       const cjs = createRequire("${folder}package.json")("${name}");
       const names = Object.keys(esm).sort();
       console.log(names.join(), names.every((key) => esm[key] === cjs[key]), names.length === Object.keys(cjs).length);`,
    );
    expect(stdout.trim()).toBe(
      "VERSION,auriko,aurikoMetadata,createAuriko,hostedTool,totalCostUsd true true",
    );
  });

  test("importing it starts nothing and loads no native code", async () => {
    const { stdout } = await node(
      "-e",
      `require("${name}");
       const addon = Object.keys(require.cache).some((file) => file.endsWith(".node") || file.endsWith("native.cjs"));
       console.log(addon, process.getActiveResourcesInfo().length);`,
    );
    expect(stdout.trim()).toBe("false 0");
  });

  test("an edge runtime is told at import what to use instead", async () => {
    const failure = node("--conditions=edge-light", "-e", `require("${name}")`);
    await expect(failure).rejects.toThrow(/edge runtimes and browsers can't load[\s\S]*baseURL/);
  });
});

describe("a program with version 5 of the AI SDK", () => {
  /** What a program prints that has this AI SDK installed and asks a model of an entry. */
  async function printed(ai: string, entry: string): Promise<string> {
    const program = mkdtempSync(join(tmpdir(), "auriko-program-"));
    onTestFinished(() => rmSync(program, { recursive: true, force: true }));
    mkdirSync(join(program, "node_modules"));
    symlinkSync(
      dirname(realpathSync(require.resolve(`${ai}/package.json`))),
      join(program, "node_modules", "ai"),
    );
    const source = `
      const { createAuriko } = require(${JSON.stringify(require.resolve(`@auriko/ai-sdk-provider${entry}`))});
      const auriko = createAuriko({ apiKey: "ak_test", baseURL: "http://127.0.0.1:1/v1" });
      const model = [auriko("gpt-5.4"), auriko.responses("gpt-5.4")][0];
      require("ai").generateText({ model, prompt: "Hi", maxRetries: 0 }).catch((error) => console.error(error.name));
    `;
    return (await run(process.execPath, ["-e", source], { cwd: program })).stderr;
  }

  test("is told once which entry it needs", async () => {
    const text = await printed("ai5", "");
    expect(text).toContain("AI_UnsupportedModelVersionError");
    expect(text.match(/AurikoWarning/g)).toHaveLength(1);
    expect(text).toMatch(/version 5\.\d+\.\d+\. It takes the models of "@auriko\/ai-sdk-provider\/v2"/);
  });

  test.each([
    ["ai5", "/v2"],
    ["ai6", ""],
    ["ai7", "/v4"],
  ])("and nobody else: %s with entry %j", async (ai, entry) => {
    expect(await printed(ai, entry)).not.toContain("AurikoWarning");
  });
});
