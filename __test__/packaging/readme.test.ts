import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../../gateway";
import { blocksOf } from "../docs/blocks";
import { execute } from "../ecosystem/project";
import { install, packTarballs } from "./install";
import { nodeOfMajor } from "./node-versions";

const minutes = 60_000;
const blocks = blocksOf("README.md").filter(
  ({ language, flags }) => ["ts", "js"].includes(language) && !flags.includes("no-run"),
);
const isCommonJs = (code: string) => /\brequire\(/.test(code);

let folder: string;
let gateway: Gateway;
beforeAll(async () => {
  const tarballs = await packTarballs();
  folder = install([tarballs.root, tarballs.platform]);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  gateway = await startGateway({ pace: "instant" });
}, 5 * minutes);
afterAll(async () => {
  await gateway?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a block as a reader does who has pasted the gateway's two lines into the terminal. */
async function run(node: string, name: string, code: string) {
  writeFileSync(join(folder, name), code);
  const env = { AURIKO_BASE_URL: gateway.baseUrl, AURIKO_API_KEY: gateway.apiKey, NODE_NO_WARNINGS: "1" };
  return execute(node, [name], folder, env, 60_000);
}

test("the README shows both ways to load the SDK", () => {
  expect(blocks.filter(({ code }) => isCommonJs(code))).toHaveLength(1);
  expect(blocks.filter(({ code }) => !isCommonJs(code)).length).toBeGreaterThan(5);
});

describe("a block of the README runs unedited", () => {
  const modules = blocks
    .filter(({ code }) => !isCommonJs(code))
    .map(({ place, code }) => [place, code] as const);

  test.each(modules)(
    "as .mjs: %s",
    async (place, code) => {
      const { status, output } = await run(nodeOfMajor(18), `${place.replace(/\W+/g, "-")}.mjs`, code);
      expect(status, output).toBe(0);
    },
    2 * minutes,
  );

  test.each(modules)(
    'as .ts, beside "type": "module": %s',
    async (place, code) => {
      const { status, output } = await run(nodeOfMajor(24), `${place.replace(/\W+/g, "-")}.ts`, code);
      expect(status, output).toBe(0);
    },
    2 * minutes,
  );

  test.each(blocks.filter(({ code }) => isCommonJs(code)).map(({ place, code }) => [place, code] as const))(
    "as .cjs: %s",
    async (_place, code) => {
      const { status, output } = await run(nodeOfMajor(18), "quick-start.cjs", code);
      expect(status, output).toBe(0);
    },
    2 * minutes,
  );
});
