import { dirname, relative } from "node:path";
import ts from "typescript";
import { at } from "./root.mjs";

// What a reader looks for first comes first, wherever the entry's sorted export statements put it.
const firstFiles = ["ts/client.ts", "gateway/start-gateway.ts", "gateway/gateway.ts"];
const firstSections = [
  "client",
  "gateway",
  "resources",
  "options",
  "chat",
  "streaming",
  "routing",
  "responses",
  "models",
  "errors",
];

const rank = (list, item) => (list.includes(item) ? list.indexOf(item) : list.length);

/** The names that an entry exports, in reading order, each with the heading that it belongs under. */
export function exportOrder(source) {
  const config = ts.parseJsonConfigFileContent(
    ts.readConfigFile(at("tsconfig.json"), ts.sys.readFile).config,
    ts.sys,
    at("."),
  );
  const program = ts.createProgram([at(source)], config.options);
  const checker = program.getTypeChecker();
  const places = program
    .getSourceFile(at(source))
    .statements.flatMap((statement) => exportedNames(statement, checker))
    .map((symbol) => placeOf(symbol, checker));

  const headings = [...new Set(places.map(({ heading }) => heading))];
  const files = [...new Set(places.map(({ path }) => path))];
  return places.sort(
    (a, b) =>
      rank(firstSections, a.heading) - rank(firstSections, b.heading) ||
      headings.indexOf(a.heading) - headings.indexOf(b.heading) ||
      rank(firstFiles, a.path) - rank(firstFiles, b.path) ||
      files.indexOf(a.path) - files.indexOf(b.path) ||
      a.position - b.position,
  );
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
  const path = relative(at("."), declaration.getSourceFile().fileName).replaceAll("\\", "/");
  const folder = dirname(path).replace(/^ts\//, "");
  return {
    name: symbol.name,
    path,
    position: declaration.pos,
    heading: (folder === "ts" ? "client" : folder).replaceAll("/", " / ").replaceAll("-", " "),
  };
}
