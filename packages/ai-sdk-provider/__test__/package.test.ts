import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";

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
