import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The page as it was built, or nothing where a bundler has left it behind. */
export function readPage(): string | undefined {
  for (const path of ["../page.html", "../../dist/page.html"]) {
    try {
      return readFileSync(join(folder(), path), "utf8");
    } catch {
      // The next one, if any.
    }
  }
  return undefined;
}

/** A bundler that makes CommonJS of this leaves no URL. */
const folder = (): string => dirname(fileURLToPath(import.meta.url));
