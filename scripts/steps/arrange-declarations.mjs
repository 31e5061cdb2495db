import ts from "typescript";

/**
 * Puts a bundled declaration module into reading order: exports in the order in which the entry lists them, each
 * after the class that it extends and followed by the private types that it is the first to mention, under a heading
 * per folder of the source.
 */
export function arrangeDeclarations(bundled, exportsInOrder) {
  const { elsewhere, declarations, exported } = readModule(bundled);
  const written = new Set();
  const parts = [];
  let section;

  const write = (name) => {
    const declaration = declarations.get(name);
    if (!declaration || written.has(name)) return;
    written.add(name);
    declaration.bases.forEach(write);
    parts.push(...declaration.texts.map((text) => withExport(text, exported.has(name))));
    for (const mentioned of declaration.mentions) if (!exported.has(mentioned)) write(mentioned);
  };

  for (const { name, heading } of exportsInOrder) {
    if (written.has(name) || !declarations.has(name)) continue;
    if (heading !== section)
      parts.push(`// ---- ${heading} ${"-".repeat(Math.max(4, 100 - heading.length))}`);
    section = heading;
    write(name);
  }

  const missing = [...exported].filter((name) => !written.has(name));
  if (missing.length > 0)
    throw new Error(`Exported, but not placed in the declarations: ${missing.join(", ")}`);
  // Without this line a declaration module exports its private types as well.
  return [...elsewhere, ...parts, "export {};", ""].join("\n\n");
}

function readModule(text) {
  const file = ts.createSourceFile("bundle.d.ts", text, ts.ScriptTarget.Latest, true);
  const declarations = new Map();
  const exported = new Set();
  const elsewhere = [];
  for (const statement of file.statements) {
    if (ts.isExportDeclaration(statement) && !statement.moduleSpecifier) addExports(statement, exported);
    else if (isFromElsewhere(statement)) elsewhere.push(statement.getText(file));
    else
      for (const name of declaredNames(statement, file)) addDeclaration(declarations, name, statement, file);
  }
  return { elsewhere, declarations, exported };
}

/** Imports, names that are passed on, and additions to the types of other packages: they stand as they are. */
function isFromElsewhere(statement) {
  return (
    ts.isImportDeclaration(statement) ||
    ts.isExportDeclaration(statement) ||
    (ts.isModuleDeclaration(statement) && ts.isStringLiteral(statement.name))
  );
}

function addExports(statement, exported) {
  for (const { name, propertyName } of statement.exportClause.elements) {
    // A name that the bundler had to change is a name that two files share; the reader should not meet `Options$1`.
    if (propertyName) throw new Error(`Two declarations are called ${name.text}: rename the private one`);
    exported.add(name.text);
  }
}

function declaredNames(statement, file) {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map((declaration) => declaration.name.getText(file));
  }
  if (statement.name) return [statement.name.text];
  throw new Error(
    `The public declarations must stand by themselves, but contain: ${statement.getText(file)}`,
  );
}

function addDeclaration(declarations, name, statement, file) {
  const entry = declarations.get(name) ?? { texts: [], mentions: new Set(), bases: [] };
  entry.texts.push(statement.getFullText(file).trim());
  const visit = (node) => {
    if (ts.isIdentifier(node) && node.text !== name) entry.mentions.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(statement);
  if (ts.isClassDeclaration(statement)) {
    entry.bases.push(
      ...(statement.heritageClauses ?? []).flatMap(({ types }) =>
        types.map((type) => type.expression.getText(file)),
      ),
    );
  }
  declarations.set(name, entry);
}

function withExport(text, isExported) {
  if (!isExported) return text;
  const start = /^(declare |interface |type )/m;
  // The first match at a line's start is the declaration itself: in the comment above it every line begins with " *".
  return text.replace(start, "export $1");
}
