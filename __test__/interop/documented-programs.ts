import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../../gateway";
import { blocksOf } from "../docs/blocks";
import { root } from "../house/repository";
import { cleanEnvironment } from "../packaging/node-versions";

const run = promisify(execFile);
const page = "docs/interop.md";
const inPage = "http://127.0.0.1:8787";

/** Where a documented program is written, and what runs it there. */
export interface Runner {
  readonly file: string;
  readonly program: string;
}

/** Declares a test for every program of the page about other clients that is written in `language`. */
export function declareDocumentedPrograms(language: string, runnerOf: (code: string) => Runner): void {
  // A sketch needs a package that is not installed here.
  const blocks = blocksOf(page).filter(
    (block) => block.language === language && !block.flags.includes("sketch"),
  );

  describe(`the ${language} programs of ${page}`, () => {
    let gateway: Gateway;
    beforeAll(async () => {
      gateway = await startGateway();
    });
    afterAll(() => gateway?.close());

    test("are there", () => {
      expect(blocks.length).toBeGreaterThan(1);
    });

    test.each(blocks.map((block) => [block.place, block.code] as const))("run: %s", async (_place, code) => {
      const { file, program } = runnerOf(code);
      const sdk = pathToFileURL(join(root, "dist/index.mjs")).href;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(
        file,
        code.replaceAll(inPage, gateway.url).replaceAll('"@auriko/sdk"', JSON.stringify(sdk)),
      );
      const env = { ...cleanEnvironment(), AURIKO_API_KEY: gateway.apiKey };
      gateway.reset();
      const { stdout } = await run(program, [file], { env, timeout: 30_000 });
      expect(stdout).toContain("Hello");
      expect(stdout).not.toMatch(/\bundefined\b|\bNone\b/);
      expect(gateway.requests.map(({ status }) => status)).toEqual([200]);
    });
  });
}
