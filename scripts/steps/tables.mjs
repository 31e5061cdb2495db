import { readFileSync } from "node:fs";
import { errorCodeNamesModule, errorCodesModule, errorCodesTables } from "./error-codes.mjs";
import { formatted } from "./format.mjs";
import { parametersModule, wireNamesModule } from "./request-parameters.mjs";
import { at } from "./root.mjs";

/**
 * The files that are made from a table, each with what it should hold: facts that stand in one place and are needed in
 * several languages. All of them are under version control, and a test finds the one that was not written anew.
 */
export function tableFiles() {
  return [
    { path: "ts/errors/code-table.ts", text: formatted(errorCodesModule(), "code-table.ts") },
    { path: "ts/errors/code-names.ts", text: formatted(errorCodeNamesModule(), "code-names.ts") },
    {
      path: "ts/request-body/parameter-table.ts",
      text: formatted(parametersModule(), "parameter-table.ts"),
    },
    {
      path: "packages/ai-sdk-provider/src/options/wire-names.ts",
      text: formatted(wireNamesModule(), "wire-names.ts"),
    },
    { path: "docs/errors.md", text: withTables("docs/errors.md", errorCodesTables()) },
  ];
}

/** A page with its generated parts anew: each stands between two comments that name it. */
function withTables(path, tables) {
  return Object.entries(tables).reduce(
    (page, [name, table]) => {
      const place = new RegExp(`(<!-- table: ${name}[^>]*-->\n)[\\s\\S]*?(<!-- end of table -->)`);
      if (!place.test(page)) throw new Error(`${path} has no place for the table ${name}.`);
      return page.replace(place, (_all, begin, end) => `${begin}${table}\n${end}`);
    },
    readFileSync(at(path), "utf8"),
  );
}
