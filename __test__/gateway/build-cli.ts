import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";

const root = resolve(__dirname, "../..");

/** Transpiles what the command line consists of into `folder`, laid out like the package, and gives its entry. */
export function buildCli(folder: string): string {
  for (const part of ["cli", "testing", "errors"]) {
    for (const name of readdirSync(join(root, "ts", part), { recursive: true, encoding: "utf8" })) {
      if (name.endsWith(".ts")) transpile(join(part, name), folder);
    }
  }
  for (const name of ["response-headers.ts", "streaming/async-dispose.ts"]) transpile(name, folder);
  cpSync(join(root, "package.json"), join(folder, "package.json"));
  return join(folder, "dist/cli/main.js");
}

function transpile(name: string, folder: string): void {
  const target = join(folder, "dist", name.replace(/\.ts$/, ".js"));
  const { outputText } = ts.transpileModule(readFileSync(join(root, "ts", name), "utf8"), {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, outputText);
}
