import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import ts from "typescript";
import { expect, test } from "vitest";
import { root } from "../house/repository";

/** Files outside of `ts/fetch` that have something for it alone: class members of that name. */
const SHARED = /ts[\\/](pipeline[\\/]sender|native[\\/](core-client|dispatcher))\.ts$/;
const MEMBERS = new Set(["fetch", "#fetchLimits"]);

/** Bundles the root entry as if there were no `createFetch`: without its export, and without what the core's side has for it. */
const withoutFetch: Plugin = {
  name: "without-fetch",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^\.\/fetch$/ }, () => ({ path: "fetch", namespace: "nothing" }));
    onLoad({ filter: /.*/, namespace: "nothing" }, () => ({ contents: "export let createFetch;" }));
    onLoad({ filter: SHARED }, ({ path }) => ({
      contents: withoutMembers(readFileSync(path, "utf8")),
      loader: "ts",
    }));
  },
};

/** A source without the members that serve `createFetch`. */
function withoutMembers(source: string): string {
  const file = ts.createSourceFile("source.ts", source, ts.ScriptTarget.Latest);
  const removed: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    const named = ts.isMethodDeclaration(node) || ts.isPropertyDeclaration(node);
    const assigned = ts.isExpressionStatement(node) && node.getText(file).startsWith("this.#fetchLimits = ");
    if (assigned || (named && MEMBERS.has(node.name.getText(file)))) removed.push(node);
    else ts.forEachChild(node, visit);
  };
  visit(file);
  expect(removed).not.toEqual([]);
  return removed.reduceRight((text, node) => text.slice(0, node.pos) + text.slice(node.end), source);
}

/** A bundle of the root entry: its size in bytes, and the files that it is made of. */
async function bundled(plugins: Plugin[] = []) {
  const { metafile } = await build({
    entryPoints: [join(root, "ts/index.ts")],
    absWorkingDir: root,
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    platform: "node",
    external: ["*.node"],
    logLevel: "silent",
    plugins,
  });
  const [output] = Object.values(metafile.outputs);
  return { bytes: output?.bytes ?? 0, paths: Object.keys(output?.inputs ?? {}) };
}

test("createFetch makes the root entry less than 5 % larger, with what it needs of the pipeline", async () => {
  const [all, without] = [await bundled(), await bundled([withoutFetch])];
  expect(without.paths.filter((path) => path.startsWith("ts/fetch/"))).toEqual([]);
  expect(all.bytes).toBeGreaterThan(without.bytes);
  expect((all.bytes - without.bytes) / without.bytes).toBeLessThan(0.05);
});

test("nothing of openai or LangChain is in the root entry", async () => {
  const { paths } = await bundled();
  expect(paths.filter((path) => /node_modules|ts\/openai\/|ts\/langchain\//.test(path))).toEqual([]);
});
