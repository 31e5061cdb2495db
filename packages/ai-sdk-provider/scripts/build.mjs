// npm run build: bundles src/ to dist/ as CommonJS, which programs load, and to dist/core/ as ES modules, which bundlers take
// in; and generates the ES module entries and the declarations beside the bundles.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const require = createRequire(join(root, "package.json"));
const notice = "// Generated from the CommonJS build, so that both formats share one set of everything.\n";
const entries = ["index", "v2", "v4"];

/** TypeScript, read without a look at its types: the compiler's word on those is asked for by the tests. */
const typeScript = {
  name: "typescript",
  resolveId: (path, importer) =>
    importer !== undefined && path.startsWith(".") ? resolve(dirname(importer), `${path}.ts`) : null,
  load: async (file) => {
    const { code } = await transform(readFileSync(file, "utf8"), { loader: "ts", target: "node18" });
    return code;
  },
};

/** Bundles the entries; all that they import goes into one more file, since opening many is what importing costs. */
async function bundle(plugin, extension, format, dir = dist) {
  const input = entries.map((name) => join(root, `src/${name}.ts`));
  const build = await rollup({
    input,
    external: ["@auriko/sdk"],
    plugins: [plugin],
    onwarn(warning) {
      throw new Error(warning.message);
    },
  });
  await build.write({
    dir,
    format,
    exports: "named",
    esModule: true,
    entryFileNames: `[name]${extension}`,
    chunkFileNames: `[name]${extension}`,
    manualChunks: (file) => (input.includes(file) ? undefined : "provider"),
  });
  await build.close();
}

function writeEsmEntry(name) {
  const names = Object.keys(require(join(dist, `${name}.js`))).sort();
  const list = names.map((one) => `  ${one},\n`).join("");
  const from = `./${basename(name)}.js`;
  const bridge = `./${basename(name)}.bridge.cjs`;
  // Behind a constant, so that Node does not search the whole bundle for the names of its exports.
  writeFileSync(
    join(dist, bridge),
    `${notice}const entry = require("${from}");\n\nmodule.exports = entry;\n`,
  );
  writeFileSync(
    join(dist, `${name}.mjs`),
    `${notice}import entry from "${bridge}";\n\nexport const {\n${list}} = entry;\n`,
  );
  writeFileSync(join(dist, `${name}.d.mts`), `${notice}export * from "${from}";\n`);
}

// What was made of a file that has since been renamed would be published.
if (existsSync(dist)) rmSync(dist, { recursive: true });
await bundle(typeScript, ".js", "cjs");
await bundle(typeScript, ".mjs", "es", join(dist, "core"));
await bundle(dts({ tsconfig: join(root, "tsconfig.json") }), ".d.ts", "es");
entries.forEach(writeEsmEntry);
