import { existsSync, rmSync } from "node:fs";
import { entries } from "./entries.mjs";
import { writeEsmEntries } from "./esm-entries.mjs";
import { filesBelow, whenStale } from "./freshness.mjs";
import { at } from "./root.mjs";
import { runTool } from "./run.mjs";

/** Compiles ts/ to dist/ and generates the ES module entries. */
export function ensureJavaScript() {
  const outputs = () => entries.flatMap(({ module }) => [`${module}.js`, `${module}.mjs`]);
  const inputs = ["ts", "tsconfig.json", "package.json", "scripts/steps"];
  return whenStale({ name: "dist", inputs, outputs }, async () => {
    removeOrphans();
    await runTool("typescript", ["-p", "tsconfig.json"]);
    writeEsmEntries();
  });
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
