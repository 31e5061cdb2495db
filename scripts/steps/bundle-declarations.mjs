import { readFileSync } from "node:fs";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";
import ts from "typescript";
import { exportOrder } from "./export-order.mjs";
import { at } from "./root.mjs";

// The source names Node's type of `ReadableStream`. Consumers have it as a global, from Node's types or from the DOM's.
const webStreamsImport = /^import \{ ReadableStream \} from 'node:stream\/web';\n/m;

/** From the declarations of another entry, which stand one folder below it. */
const rootDeclarations = "../index.js";

/**
 * Everything that an entry exports, and what that refers to, as the text of one declaration module. `sharesTypes`: what
 * the root entry exports is imported from there, so that both speak of the same classes; otherwise it is written out.
 */
export async function bundleDeclarations(source, { sharesTypes = false } = {}) {
  const bundle = await rollup({
    input: at(source),
    external: (path) => /^(node:|@?\w)/.test(path) && !path.startsWith(at(".")),
    plugins: [
      ...(sharesTypes ? [importFromRoot()] : []),
      dts({ tsconfig: at("tsconfig.json"), compilerOptions: { stripInternal: true } }),
    ],
    onwarn(warning) {
      throw new Error(`The declarations of ${source} can't be bundled: ${warning.message}`);
    },
  });
  const { output } = await bundle.generate({ format: "es" });
  await bundle.close();
  return output[0].code.replace(webStreamsImport, "");
}

/** Leaves to the root entry each import that asks for nothing but names which that exports. */
function importFromRoot() {
  const exported = new Set(exportOrder("ts/index.ts").map(({ name }) => name));
  return {
    name: "import-from-root",
    resolveId: (specifier, importer) => {
      if (importer === undefined || !specifier.startsWith(".")) return null;
      const names = namesTakenFrom(specifier, importer);
      const all = names.length > 0 && names.every((name) => exported.has(name));
      return all ? { id: rootDeclarations, external: true } : null;
    },
  };
}

function namesTakenFrom(specifier, importer) {
  const file = ts.createSourceFile(importer, readFileSync(importer, "utf8"), ts.ScriptTarget.Latest);
  return file.statements
    .filter((statement) => statement.moduleSpecifier?.text === specifier)
    .flatMap((statement) => {
      const clause = ts.isImportDeclaration(statement)
        ? statement.importClause?.namedBindings
        : statement.exportClause;
      return (clause?.elements ?? [{ name: { text: "*" } }]).map(
        (one) => (one.propertyName ?? one.name).text,
      );
    });
}
