import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, relative } from "node:path";
import { entries } from "./entries.mjs";
import { at } from "./root.mjs";

const notice = "// Generated from the CommonJS build, so that both formats share one set of classes.\n";

/** Writes, for each entry, an ES module of named re-exports and the declaration that goes with it. */
export function writeEsmEntries() {
  const require = createRequire(at("package.json"));
  for (const { module, declaration, esmDeclaration } of entries) {
    const names = Object.keys(require(at(`${module}.js`))).sort();
    writeFileSync(at(`${module}.mjs`), esModule(`./${basename(module)}.js`, names));
    writeFileSync(
      at(esmDeclaration),
      `${notice}export * from "${specifier(esmDeclaration, declaration)}";\n`,
    );
  }
}

// Required rather than imported: importing makes Node search the whole bundle for the names of its exports.
const esModule = (from, names) =>
  `${notice}import { createRequire } from "node:module";\n\nconst require = createRequire(import.meta.url);\nconst entry = require("${from}");\n\nexport const {\n${names.map((name) => `  ${name},\n`).join("")}} = entry;\n`;

function specifier(fromFile, declaration) {
  const path = relative(dirname(fromFile), declaration)
    .replaceAll("\\", "/")
    .replace(/\.d\.ts$/, ".js");
  return path.startsWith(".") ? path : `./${path}`;
}
