import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { bundle, bundled } from "./bundle.mjs";
import { entries } from "./entries.mjs";
import { unsupportedEsModule, writeEsmEntries } from "./esm-entries.mjs";
import { filesBelow, whenStale } from "./freshness.mjs";
import { buildPage, page } from "./page.mjs";
import { at } from "./root.mjs";
import { runTool } from "./run.mjs";

const outputs = () => [
  ...bundled,
  ...entries.flatMap(({ bridge, esModule, declaration, esmDeclaration, extendsPeer }) => [
    ...(extendsPeer ? [] : [bridge]),
    esModule,
    declaration,
    esmDeclaration,
  ]),
  unsupportedEsModule,
  page,
];

/** Bundles ts/ and gateway/ into dist/, and generates the ES module entries and the declarations beside them. */
export function ensureJavaScript() {
  const inputs = ["ts", "gateway", "tsconfig.json", "scripts/steps"];
  return whenStale({ name: "dist", inputs, outputs }, async () => {
    removeOrphans();
    // Type errors are told after the bundles are written: a half-finished change is easier to finish when it can be run.
    const failure = await runTool("typescript", ["-p", "tsconfig.json"]).then(
      () => undefined,
      (error) => error,
    );
    await bundle();
    await buildPage();
    writeEsmEntries();
    if (failure) throw failure;
    await writeDeclarations();
  });
}

/** index.d.ts is under version control: it is written by `npm run types` alone, and here only compared. */
async function writeDeclarations() {
  const { publicTypes } = await import("./public-types.mjs");
  for (const entry of entries) {
    const text = await publicTypes(entry);
    if (entry.declaration.startsWith("dist/") || !existsSync(at(entry.declaration))) {
      writeFileSync(at(entry.declaration), text);
      // The types of a peer are different ones in either format, too.
      if (entry.extendsPeer) writeFileSync(at(entry.esmDeclaration), text);
    } else if (readFileSync(at(entry.declaration), "utf8") !== text) {
      process.stdout.write(`${entry.declaration} is behind the source: \`npm run types\` writes it anew.\n`);
    }
  }
}

// A file that nothing builds any more would still be found by whoever imports it, and would be published.
function removeOrphans() {
  // What the entries share is named by the bundler, and written anew below.
  const built = new Set(outputs().map((path) => at(path)));
  for (const file of filesBelow(at("dist"))) if (!built.has(file)) rmSync(file);
}
