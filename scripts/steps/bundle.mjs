import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { at } from "./root.mjs";

/** The modules that a program loads, each made of one file: opening and compiling many is what importing costs. */
export const bundles = [
  { source: "ts/index.ts", output: "dist/index.js" },
  { source: "gateway/index.ts", output: "dist/testing/index.js" },
  { source: "ts/cli/main.ts", output: "dist/cli/main.js" },
  { source: "ts/unsupported-runtime.ts", output: "dist/unsupported-runtime.js" },
];

/** Compiles each of these modules, with all that it imports, into one file. */
export async function bundle() {
  const { rollup } = await import("rollup");
  const { transform } = await import("esbuild");
  for (const { source, output } of bundles) {
    const built = await rollup({
      input: at(source),
      external: /^node:/,
      plugins: [typeScript(transform)],
      onwarn: refuse,
    });
    await built.write({ file: at(output), format: "cjs", exports: "named", esModule: true, strict: true });
    await built.close();
  }
}

const typeScript = (transform) => ({
  name: "typescript",
  resolveId: (path, importer) => {
    if (importer === undefined || !path.startsWith(".")) return null;
    const file = resolve(dirname(importer), path);
    return [`${file}.ts`, resolve(file, "index.ts")].find(existsSync) ?? null;
  },
  load: async (file) => {
    const { code } = await transform(await readFile(file, "utf8"), {
      loader: "ts",
      target: "node18",
      sourcefile: file,
      tsconfigRaw: { compilerOptions: { useDefineForClassFields: true } },
    });
    return code;
  },
});

// Everything that Rollup warns of, circular imports of values above all, breaks for somebody.
function refuse(warning) {
  throw new Error(warning.message);
}
