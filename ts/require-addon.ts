import type { LoadResult } from "./native/loader/load-failure";
import type { Whereabouts } from "./native/loader/surroundings";

/** Where this code is: as CommonJS, in Node as it was installed. Most bundlers take in require-addon.mts instead. */
export function whereabouts(): Whereabouts {
  const { createRequire } = require("node:module") as typeof import("node:module");
  try {
    return { require: createRequire(__filename), folder: __dirname };
  } catch {
    // A bundler has made an ES module of it and left the name.
    return { require: createRequire(`${process.cwd()}/`), folder: process.cwd(), bundled: true };
  }
}

/** Runs the loader of the addon, a file of its own that is only read when it is needed. */
export function requireAddon(): LoadResult {
  const load: (from: Whereabouts) => LoadResult = require("#native");
  return load(whereabouts());
}
