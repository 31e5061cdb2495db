import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, relative } from "node:path";
import { entries } from "./entries.mjs";
import { internals, surface } from "./module-bodies.mjs";
import { at } from "./root.mjs";

const notice = "// Generated from the CommonJS build, so that both formats share one set of classes.\n";

/** What edge runtimes and browsers get when they import: an error, with the names that an importer asks for. */
export const unsupportedEsModule = "dist/unsupported-runtime.mjs";

/** Writes, for each entry, an ES module of its names and the declaration that goes with it. */
export function writeEsmEntries() {
  const require = createRequire(at("package.json"));
  const all = new Set();
  for (const entry of entries) {
    const { commonJs, esModule, bridge, core, declaration, esmDeclaration, alone, extendsPeer } = entry;
    const names = Object.keys(require(at(commonJs))).sort();
    if (!alone) for (const name of names) all.add(name);
    if (extendsPeer) continue;
    const passing = readEntry(readFileSync(at(commonJs), "utf8"));
    const from = specifier(esModule, bridge);
    if (!bridge.startsWith("dist/shared/")) writeFileSync(at(bridge), bridgeTo(`./${basename(commonJs)}`));
    else if (onlyFileOf(passing) !== from)
      throw new Error(`${commonJs} has more to pass on than ${bridge} has`);
    writeFileSync(at(esModule), esModuleOf(from, names));
    writeFileSync(at(core), coreOf(passing));
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

/** An entry as it was built: the shared files that it requires, and the names that it passes on from them. */
function readEntry(commonJs) {
  const files = new Map();
  const values = new Map();
  for (const line of commonJs.split("\n")) {
    const [, file, path] = /^const ([\w$]+) = require\("(.*\/shared\/[\w-]+\.js)"\);$/.exec(line) ?? [];
    const [, name, value] = /^exports\.(\w+) = ([\w$.]+);$/.exec(line) ?? [];
    if (file) files.set(file, path);
    else if (name) values.set(name, value);
    else if (line && !/^("use strict"|Object\.definePropert(y|ies)\(exports)/.test(line))
      throw new Error(`An entry has code of its own, which bundlers would not get: ${line}`);
  }
  return { files, values };
}

/** The one file that everything is from under the same name, so that going past the entry saves reading it. */
function onlyFileOf({ files, values }) {
  const [[variable, path], ...others] = files;
  const same = [...values].every(([name, value]) => value === `${variable}.${name}`);
  return others.length === 0 && same ? path : undefined;
}

/** The same names from the same shared files, as these are for bundlers. */
const coreOf = ({ files, values }) =>
  [
    ...[...files].map(([file, path]) =>
      file === internals
        ? `${internalsFrom(path)}const ${file} = load();\n`
        : `import ${file} from "${path.replace(/\.js$/, ".mjs")}";\n`,
    ),
    ...[...values].map(([name, value]) => `export const ${name} = ${value};\n`),
  ].join("");

const internalsFrom = (path) =>
  `import { ${internals} as load } from "${path.replace(`${internals}.js`, `${surface}.mjs`)}";\n`;

// A bundler asks for every name that a program imports, and stops with a message of its own when one is missing.
const nothingBy = (names) => `export const {\n${list(names)}} = {};\n`;

const list = (names) => names.map((name) => `  ${name},\n`).join("");

function specifier(fromFile, declaration) {
  const path = relative(dirname(fromFile), declaration)
    .replaceAll("\\", "/")
    .replace(/\.d\.ts$/, ".js");
  return path.startsWith(".") ? path : `./${path}`;
}
