import { relative } from "node:path";
import ts from "typescript";
import { at } from "./root.mjs";

/** The names that an entry exports, in the order of its export statements, with the folder that each comes from. */
export function exportOrder(source) {
  const config = ts.parseJsonConfigFileContent(
    ts.readConfigFile(at("tsconfig.json"), ts.sys.readFile).config,
    ts.sys,
    at("."),
  );
  const program = ts.createProgram([at(source)], config.options);
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(at(source));
  return file.statements.flatMap((statement) => {
    const places = exportedNames(statement, checker).map((symbol) => placeOf(symbol, checker));
    const files = [...new Set(places.map(({ path }) => path))];
    return places.sort((a, b) => files.indexOf(a.path) - files.indexOf(b.path) || a.position - b.position);
  });
}

function exportedNames(statement, checker) {
  if (!ts.isExportDeclaration(statement)) {
    return statement.name && checker.getSymbolAtLocation(statement.name)
      ? [checker.getSymbolAtLocation(statement.name)]
      : [];
  }
  const { exportClause, moduleSpecifier } = statement;
  if (exportClause && ts.isNamedExports(exportClause)) {
    return exportClause.elements.map((element) => checker.getSymbolAtLocation(element.name));
  }
  return checker.getExportsOfModule(checker.getSymbolAtLocation(moduleSpecifier));
}

function placeOf(symbol, checker) {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const [declaration] = target.declarations;
  const path = relative(at("ts"), declaration.getSourceFile().fileName).replaceAll("\\", "/");
  const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "client";
  return {
    name: symbol.name,
    path,
    position: declaration.pos,
    heading: folder.replaceAll("/", " / ").replaceAll("-", " "),
  };
}
