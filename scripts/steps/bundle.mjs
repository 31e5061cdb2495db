import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { entries } from "./entries.mjs";
import { at } from "./root.mjs";
import { ownersOfShared } from "./shared-modules.mjs";

/** The loader for Vite's development server, which runs no CommonJS. */
export const developmentLoader = "dist/native-dev.mjs";

/** Programs and modules that stand by themselves, each made of one file. */
export const singles = [
  { source: "ts/native/loader/index.ts", output: "dist/native.cjs", format: "cjs", exports: "default" },
  { source: "ts/native/loader/index.ts", output: developmentLoader, format: "es" },
  { source: "ts/unsupported-runtime.ts", output: "dist/unsupported-runtime.js", format: "cjs" },
  { source: "ts/unsupported-runtime.ts", output: "dist/unsupported-runtime.mjs", format: "es" },
];

const command = { source: "ts/cli/main.ts", output: "dist/cli/main.js" };

/** The files that `bundle()` writes, but for those in `dist/shared`. */
export const bundled = [
  ...entries.flatMap(({ commonJs, core }) => [commonJs, core]),
  ...singles.map(({ output }) => output),
  command.output,
];

/**
 * Compiles the entries to CommonJS and to ES modules, each into few files: opening and compiling many is what importing
 * costs. What several entries use is in a file that they share, so that a program has one set of classes.
 */
export async function bundle() {
  const { rollup } = await import("rollup");
  const { transform } = await import("esbuild");
  const build = async (input, format, { plugins = [], reader = "node", ...options }) => {
    const built = await rollup({
      input,
      external: isOutside,
      plugins: [...plugins, typeScript(transform, format), compact(transform, reader)],
      onwarn: refuse,
    });
    // A peer that is loaded late is loaded in the format of the entry, or a program had two copies of it.
    const late = { dynamicImportInCjs: false };
    await built.write({ format, esModule: true, strict: true, generatedCode: "es2015", ...late, ...options });
    await built.close();
  };
  const together = (format, ending, programs) =>
    build(Object.fromEntries(programs.map(({ source, output }) => [nameOf(output), at(source)])), format, {
      dir: at("dist"),
      reader: format === "es" ? "bundlers" : "node",
      exports: "named",
      entryFileNames: `[name]${ending}`,
      chunkFileNames: `shared/[name]${ending}`,
      manualChunks: ownersOfShared(programs.map(({ source, output }) => [nameOf(output), at(source)])),
    });
  await together("cjs", ".js", [
    ...entries.map(({ source, commonJs }) => ({ source, output: commonJs })),
    command,
  ]);
  await together(
    "es",
    ".mjs",
    entries.map(({ source, core }) => ({ source, output: core })),
  );
  for (const { source, esModule, extendsPeer } of entries) {
    if (extendsPeer) await build(at(source), "es", { file: at(esModule), plugins: [rootFromOutside] });
  }
  for (const { source, output, format, exports = "named" } of singles) {
    const whole = { reader: "anybody", exports, esModule: exports === "named" };
    await build(at(source), format, { file: at(output), ...whole });
  }
}

const nameOf = (output) => output.replace(/^dist\/|\.m?js$/g, "");

// Node's own modules, the loader, and the packages that an entry is for, which are optional peers.
const isOutside = (path) => /^(node:|[\w@#])/.test(path) && !path.startsWith(at("."));

/** Takes the root entry as it is published, one folder up, so that its classes are those of the whole program. */
const rootFromOutside = {
  name: "root-from-outside",
  resolveId: (path, importer) =>
    importer !== undefined && path.startsWith(".") && resolve(dirname(importer), path) === at("ts/index")
      ? { id: "../index.mjs", external: true }
      : null,
};

const typeScript = (transform, format) => ({
  name: "typescript",
  resolveId: (path, importer) => {
    if (importer === undefined || !path.startsWith(".")) return null;
    const file = resolve(dirname(importer), path);
    // Where a file exists in both, .mts is how an ES module does it and .ts how CommonJS does.
    const endings = format === "es" ? [".mts", ".ts"] : [".ts"];
    return (
      [...endings.map((ending) => `${file}${ending}`), resolve(file, "index.ts")].find(existsSync) ?? null
    );
  },
  load: async (file) => {
    const { code } = await transform(await readFile(file, "utf8"), {
      loader: "ts",
      target: "node18",
      // What bundlers take in is read by nobody; what Node runs as it is, people step through.
      minifyWhitespace: format === "es",
      minifyIdentifiers: format === "es",
      sourcefile: basename(file),
      tsconfigRaw: { compilerOptions: { useDefineForClassFields: true } },
    });
    return code;
  },
});

/**
 * Takes out what only costs room, since most of the code is there twice. What Node runs is what stack traces show: it loses
 * its comments alone, which the declarations have too. Bundlers print anew what they take in. The small files that stand by
 * themselves, which "anybody" reads, stay as they are.
 */
const compact = (transform, reader) => ({
  name: "compact",
  renderChunk: async (code, _chunk, { format }) => {
    if (reader === "anybody") return null;
    const options = { target: "node18", format: format === "es" ? "esm" : undefined };
    // Not its syntax: a constant that is put in where it is used shows bundlers paths which they then look for.
    const small = { minifyWhitespace: true, minifyIdentifiers: true, keepNames: true };
    if (reader === "bundlers") return transform(code, { ...options, ...small });
    const withoutComments = await transform(code, { ...options, minifyWhitespace: true });
    return transform(withoutComments.code, options);
  },
});

// Everything that Rollup warns of, circular imports of values above all, breaks for somebody.
function refuse(warning) {
  throw new Error(warning.message);
}
