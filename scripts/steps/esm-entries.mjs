import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, relative } from "node:path";
import { entries } from "./entries.mjs";
import { at } from "./root.mjs";

const notice = "// Generated from the CommonJS build, so that both formats share one set of classes.\n";

/** What edge runtimes and browsers get when they import: an error, with the names that an importer asks for. */
export const unsupportedEsModule = "dist/unsupported-runtime.mjs";

/** Writes, for each entry, an ES module of its names and the declaration that goes with it. */
export function writeEsmEntries() {
  const require = createRequire(at("package.json"));
  const all = new Set();
  for (const { commonJs, esModule, bridge, declaration, esmDeclaration, alone, extendsPeer } of entries) {
    const names = Object.keys(require(at(commonJs))).sort();
    if (!alone) for (const name of names) all.add(name);
    if (extendsPeer) continue;
    writeFileSync(at(bridge), bridgeTo(`./${basename(commonJs)}`));
    writeFileSync(at(esModule), esModuleOf(`./${basename(bridge)}`, names));
    writeFileSync(
      at(esmDeclaration),
      `${notice}export * from "${specifier(esmDeclaration, declaration)}";\n`,
    );
  }
  const thrower = readFileSync(at(unsupportedEsModule), "utf8");
  writeFileSync(at(unsupportedEsModule), `${thrower}\n${nothingBy([...all].sort())}`);
}

// Importing a CommonJS module makes Node search it for the names of its exports; behind a constant it finds none.
const bridgeTo = (path) => `${notice}const entry = require("${path}");\n\nmodule.exports = entry;\n`;

const esModuleOf = (from, names) =>
  `${notice}import entry from "${from}";\n\nexport const {\n${list(names)}} = entry;\n`;

// A bundler asks for every name that a program imports, and stops with a message of its own when one is missing.
const nothingBy = (names) => `export const {\n${list(names)}} = {};\n`;

const list = (names) => names.map((name) => `  ${name},\n`).join("");

function specifier(fromFile, declaration) {
  const path = relative(dirname(fromFile), declaration)
    .replaceAll("\\", "/")
    .replace(/\.d\.ts$/, ".js");
  return path.startsWith(".") ? path : `./${path}`;
}
