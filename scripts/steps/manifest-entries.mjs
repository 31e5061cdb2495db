import { readFileSync, writeFileSync } from "node:fs";
import { developmentLoader } from "./bundle.mjs";
import { entries } from "./entries.mjs";
import { unsupportedEsModule } from "./esm-entries.mjs";
import { page } from "./page.mjs";
import { at } from "./root.mjs";

const loader = "./dist/native.cjs";

/** The fields of the manifest that follow from the table of entries. */
export function entryFields() {
  const declared = entries.filter(({ name }) => name !== ".");
  return {
    exports: {
      ...Object.fromEntries(entries.map((entry) => [entry.name, conditions(entry)])),
      "./package.json": "./package.json",
    },
    // Vite's development server can't run CommonJS; `webpack` comes first, since webpack knows `development` too.
    imports: {
      "#native": {
        webpack: loader,
        development: { module: `./${developmentLoader}`, default: loader },
        default: loader,
      },
    },
    typesVersions: {
      "*": Object.fromEntries(declared.map(({ name, declaration }) => [name.slice(2), [`./${declaration}`]])),
    },
    files: files(),
  };
}

/** Writes them into package.json; whether that changed it. */
export function writeEntryFields() {
  const before = readFileSync(at("package.json"), "utf8");
  const after = `${JSON.stringify({ ...JSON.parse(before), ...entryFields() }, null, 2)}\n`;
  if (before !== after) writeFileSync(at("package.json"), after);
  return before !== after;
}

function conditions({ commonJs, esModule, core, declaration, esmDeclaration, alone }) {
  const forImport = (path) => ({ types: `./${esmDeclaration}`, default: path });
  const forRequire = (path) => ({ types: `./${declaration}`, default: path });
  const forNode = {
    // "A bundler takes this in": no runtime asks for it. TypeScript does not either, so it has no types.
    module: `./${core}`,
    import: forImport(`./${esModule}`),
    require: forRequire(`./${commonJs}`),
  };
  if (alone) return forNode;
  const unsupported = {
    import: forImport(`./${unsupportedEsModule}`),
    default: forRequire("./dist/unsupported-runtime.js"),
  };
  return {
    "edge-light": unsupported,
    workerd: unsupported,
    node: forNode,
    worker: unsupported,
    browser: unsupported,
    ...forNode,
  };
}

function files() {
  const listed = [
    "/index.d.ts",
    ...entries.flatMap(({ commonJs, esModule, bridge, core, extendsPeer }) => [
      commonJs,
      esModule,
      ...(extendsPeer ? [] : [bridge, core]),
    ]),
    "dist/shared/*.js",
    "dist/shared/*.mjs",
    "dist/native.cjs",
    developmentLoader,
    "dist/unsupported-runtime.js",
    unsupportedEsModule,
    "dist/cli/main.js",
    page,
    ...entries.flatMap(({ declaration, esmDeclaration }) =>
      [declaration, esmDeclaration].filter((path) => path !== "index.d.ts"),
    ),
    "/CHANGELOG.md",
  ];
  return listed.filter((path) => path.includes("*") || !path.startsWith("dist/shared/"));
}
