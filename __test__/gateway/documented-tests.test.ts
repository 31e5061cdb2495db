import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import ts from "typescript";
import * as vitest from "vitest";
import * as testing from "../../gateway";
import * as sdk from "../../ts";

const { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } = vitest;
const pages = ["gateway", "mocking"].map((name) => ({
  name,
  text: readFileSync(resolve(__dirname, `../../docs/${name}.md`), "utf8"),
}));

const modules: Record<string, unknown> = { "@auriko/sdk": sdk, "@auriko/sdk/testing": testing, vitest };

/** Runs a block the way a test runner loads a test file, which registers its tests here. */
function load(code: string): void {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const globals = { afterAll, afterEach, beforeAll, beforeEach, expect, test };
  const names = [...Object.keys(globals), "require", "exports"];
  const run = new Function(...names, outputText);
  run(...Object.values(globals), (name: string) => modules[name], {});
}

for (const { name, text } of pages) {
  for (const runner of ["Vitest", "Jest"]) {
    describe(`the documented tests for ${runner} on the page ${name} pass`, () => {
      const block = new RegExp(`With ${runner}[^\\n]*:\\n+\`\`\`\\w+ no-run\\n([\\s\\S]*?)\`\`\``).exec(text);
      // Jest's hooks are globals.
      if (runner === "Jest") Object.assign(globalThis, { beforeAll, afterEach, afterAll });
      load(block?.[1] ?? "throw new Error('the example is missing');");
      for (const hook of ["beforeAll", "afterEach", "afterAll"]) Reflect.deleteProperty(globalThis, hook);
    });
  }
}
