import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { whereabouts } from "../../ts/require-addon";

/**
 * The page as it was built, or nothing where a bundler has left it behind. It lies beside the folder of the package that
 * this code is built into, or in the tree that this is the source of; compressed, since it is the largest file but for code.
 */
export function readPage(): string | undefined {
  for (const path of ["../page.html.br", "../dist/page.html.br"]) {
    try {
      return brotliDecompressSync(readFileSync(join(whereabouts().folder, path))).toString();
    } catch {
      // The next one, if any.
    }
  }
  return undefined;
}
