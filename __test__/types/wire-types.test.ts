import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { remembered } from "../../scripts/steps/freshness.mjs";

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts", "lib.esnext.disposable.d.ts"],
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  strict: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  skipLibCheck: true,
  types: ["node"],
};

function complaints(exactOptionalPropertyTypes: boolean): Promise<string[]> {
  const inputs = ["ts", "__test__/types", "package-lock.json"];
  const settings = { options, exactOptionalPropertyTypes, compiler: ts.version };
  const name = `wire types ${exactOptionalPropertyTypes}`;
  return remembered({ name, inputs, settings }, () => compile(exactOptionalPropertyTypes));
}

function compile(exactOptionalPropertyTypes: boolean): string[] {
  const program = ts.createProgram([join(__dirname, "wire-types.cases.ts")], {
    ...options,
    exactOptionalPropertyTypes,
  });
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file?.getLineAndCharacterOfPosition(start ?? 0).line ?? 0;
    return `${file?.fileName}:${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });
}

test.each([false, true])(
  "programs on the wire types compile, and their mistakes don't (exactOptionalPropertyTypes %o)",
  async (exact) => {
    expect(await complaints(exact)).toEqual([]);
  },
  60_000,
);
