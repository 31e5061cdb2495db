import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { packRoot } from "../../scripts/steps/pack.mjs";

const bench = fileURLToPath(new URL("../", import.meta.url));
const folder = fileURLToPath(new URL("../../target/bench-import", import.meta.url));

/** What importing any package takes: one with nothing in it, in the two files that ours has at the least. */
const EMPTY = {
  "package.json": JSON.stringify({
    name: "nothing",
    version: "1.0.0",
    exports: { import: "./index.mjs", require: "./index.cjs" },
  }),
  "index.cjs": "exports.nothing = undefined;\n",
  "index.mjs": 'import entry from "./index.cjs";\n\nexport const { nothing } = entry;\n',
};

/** The packages that are imported, each under the name that its variant has in the plan. */
export const PACKAGES = {
  auriko: "@auriko/sdk",
  openai: "openai",
  "openai-6": "openai-6",
  nothing: "nothing",
};

/**
 * A project with the SDK as it is packed, or the one given, with the two lines of `openai`
 * that are in use, and with an empty package. The SDK's binary is
 * missing: importing does not load it. Resolves with the project's folder.
 */
export async function importProject(sdk) {
  const modules = join(folder, "node_modules");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(modules, { recursive: true });
  cpSync(join(bench, "import"), folder, { recursive: true });
  for (const peer of [PACKAGES.openai, PACKAGES["openai-6"]])
    cpSync(join(bench, "node_modules", peer), join(modules, peer), { recursive: true });
  mkdirSync(join(modules, "nothing"));
  for (const [name, text] of Object.entries(EMPTY)) writeFileSync(join(modules, "nothing", name), text);
  const own = join(modules, "@auriko/sdk");
  mkdirSync(own, { recursive: true });
  if (sdk === undefined) {
    const tarball = await packRoot(join(folder, "packages"));
    execFileSync("tar", ["-xzf", tarball, "-C", own, "--strip-components=1"]);
  } else {
    cpSync(join(sdk, "package.json"), join(own, "package.json"));
    cpSync(join(sdk, "dist"), join(own, "dist"), { recursive: true });
  }
  return folder;
}
