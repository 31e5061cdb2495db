import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import ts from "typescript";
import { expect, test } from "vitest";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const blocks = [...readme.matchAll(/^```ts([^\n]*)\n([\s\S]*?)^```$/gm)].map(([, flags = "", code = ""]) => ({
  code: code.replaceAll('from "ai"', 'from "ai7"'),
  executed: !flags.includes("no-run"),
}));

// Inside the repository, where the names of the package and its peers lead to what is built.
const folder = fileURLToPath(new URL("../../../target/ai-sdk-provider-readme/", import.meta.url));
mkdirSync(folder, { recursive: true });

test("the README has an example to copy and one to run", () => {
  expect(blocks.map(({ executed }) => executed)).toEqual([false, true]);
});

test.each(blocks.map((block, index) => [`block ${index + 1}`, block] as const))(
  "%s of the README compiles, and runs if it can",
  async (name, { code, executed }) => {
    const file = `${folder}${name.replace(" ", "-")}.mts`;
    writeFileSync(file, `${code}\nexport {};\n`);
    const program = ts.createProgram([file], {
      target: ts.ScriptTarget.ES2022,
      lib: ["lib.es2022.d.ts", "lib.esnext.disposable.d.ts"],
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      strict: true,
      skipLibCheck: true,
      noEmit: true,
      types: ["node"],
    });
    const complaints = ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText);
    expect(complaints).toEqual([]);
    if (!executed) return;
    const { outputText } = ts.transpileModule(code, {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
    });
    const script = file.replace(/\.mts$/, ".mjs");
    writeFileSync(script, outputText);
    const { stdout } = await promisify(execFile)(process.execPath, [script]);
    expect(stdout).toMatch(/\w+ [\d.]+ ms [\d.e-]+ USD/);
  },
  120_000,
);
