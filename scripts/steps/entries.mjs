import { existsSync } from "node:fs";
import { at } from "./root.mjs";

/** The entry points of the package: where their source is, and where their single declaration file stands. */
export const entries = [
  {
    source: "ts/index.ts",
    module: "dist/index",
    declaration: "index.d.ts",
    esmDeclaration: "dist/index.d.mts",
  },
  {
    source: "gateway/index.ts",
    module: "dist/testing/index",
    declaration: "dist/testing.d.ts",
    esmDeclaration: "dist/testing.d.mts",
  },
].filter((entry) => existsSync(at(entry.source)));
