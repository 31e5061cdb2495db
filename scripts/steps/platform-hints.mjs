import { createHash } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

/**
 * Adds to a staged platform package what its binary decides: the length and hash that the SDK compares before it loads
 * it, and addresses of it for the bundlers that take a file along only behind `new URL`.
 */
export function addHints(folder, binary) {
  const name = basename(binary);
  const url = (address) => `export default new URL("./${address}", import.meta.url);\n`;
  writeFileSync(join(folder, "url.mjs"), url(name));
  // Another ending, or a `node-loader` that the user has configured would take the file for itself.
  writeFileSync(join(folder, "webpack.mjs"), url(`${name.replace(/\.node$/, ".bin")}!=!./${name}`));

  const path = join(folder, "package.json");
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  const hinted = {
    ...manifest,
    exports: {
      ".": {
        webpack: "./webpack.mjs",
        // esbuild and Rolldown name neither: they copy the file itself, where they are told to.
        module: { development: "./url.mjs", production: "./url.mjs", default: `./${name}` },
        default: `./${name}`,
      },
      "./package.json": "./package.json",
    },
    files: [...manifest.files, "url.mjs", "webpack.mjs"],
    addon: {
      bytes: statSync(binary).size,
      sha256: createHash("sha256").update(readFileSync(binary)).digest("hex"),
    },
  };
  writeFileSync(path, `${JSON.stringify(hinted, null, 2)}\n`);
}
