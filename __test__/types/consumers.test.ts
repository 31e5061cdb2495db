import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";
import { entries } from "../../scripts/steps/entries.mjs";
import { publicTypes } from "../../scripts/steps/public-types.mjs";
import { compilerOptions, projects } from "../../test-types/projects";
import { root } from "../house/repository";

const bench = join(root, "target/types");
const cases = readdirSync(join(root, "test-types/cases")).filter((name) => name !== "expect.ts");

const slug = (name: string) => name.replace(/\W+/g, "-");

/** A consumer's folder per `type`, with the package installed as far as a compiler looks at it. */
beforeAll(async () => {
  rmSync(bench, { recursive: true, force: true });
  const installed = join(bench, "node_modules/@auriko/sdk");
  mkdirSync(join(bench, "types"), { recursive: true });
  symlinkSync(join(root, "node_modules/types-node-18"), join(bench, "types/node"), "junction");

  copy("package.json", installed);
  for (const entry of entries) {
    write(join(installed, entry.declaration), await publicTypes(entry));
    copy(entry.esmDeclaration, installed);
  }
  for (const project of projects) {
    const folder = join(bench, slug(project.name));
    cpSync(join(root, "test-types/cases"), folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type: project.type }));
  }
}, 120_000);

function copy(path: string, folder: string): void {
  cpSync(join(root, path), join(folder, path));
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

interface Complaint {
  readonly file: string;
  readonly text: string;
}

/** What the compiler has to say about a program. */
function complaints(files: string[], options: ts.CompilerOptions): Complaint[] {
  const program = ts.createProgram(files, options);
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const text = ts.flattenDiagnosticMessageText(messageText, "\n");
    if (!file) return { file: "", text };
    const { line } = file.getLineAndCharacterOfPosition(start ?? 0);
    return { file: file.fileName, text: `${relative(bench, file.fileName)}:${line + 1}: ${text}` };
  });
}

describe.each(projects)("a strict program compiles under $name", (project) => {
  const folder = join(bench, slug(project.name));
  let found: Complaint[];

  beforeAll(() => {
    const files = cases.map((name) => join(folder, name));
    found = complaints(files, compilerOptions(project, join(bench, "types")));
  }, 60_000);

  const about = (belongs: (file: string) => boolean) =>
    found.filter(({ file }) => belongs(file)).map(({ text }) => text);

  test.each(cases)("%s", (name) => {
    expect(about((file) => file === join(folder, name))).toEqual([]);
  });

  test("the declarations themselves", () => {
    expect(about((file) => !cases.some((name) => file === join(folder, name)))).toEqual([]);
  });
});

describe("the harness itself", () => {
  test.each([
    ["a wrong expectation", 'import { expectType } from "./expect.js";\nexpectType<string>()(1);'],
    ["an entry that is not there", 'import { x } from "@auriko/sdk/streaming";\nvoid x;'],
  ])(
    "notices %s",
    (_what, text) => {
      const project = projects.find(({ name }) => name.startsWith("nodenext, import"));
      if (!project) throw new Error("there is no such project");
      const file = join(bench, slug(project.name), "wrong.ts");
      writeFileSync(file, text);
      expect(complaints([file], compilerOptions(project, join(bench, "types")))).not.toEqual([]);
    },
    60_000,
  );
});
