import type { Tool } from "./tools";

/** One way of bundling, and what comes of it. */
export interface BundlerCase {
  readonly name: string;
  readonly tool: Tool;
  /** A module that writes the bundle of `SOURCE` into `OUTPUT`. */
  readonly script: string;
  /** The file to run, from the output. */
  readonly entry?: RegExp;
  /** Leaves the packages out of the bundle: they are installed beside it. */
  readonly external?: boolean;
  /** Somebody copies the binary beside the output by hand. */
  readonly laidBeside?: boolean;
  /** Also run in `npm test`. */
  readonly small?: boolean;
  /** The sentence that the build stops with, where it can't succeed. */
  readonly stops?: RegExp;
  /** What the tool says although it succeeds. */
  readonly warns?: RegExp;
  /** The sentence that the program fails with, where it can't succeed. */
  readonly fails?: RegExp;
}

const MISSING = /The native part of @auriko\/sdk is missing from this bundle\. Copy `auriko\.[\w-]+\.node`/;

const esbuild = (input: string, options: string) => `
import { build } from "esbuild";
await build({
  entryPoints: [SOURCE + "/${input}"], outdir: OUTPUT, bundle: true, platform: "node", target: "node18", ${options}
});`;
const esm = `format: "esm", outExtension: { ".js": ".mjs" }`;
const copy = `loader: { ".node": "copy" }`;
const allExternal = `external: ["@auriko/sdk", "@auriko/sdk/*", "@auriko/ai-sdk-provider"]`;
const sdkExternal = `external: ["@auriko/sdk", "@auriko/sdk/*"]`;

const rollup = (input: string, external: string, format: "es" | "cjs" = "es") => `
import { rollup } from "rollup";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import commonjs from "@rollup/plugin-commonjs";
const bundle = await rollup({
  input: SOURCE + "/${input}", external: ${external},
  plugins: [nodeResolve({ exportConditions: ["node"], preferBuiltins: true }), commonjs()],
});
await bundle.write({ dir: OUTPUT, format: "${format}", entryFileNames: "app.${format === "es" ? "mjs" : "cjs"}", inlineDynamicImports: true });`;

const rolldown = (external: string, format: "esm" | "cjs") => `
import { rolldown } from "rolldown";
const bundle = await rolldown({
  input: SOURCE + "/app.mjs", platform: "node", external: ${external}, moduleTypes: { ".node": "asset" },
});
await bundle.write({ dir: OUTPUT, format: "${format}", entryFileNames: "app.${format === "esm" ? "mjs" : "cjs"}" });`;

const vite = (ssr: string) => `
import { build } from "vite";
await build({
  root: SOURCE, logLevel: "warn", ssr: ${ssr},
  build: { ssr: SOURCE + "/app.mjs", outDir: OUTPUT, emptyOutDir: false, rollupOptions: { output: { entryFileNames: "app.mjs" } } },
});`;

const webpack = (input: string, extra: string) => `
import webpack from "webpack";
const stats = await new Promise((resolve, reject) => webpack({
  context: SOURCE, entry: SOURCE + "/${input}", target: "node", mode: "production", optimization: { minimize: false },
  output: { path: OUTPUT, filename: "app.cjs" }, ${extra}
}, (error, stats) => (error ? reject(error) : resolve(stats))));
console.log(stats.toString({ all: false, errors: true, warnings: true }));
if (stats.hasErrors()) process.exitCode = 1;`;
const nodeLoader = `module: { rules: [{ test: /\\.node$/, loader: "node-loader" }] }, resolveLoader: { modules: [import.meta.dirname ?? new URL(".", import.meta.url).pathname, new URL("./node_modules", import.meta.url).pathname] }`;

const tsdown = (options: string) => `
import { build } from "tsdown";
await build({ cwd: SOURCE, entry: ["app.mjs"], outDir: OUTPUT, platform: "node", dts: false, config: false, clean: false, logLevel: "warn", ${options} });`;

const ncc = (input: string) => `
import ncc from "@vercel/ncc";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
const { code, assets } = await ncc(SOURCE + "/${input}", { quiet: true });
writeFileSync(join(OUTPUT, "app.${input.slice(-3)}"), code);
for (const [name, { source }] of Object.entries(assets)) {
  mkdirSync(dirname(join(OUTPUT, name)), { recursive: true });
  writeFileSync(join(OUTPUT, name), source);
}`;

const nft = (input: string) => `
import { nodeFileTrace } from "@vercel/nft";
import { cpSync } from "node:fs";
import { join } from "node:path";
const { fileList } = await nodeFileTrace([SOURCE + "/${input}"], { base: SOURCE });
for (const file of fileList) cpSync(join(SOURCE, file), join(OUTPUT, file), { recursive: true });`;

/** Every bundler that was tried, each in the ways in which people configure it. */
export const BUNDLER_CASES: readonly BundlerCase[] = [
  {
    name: "esbuild, ES module, everything bundled",
    tool: "esbuild",
    small: true,
    script: esbuild("app.mjs", `${esm}, ${copy}`),
  },
  {
    name: "esbuild, ES module from a CommonJS program",
    tool: "esbuild",
    script: esbuild("app.cjs", `${esm}, ${copy}`),
  },
  {
    name: "esbuild, CommonJS, everything bundled",
    tool: "esbuild",
    small: true,
    script: esbuild("app.mjs", `format: "cjs", ${copy}`),
  },
  {
    name: "esbuild, CommonJS, .node as files",
    tool: "esbuild",
    script: esbuild("app.mjs", `format: "cjs", loader: { ".node": "file" }`),
  },
  {
    name: "esbuild, ES module, all packages external",
    tool: "esbuild",
    external: true,
    script: esbuild("app.mjs", `${esm}, ${allExternal}`),
  },
  {
    name: "esbuild, ES module, the SDK external",
    tool: "esbuild",
    external: true,
    small: true,
    script: esbuild("app.mjs", `${esm}, ${sdkExternal}`),
  },
  {
    name: "esbuild, CommonJS, the SDK external",
    tool: "esbuild",
    external: true,
    script: esbuild("app.mjs", `format: "cjs", ${sdkExternal}`),
  },
  {
    name: "esbuild, minified",
    tool: "esbuild",
    script: esbuild("app.mjs", `format: "cjs", minify: true, ${copy}`),
  },
  {
    name: "esbuild without a loader for .node",
    tool: "esbuild",
    script: esbuild("app.mjs", esm),
    stops: /No loader is configured for "\.node" files/,
  },

  {
    name: "Rollup, the SDK external",
    tool: "rollup",
    external: true,
    script: rollup("app.mjs", "[/^@auriko\\/sdk/]"),
  },
  {
    name: "Rollup, CommonJS output, the SDK external",
    tool: "rollup",
    external: true,
    script: rollup("app.mjs", "[/^@auriko\\/sdk/]", "cjs"),
  },
  {
    name: "Rollup, everything bundled, the binary laid beside",
    tool: "rollup",
    laidBeside: true,
    script: rollup("app.mjs", "[]"),
  },
  {
    name: "Rollup, everything bundled, the binary forgotten",
    tool: "rollup",
    script: rollup("app.mjs", "[]"),
    fails: MISSING,
  },

  {
    name: "Rolldown, ES module, the SDK external",
    tool: "rolldown",
    external: true,
    script: rolldown("[/^@auriko\\/sdk/]", "esm"),
  },
  { name: "Rolldown, ES module, everything bundled", tool: "rolldown", script: rolldown("[]", "esm") },
  { name: "Rolldown, CommonJS, everything bundled", tool: "rolldown", script: rolldown("[]", "cjs") },

  { name: "Vite, server build", tool: "vite", external: true, script: vite("{}") },
  {
    name: "Vite, server build with nothing external, the binary laid beside",
    tool: "vite",
    laidBeside: true,
    script: vite("{ noExternal: true }"),
  },
  {
    name: "Vite, server build with nothing external, the binary forgotten",
    tool: "vite",
    script: vite("{ noExternal: true }"),
    fails: MISSING,
  },

  { name: "tsdown", tool: "tsdown", external: true, script: tsdown(`format: "esm"`) },
  { name: "tsdown, everything bundled", tool: "tsdown", script: tsdown(`format: "esm", noExternal: [/./]`) },
  {
    name: "tsdown, CommonJS, everything bundled",
    tool: "tsdown",
    script: tsdown(`format: "cjs", noExternal: [/./]`),
  },

  {
    name: "webpack, everything bundled, no rule for .node",
    tool: "webpack",
    script: webpack("app.mjs", ""),
    warns: /Module not found: Error: Can't resolve '@auriko\/sdk-/,
  },
  {
    name: "webpack with a rule that would take .node for JavaScript",
    tool: "webpack",
    script: webpack("app.mjs", `module: { rules: [{ test: /\\.node$/, type: "javascript/auto" }] }`),
  },
  { name: "webpack from a CommonJS program", tool: "webpack", script: webpack("app.cjs", "") },
  { name: "webpack with node-loader", tool: "webpack", script: webpack("app.mjs", nodeLoader) },
  {
    name: "webpack with .node as assets",
    tool: "webpack",
    script: webpack("app.mjs", `module: { rules: [{ test: /\\.node$/, type: "asset/resource" }] }`),
  },
  {
    name: "webpack, ES module output",
    tool: "webpack",
    entry: /app\.mjs$/,
    script: webpack(
      "app.mjs",
      `experiments: { outputModule: true }, externalsPresets: { node: true }`,
    ).replace(
      `filename: "app.cjs"`,
      `filename: "app.mjs", module: true, chunkFormat: "module", library: { type: "module" }`,
    ),
  },
  {
    name: "webpack, the SDK external",
    tool: "webpack",
    external: true,
    script: webpack(
      "app.mjs",
      `externals: [({ request }, done) => /^@auriko\\/sdk/.test(request) ? done(null, "commonjs " + request) : done()]`,
    ),
  },

  { name: "ncc from an ES module", tool: "ncc", script: ncc("app.mjs") },
  { name: "ncc from CommonJS", tool: "ncc", script: ncc("app.cjs") },

  { name: "@vercel/nft from an ES module", tool: "nft", script: nft("app.mjs") },
  { name: "@vercel/nft from CommonJS", tool: "nft", script: nft("app.cjs") },
];
