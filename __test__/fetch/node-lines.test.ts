import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cleanEnvironment, nodeOfMajor } from "../packaging/node-versions";
import { PACKAGE } from "../support/program";
import { cases } from "./cases";

const folder = mkdtempSync(join(tmpdir(), "auriko-fetch-"));
const program = join(folder, "comparison.cjs");

beforeAll(async () => {
  await build({
    entryPoints: [join(__dirname, "comparison-program.ts")],
    bundle: true,
    platform: "node",
    target: "node18",
    outfile: program,
    // The servers of the tests close themselves after a test; a program has none.
    plugins: [
      {
        name: "without-tests",
        setup: ({ onResolve }) =>
          onResolve({ filter: /^vitest$/ }, () => ({ path: "vitest", external: true, sideEffects: false })),
      },
    ],
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Where a line's own `fetch` is behind the standard and later lines, this one is with the later ones. */
const DIFFERENT: Readonly<Record<number, readonly string[]>> = {
  18: ["the answer of /deflate-raw", "the answer of /twice", "/utf8-location"],
  20: [],
  22: [],
  24: [],
  26: [],
};

test.each(Object.entries(DIFFERENT))(
  "createFetch gives what the fetch of Node %s gives, but for what is written here",
  async (line, different) => {
    const { stdout } = await promisify(execFile)(nodeOfMajor(Number(line)), [program, PACKAGE], {
      env: cleanEnvironment(),
      timeout: 120_000,
    });
    const result = JSON.parse(stdout) as { cases: number; differences: { what: string }[] };
    const unexpected = result.differences.filter(({ what }) => !different.includes(what));
    expect(unexpected).toEqual([]);
    expect(result.differences.map(({ what }) => what)).toEqual(different);
    expect(result.cases).toBe(cases.length);
  },
  300_000,
);
