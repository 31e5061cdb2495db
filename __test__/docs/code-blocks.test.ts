import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../../gateway";
import { blocksIn } from "./blocks";
import { clear, runnable, typeErrors } from "./workbench";

const run = promisify(execFile);
const typed = blocksIn("ts", "typescript");
const executed = blocksIn("ts", "typescript", "js", "javascript").filter(
  ({ flags }) => !flags.includes("no-run"),
);

let gateway: Gateway;
let errors: Map<string, string[]>;

beforeAll(async () => {
  clear();
  errors = await typeErrors(typed);
  gateway = await startGateway();
}, 120_000);

afterAll(() => gateway?.close());

test("the README has code for the reader to copy", () => {
  expect(executed.some(({ page }) => page === "README.md")).toBe(true);
});

describe("a reader's compiler accepts", () => {
  test.each(typed.map(({ place }) => place))("%s", (place) => {
    expect(errors.get(place)).toEqual([]);
  });
});

describe("a reader can run", () => {
  test.concurrent.each(executed.map((block) => [block.place, block] as const))(
    "%s",
    async (_place, block) => {
      const env = { PATH: process.env.PATH, AURIKO_API_KEY: gateway.apiKey, DOCS_GATEWAY: gateway.baseUrl };
      await expect(run(process.execPath, [runnable(block)], { env, timeout: 30_000 })).resolves.toBeDefined();
    },
    60_000,
  );
});
