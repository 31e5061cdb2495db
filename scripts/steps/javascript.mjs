import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { bundle } from "./bundle.mjs";
import { entries } from "./entries.mjs";
import { writeEsmEntries } from "./esm-entries.mjs";
import { filesBelow, whenStale } from "./freshness.mjs";
import { at } from "./root.mjs";
import { runTool } from "./run.mjs";

/** Compiles ts/ to dist/, and generates the ES module entries and the declarations beside them. */
export function ensureJavaScript() {
  const outputs = () =>
    entries.flatMap(({ module, declaration }) => [`${module}.js`, `${module}.mjs`, declaration]);
  const inputs = ["ts", "tsconfig.json", "scripts/steps"];
  return whenStale({ name: "dist", inputs, outputs }, async () => {
    removeOrphans();
    // tsc emits in spite of type errors, and a half-finished change is easier to finish when it can be run.
    const failure = await runTool("typescript", ["-p", "tsconfig.json"]).then(
      () => undefined,
      (error) => error,
    );
    await bundle();
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
    } else if (readFileSync(at(entry.declaration), "utf8") !== text) {
      process.stdout.write(`${entry.declaration} is behind the source: \`npm run types\` writes it anew.\n`);
    }
  }
}

// tsc leaves behind what it compiled from a file that has since been renamed, and `files` would publish it.
function removeOrphans() {
  for (const file of filesBelow(at("dist"))) {
    const source = file.replace(at("dist"), at("ts")).replace(/(\.d\.ts|\.js)$/, ".ts");
    if (/\.(js|mjs|d\.ts|d\.mts)$/.test(file) && !existsSync(source)) rmSync(file);
  }
  // An interrupted or hand-cleaned dist/ must not be taken for an up-to-date one by tsc's incremental state.
  if (filesBelow(at("dist")).length < filesBelow(at("ts")).length)
    rmSync(at("dist"), { recursive: true, force: true });
}
