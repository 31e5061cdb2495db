import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * What of a program has to be there as soon as it is imported: the modules that declare the classes and constants which
 * the entry exports, with what those use while they are evaluated. All else is called later, if ever. Resolves with the
 * modules, and with the exported functions, which can be called later too.
 */
export async function importSurface(entry) {
  const read = await moduleReader();
  const modules = new Set();
  const functions = [];
  const add = (file) => {
    if (modules.has(file)) return;
    modules.add(file);
    for (const { file: from, name } of read(file).evaluated) {
      const found = declarationOf(read, from, name);
      if (!found) throw new Error(`${file} takes ${name} from ${from}, which does not export it`);
      add(found.file);
    }
  };
  add(entry);
  for (const name of namesOf(read, entry)) {
    const found = declarationOf(read, entry, name);
    if (found.kind === "function") functions.push({ exported: name, ...found });
    else add(found.file);
  }
  return { modules, functions: functions.filter(({ file }) => !modules.has(file)) };
}

const namesOf = (read, file) => {
  const { passedOn, stars, declared } = read(file);
  return [...declared.keys(), ...passedOn.keys(), ...stars.flatMap((star) => [...namesOf(read, star)])];
};

/** Where a name that a module exports is declared, and as what. */
function declarationOf(read, file, name) {
  const { passedOn, stars, declared } = read(file);
  const from = passedOn.get(name);
  if (from) return declarationOf(read, from.file, from.name);
  if (declared.has(name)) return { file, name: declared.get(name).name, kind: declared.get(name).kind };
  for (const star of stars) {
    const found = declarationOf(read, star, name);
    if (found) return found;
  }
  return undefined;
}

/** A function that reads a module of the source once: what it exports, and what it takes while it is evaluated. */
async function moduleReader() {
  const { transformSync } = await import("esbuild");
  const { parseAst } = await import("rollup/parseAst");
  const known = new Map();
  return (file) => {
    if (!known.has(file)) {
      const { code } = transformSync(readFileSync(file, "utf8"), { loader: "ts", target: "node18" });
      known.set(file, describe(parseAst(code), file));
    }
    return known.get(file);
  };
}

function describe({ body }, importer) {
  const imported = new Map();
  const locals = new Map();
  const passedOn = new Map();
  const declared = new Map();
  const stars = [];
  for (const statement of body) {
    const file = statement.source && sourceFile(statement.source.value, importer);
    const { type, specifiers, declaration } = statement;
    if (type === "ImportDeclaration" && file) {
      for (const { local, imported: name } of specifiers)
        imported.set(local.name, { file, name: name?.name });
    } else if (type === "ExportAllDeclaration" && file) stars.push(file);
    else if (type === "ExportNamedDeclaration" && file) {
      for (const { local, exported } of specifiers) passedOn.set(exported.name, { file, name: local.name });
    }
    for (const [name, kind] of declaredBy(declaration ?? statement)) {
      locals.set(name, kind);
      if (declaration) declared.set(name, { name, kind });
    }
  }
  // Names that are exported apart from what declares them: `export { one, two }`.
  for (const { type, source, specifiers } of body) {
    if (type !== "ExportNamedDeclaration" || source) continue;
    for (const { local, exported } of specifiers) {
      const from = imported.get(local.name);
      if (from) passedOn.set(exported.name, from);
      else declared.set(exported.name, { name: local.name, kind: locals.get(local.name) });
    }
  }
  return { passedOn, stars, declared, evaluated: evaluated(body, imported) };
}

function declaredBy(node) {
  if (node.type === "FunctionDeclaration") return [[node.id.name, "function"]];
  if (node.type === "ClassDeclaration") return [[node.id.name, "class"]];
  if (node.type !== "VariableDeclaration") return [];
  return node.declarations.map(({ id }) => [id.name, "constant"]);
}

/** The imported names that are used outside of functions, methods and fields of instances. */
function evaluated(body, imported) {
  const used = new Map();
  const visit = (node) => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node?.type !== "string") return;
    const { type, computed } = node;
    if (/^(Import|ExportAll)/.test(type) || /Function/.test(type)) return;
    if (type === "ExportNamedDeclaration" && !node.declaration) return;
    if (type === "Identifier" && imported.has(node.name)) used.set(node.name, imported.get(node.name));
    for (const [name, child] of Object.entries(node)) {
      const isName = (name === "property" || name === "key") && !computed;
      const isInstanceField = type === "PropertyDefinition" && name === "value" && !node.static;
      if (!isName && !isInstanceField) visit(child);
    }
  };
  visit(body);
  return [...used.values()];
}

function sourceFile(path, importer) {
  if (!path.startsWith(".")) return undefined;
  const file = resolve(dirname(importer), path.replace(/\.js$/, ""));
  return [`${file}.ts`, resolve(file, "index.ts")].find(existsSync);
}
