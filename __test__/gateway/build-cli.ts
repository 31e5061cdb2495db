import { cpSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";

const root = resolve(__dirname, "../..");

/** Bundles the command line as it stands in the source into `folder`, laid out like the package, and gives its entry. */
export function buildCli(folder: string): string {
  const outfile = join(folder, "dist/cli/main.js");
  buildSync({
    entryPoints: [join(root, "ts/cli/main.ts")],
    outfile,
    bundle: true,
    platform: "node",
    target: "node18",
    format: "cjs",
    external: ["*/native.cjs", "#native"],
  });
  cpSync(join(root, "package.json"), join(folder, "package.json"));
  return outfile;
}
