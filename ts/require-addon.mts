import nodeModule from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import load from "#native";
import type { LoadResult } from "./native/loader/load-failure.js";
import type { Whereabouts } from "./native/loader/surroundings.js";

/**
 * Where this code is, after a bundler has made an ES module or CommonJS of it. `createRequire` is not imported by its
 * name, because webpack replaces a call of that; and both ways are tried, because each bundler leaves another one whole.
 */
export function whereabouts(): Whereabouts {
  try {
    return { require: nodeModule.createRequire(__filename), folder: __dirname, bundled: true };
  } catch {
    const url = import.meta.url;
    return {
      require: nodeModule.createRequire(url),
      folder: dirname(fileURLToPath(url)),
      bundled: true,
    };
  }
}

/** Runs the loader of the addon, which the bundler has taken in as well. */
export const requireAddon = (): LoadResult => load(whereabouts());
