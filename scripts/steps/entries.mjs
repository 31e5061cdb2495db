import { existsSync } from "node:fs";
import { at } from "./root.mjs";

/**
 * The entry points of the package, each by the name that it is imported by and its source; this table is all that
 * there is to say about one. `alone`: it neither needs the native core nor shares the types of the root entry.
 */
const table = [
  { name: ".", source: "ts/index.ts" },
  { name: "./testing", source: "gateway/index.ts", alone: true },
  { name: "./openai", source: "ts/openai/index.ts", extendsPeer: true },
  { name: "./langchain", source: "ts/langchain/index.ts", extendsPeer: true },
  { name: "./opentelemetry", source: "ts/opentelemetry/index.ts", extendsPeer: true },
];

/** The entry points with the files that are made of them; what several share is in files that all of them load. */
export const entries = table.filter(({ source }) => existsSync(at(source))).map(withFiles);

function withFiles({ name, source, alone = false, extendsPeer = false }) {
  const root = name === ".";
  const path = root ? "" : `${name.slice(2)}/`;
  const declaration = root ? "dist/index" : `dist/${name.slice(2)}`;
  return {
    name,
    source,
    alone,
    sharesTypes: !root && !alone,
    extendsPeer,
    /** What `require` gives: the one implementation that programs which are not bundled have. */
    commonJs: `dist/${path}index.js`,
    /** What `import` gives: the same, by its names; with `extendsPeer`, a module of its own over the root entry. */
    esModule: `dist/${path}index.mjs`,
    /**
     * Between the two, so that Node does not search the implementation for the names of its exports. The root entry has all
     * that it passes on from one shared file, which has none that Node could find.
     */
    bridge: root ? "dist/shared/sdk.js" : `dist/${path}index.bridge.cjs`,
    /** What bundlers take in: the same code without a `require`. */
    core: extendsPeer ? `dist/${path}index.mjs` : `dist/${path}core.mjs`,
    declaration: root ? "index.d.ts" : `${declaration}.d.ts`,
    esmDeclaration: `${declaration}.d.mts`,
  };
}
