import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The page as it was built, or nothing where a bundler has left it behind. It lies beside the folder of the package that
 * this code is built into, or in the tree that this is the source of. Bundlers take in page-file.mts instead.
 */
export function readPage(): string | undefined {
  for (const path of ["../page.html", "../../dist/page.html"]) {
    try {
      return readFileSync(join(__dirname, path), "utf8");
    } catch {
      // The next one, if any.
    }
  }
  return undefined;
}
