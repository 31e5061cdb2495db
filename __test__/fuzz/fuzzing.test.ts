import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../house/repository";
import { times } from "../support/patience";
import { targets } from "./targets";

/** How long each target is fed; the variable counts for the targets in Rust as well. */
const seconds = Number(process.env.AURIKO_FUZZ_SECONDS ?? times(2, 600));
const folder = mkdtempSync(join(tmpdir(), "auriko-fuzz-"));
const program = join(folder, "loop.cjs");

beforeAll(async () => {
  await build({
    entryPoints: [join(__dirname, "loop.ts")],
    bundle: true,
    platform: "node",
    outfile: program,
    external: ["*.node"],
    logLevel: "silent",
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(Object.keys(targets))(
  "whatever comes to %s, it does no harm",
  async (name) => {
    const seed = String(Math.floor(Math.random() * 2 ** 31));
    const args = [program, name, String(seconds), seed, join(root, "fuzz")];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: (seconds + 60) * 1000 });
    const { inputs, corpus, blocks } = JSON.parse(stdout) as Record<string, number>;
    expect(inputs).toBeGreaterThan(50);
    expect(corpus).toBeGreaterThan(0);
    // Coverage that counts nothing would guide nothing.
    expect(blocks).toBeGreaterThan(10);
    if (process.env.AURIKO_FIGURES) process.stdout.write(`${name}: ${stdout}`);
  },
  (seconds + 90) * 1000,
);
