import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { blocksOf } from "../docs/blocks";
import { root } from "../house/repository";
import { Ecosystem, execute } from "./project";
import { type Tool, toolFolder } from "./tools";
import { whole } from "./whole";

const minutes = 60_000;
let ecosystem: Ecosystem;
beforeAll(async () => {
  ecosystem = await Ecosystem.prepare();
}, 3 * minutes);
afterAll(() => ecosystem?.remove());

const tool = (name: Tool, path: string, args: string[]) =>
  execute(process.execPath, [join(toolFolder(name), path), ...args], root, { NO_COLOR: "1" });

test("the root package weighs at most 350 kB packed", () => {
  expect(statSync(ecosystem.tarballs.root).size).toBeLessThanOrEqual(350_000);
});

describe.runIf(whole)("without an exception", () => {
  const tarball = (name: string) =>
    name === "@auriko/sdk" ? ecosystem.tarballs.root : ecosystem.providerTarball;

  test.each(["@auriko/sdk", "@auriko/ai-sdk-provider"])(
    "publint has nothing to say about %s",
    async (name) => {
      const { status, output } = await tool("publint", "publint/src/cli.js", [
        "run",
        tarball(name),
        "--strict",
      ]);
      expect(status, output).toBe(0);
      expect(output).toContain("All good");
    },
    2 * minutes,
  );

  test.each(["@auriko/sdk", "@auriko/ai-sdk-provider"])(
    "the types of %s are right under every way of resolving modules",
    async (name) => {
      const { status, output } = await tool("attw", "@arethetypeswrong/cli/dist/index.js", [tarball(name)]);
      expect(status, output).toBe(0);
      expect(output).toContain("No problems found");
    },
    2 * minutes,
  );
});

describe.runIf(whole)("TypeScript 5.2, the oldest that is supported", () => {
  test.each([
    ["nodenext", "nodenext"],
    ["esnext", "bundler"],
    ["commonjs", "node10"],
  ])(
    "compiles the README with --module %s --moduleResolution %s, declarations of the SDK included",
    async (module, resolution) => {
      const folder = join(ecosystem.folder, `typescript-${resolution}`);
      mkdirSync(folder);
      // Without `await` at the top there is nothing in a block that CommonJS can't say.
      const blocks = blocksOf("README.md").filter(({ language }) => language === "ts");
      expect(blocks.length).toBeGreaterThan(5);
      for (const [index, { code }] of blocks.entries()) {
        const wrapped = code.replace(
          /^((?:import .*\n)+)([\s\S]*)$/,
          "$1async function main() {\n$2}\nvoid main;\n",
        );
        writeFileSync(join(folder, `block-${index}.ts`), resolution === "node10" ? wrapped : code);
      }
      writeFileSync(
        join(folder, "package.json"),
        JSON.stringify({ type: resolution === "node10" ? "commonjs" : "module" }),
      );
      writeFileSync(
        join(folder, "tsconfig.json"),
        JSON.stringify({
          compilerOptions: {
            module,
            moduleResolution: resolution,
            target: "es2022",
            lib: ["es2022", "dom"],
            strict: true,
            exactOptionalPropertyTypes: true,
            noEmit: true,
            skipLibCheck: false,
            esModuleInterop: true,
            types: ["node"],
            typeRoots: [join(toolFolder("typescript"), "@types")],
          },
          include: ["*.ts"],
        }),
      );
      const { status, output } = await tool("typescript", "typescript/bin/tsc", ["-p", folder]);
      expect(status, output).toBe(0);
      rmSync(folder, { recursive: true });
    },
    3 * minutes,
  );
});
