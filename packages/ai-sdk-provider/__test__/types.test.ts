import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// `assignability.ts` is part of the project: it holds the built declarations to the types of all three versions.
test("each version of the AI SDK accepts the provider as built, and source and tests are typed soundly", () => {
  const { config } = ts.readConfigFile(at("tsconfig.json"), ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, at("."));
  expect(fileNames).toContain(at("assignability.ts"));
  const program = ts.createProgram(fileNames, options);
  const complaints = ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file?.getLineAndCharacterOfPosition(start ?? 0).line ?? 0;
    return `${file?.fileName}:${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });
  expect(complaints).toEqual([]);
}, 240_000);
