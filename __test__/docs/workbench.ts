import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { remembered } from "../../scripts/steps/freshness.mjs";
import { root } from "../house/repository";
import type { Block } from "./blocks";

// Inside the repository, so that the blocks' `@auriko/sdk` is this package; not below node_modules, where a package
// can't refer to itself.
const folder = join(root, "target/docs");

/**
 * What the blocks import in place of the package when they run: the same, but for a client that talks to the local
 * gateway when the reader's code leaves the base URL to the default, or to the mock that it has started.
 */
const stand = {
  "sdk.mjs": `import { Client as Real } from "@auriko/sdk";
export * from "@auriko/sdk";
export class Client extends Real {
  constructor(options = {}) { super({ baseUrl: process.env.AURIKO_BASE_URL ?? process.env.DOCS_GATEWAY, ...options }); }
}
`,
  "openai.mjs": `import { AurikoModelProvider as RealProvider, AurikoOpenAI as Real } from "@auriko/sdk/openai";
export * from "@auriko/sdk/openai";
export class AurikoOpenAI extends Real {
  constructor(options = {}) { super({ baseURL: process.env.AURIKO_BASE_URL ?? process.env.DOCS_GATEWAY, ...options }); }
}
export class AurikoModelProvider extends RealProvider {
  constructor(options = {}) { super({ ...(options.client ? {} : { baseUrl: process.env.AURIKO_BASE_URL ?? process.env.DOCS_GATEWAY }), ...options }); }
}
`,
  "langchain.mjs": `import { ChatAuriko as Real } from "@auriko/sdk/langchain";
export class ChatAuriko extends Real {
  constructor(fields = {}) { super({ baseUrl: process.env.AURIKO_BASE_URL ?? process.env.DOCS_GATEWAY, ...fields }); }
}
`,
  "sdk.cjs": `const sdk = require("@auriko/sdk");
class Client extends sdk.Client {
  constructor(options = {}) { super({ baseUrl: process.env.AURIKO_BASE_URL ?? process.env.DOCS_GATEWAY, ...options }); }
}
module.exports = { ...sdk, Client };
`,
};

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts", "lib.esnext.disposable.d.ts"],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  skipLibCheck: true,
  types: ["node"],
  typeRoots: [join(root, "node_modules/@types")],
};

/** Packages that readers have under a plain name, and this repository under one with its version. */
const aliases: Readonly<Record<string, string>> = { ai: "ai7" };

function withAliases(code: string): string {
  return code.replace(/(from |import |import\(|require\()(["'])([\w@/-]+)\2/g, (text, before, quote, name) =>
    Object.hasOwn(aliases, name) ? `${before}${quote}${aliases[name]}${quote}` : text,
  );
}

const isCommonJs = ({ code }: Block) => /\brequire\(/.test(code) && !/^(import|export)\b/m.test(code);
const nameOf = (block: Block) => block.place.replace(/\W+/g, "-");

/** Makes the workbench empty but for what stands in for the package. */
export function clear(): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "typed"), { recursive: true });
  for (const [name, text] of Object.entries(stand)) writeFileSync(join(folder, name), text);
}

/** Type errors by the place of the block, each with the line of the page. Checks all blocks in one go. */
export async function typeErrors(blocks: readonly Block[]): Promise<Map<string, string[]>> {
  const inputs = [
    "index.d.ts",
    "dist",
    "packages/ai-sdk-provider/dist",
    "__test__/docs",
    "package-lock.json",
  ];
  const settings = { blocks, options, compiler: ts.version };
  return new Map(
    await remembered({ name: "blocks of the documentation", inputs, settings }, () => [...compile(blocks)]),
  );
}

function compile(blocks: readonly Block[]): Map<string, string[]> {
  const files = new Map(
    blocks.map((block) => [
      join(folder, "typed", `${nameOf(block)}.${isCommonJs(block) ? "cts" : "mts"}`),
      block,
    ]),
  );
  for (const [file, { code }] of files) writeFileSync(file, `${withAliases(code)}\nexport {};\n`);
  const program = ts.createProgram([...files.keys()], options);
  const errors = new Map<string, string[]>(blocks.map(({ place }) => [place, []]));
  for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
    const block = diagnostic.file && files.get(diagnostic.file.fileName);
    const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
    if (!block || !diagnostic.file) throw new Error(text);
    const { line } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
    errors.get(block.place)?.push(`${block.page}:${block.line + line}: ${text}`);
  }
  return errors;
}

/** Writes a block as a program that Node can run, and gives its path. */
export function runnable(block: Block): string {
  const file = join(folder, `${nameOf(block)}.${isCommonJs(block) ? "cjs" : "mjs"}`);
  const { outputText } = ts.transpileModule(block.code, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const substitute = isCommonJs(block) ? "./sdk.cjs" : "./sdk.mjs";
  const code = withAliases(outputText)
    .replaceAll(/(["'])@auriko\/sdk\1/g, JSON.stringify(substitute))
    .replaceAll(/(["'])@auriko\/sdk\/(openai|langchain)\1/g, '"./$2.mjs"');
  writeFileSync(file, code);
  return file;
}
