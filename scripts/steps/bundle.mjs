import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, posix, resolve } from "node:path";
import { entries } from "./entries.mjs";
import { importSurface } from "./import-surface.mjs";
import { internals, moduleBodies, surface } from "./module-bodies.mjs";
import { at } from "./root.mjs";
import { ownersOfShared, sharedName } from "./shared-modules.mjs";

/** The loader for Vite's development server, which runs no CommonJS. */
export const developmentLoader = "dist/native-dev.mjs";

/** Programs and modules that stand by themselves, each made of one file. */
export const singles = [
  { source: "ts/native/loader/index.ts", output: "dist/native.cjs", format: "cjs", exports: "default" },
  { source: "ts/native/loader/index.ts", output: developmentLoader, format: "es" },
  { source: "ts/unsupported-runtime.ts", output: "dist/unsupported-runtime.js", format: "cjs" },
  { source: "ts/unsupported-runtime.ts", output: "dist/unsupported-runtime.mjs", format: "es" },
];

/** What each format has a source of its own for, .ts and .mts, and a file of its own beside what the entries share. */
const twins = ["ts/require-addon"];

const command = { source: "ts/cli/main.ts", output: "dist/cli/main.js" };

/** The files that `bundle()` writes, but for those in `dist/shared`. */
export const bundled = [
  ...entries.map(({ commonJs }) => commonJs),
  ...singles.map(({ output }) => output),
  command.output,
];

/**
 * Compiles the entries to CommonJS, into few files: opening and compiling many is what importing costs. What several
 * entries use is in a file that they share, so that a program has one set of classes; and what bundlers take in as an ES
 * module is the same code, so that the package has it once.
 */
export async function bundle() {
  const { rollup } = await import("rollup");
  const { transform } = await import("esbuild");
  const build = async (input, format, { plugins = [], small = false, compacted = true, ...options }) => {
    const built = await rollup({
      input,
      external: isOutside,
      plugins: [
        ...plugins,
        typeScript(transform, { format, small }),
        ...(compacted ? [compact(transform)] : []),
      ],
      onwarn: refuse,
    });
    // A peer that is loaded late is loaded in the format of the entry, or a program had two copies of it.
    const late = { dynamicImportInCjs: false };
    await built.write({ format, esModule: true, strict: true, generatedCode: "es2015", ...late, ...options });
    await built.close();
  };
  await buildTogether(build);
  for (const { source, esModule, extendsPeer } of entries) {
    if (extendsPeer) await build(at(source), "es", { file: at(esModule), plugins: [rootFromOutside] });
  }
  for (const twin of twins) {
    const output = at("dist/shared", basename(twin));
    await build(at(`${twin}.ts`), "cjs", { file: `${output}.js`, exports: "named", esModule: false });
    await build(at(`${twin}.mts`), "es", { file: `${output}.mjs` });
  }
  for (const { source, output, format, exports = "named" } of singles) {
    const whole = { exports, esModule: exports === "named" };
    await build(at(source), format, { file: at(output), small: format === "es", compacted: false, ...whole });
  }
}

async function buildTogether(build) {
  const programs = [
    ...entries.map(({ source, commonJs, extendsPeer }) => ({ source, output: commonJs, alone: extendsPeer })),
    { ...command, alone: true },
  ].map(({ source, output, alone }) => ({ name: nameOf(output), source: at(source), alone }));
  const shared = programs.filter(({ alone }) => !alone).map(({ name }) => sharedName(name));
  const twinNames = twins.map((twin) => basename(twin));
  const { modules, functions } = await importSurface(at("ts/index.ts"));
  await build(Object.fromEntries(programs.map(({ name, source }) => [name, source])), "cjs", {
    dir: at("dist"),
    exports: "named",
    hoistTransitiveImports: false,
    entryFileNames: "[name].js",
    chunkFileNames: "shared/[name].js",
    manualChunks: ownersOfShared(programs, { surface, modules, internals }),
    plugins: [
      callingLater(functions),
      twinsFromOutside,
      moduleBodies([...shared, internals], twinNames, await gatewayShortened()),
    ],
  });
}

/** Of the gateway, which is made for tests, nothing has to stay readable but the names in stack traces. */
async function gatewayShortened() {
  const { transform } = await import("esbuild");
  const options = { target: "node18", minifyWhitespace: true, minifyIdentifiers: true, keepNames: true };
  return async (name, body) => (name === "testing" ? (await transform(body, options)).code : body);
}

const nameOf = (output) => output.replace(/^dist\/|\.m?js$/g, "");

// Node's own modules, the loader, and the packages that an entry is for, which are optional peers.
const isOutside = (path) => /^(node:|[\w@#])/.test(path) && !path.startsWith(at("."));

const resolved = (path, importer) =>
  importer !== undefined && path.startsWith(".") ? resolve(dirname(importer), path) : undefined;

/** Takes the root entry as any program does, so that its classes are those of the whole program, bundled or not. */
const rootFromOutside = {
  name: "root-from-outside",
  resolveId: (path, importer) =>
    resolved(path, importer) === at("ts/index") ? { id: "@auriko/sdk", external: true } : null,
};

/** Makes functions of the root entry that call those given, so that importing it does not load these. */
const callingLater = (functions) => ({
  name: "calling-later",
  transform: (code, id) => {
    if (id !== at("ts/index.ts")) return null;
    const names = functions.map(({ exported }) => exported);
    const others = code.replace(/(?<=^export \{)[^}]*(?=\} from)/gm, (list) =>
      list
        .split(",")
        .filter((name) => !names.includes(name.trim()))
        .join(","),
    );
    const callers = functions.map(
      ({ exported, file, name }) =>
        `import { ${name} as ${name}Later } from ${JSON.stringify(file)};\n` +
        `export function ${exported}(...args) { return ${name}Later(...args); }\n`,
    );
    return `${others}\n${callers.join("")}`;
  },
});

/** Leaves out what each format has of its own. */
const twinsFromOutside = {
  name: "twins-from-outside",
  resolveId: (path, importer) => {
    const twin = twins.find((each) => resolved(path, importer) === at(each));
    return twin ? { id: `#shared/${basename(twin)}.js`, external: true } : null;
  },
  renderChunk: (code, { fileName }) =>
    code.replace(/["']#(shared\/[\w-]+\.js)["']/g, (_whole, file) => {
      const path = posix.relative(posix.dirname(fileName), file);
      return JSON.stringify(path.startsWith(".") ? path : `./${path}`);
    }),
};

const typeScript = (transform, { format, small }) => ({
  name: "typescript",
  resolveId: (path, importer) => {
    const file = resolved(path, importer);
    if (file === undefined) return null;
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
      minifyWhitespace: small,
      minifyIdentifiers: small,
      sourcefile: basename(file),
      tsconfigRaw: { compilerOptions: { useDefineForClassFields: true } },
    });
    return code;
  },
});

/**
 * Takes out the comments, which the declarations have too. All else stays: people step through what Node runs, and stack
 * traces show it.
 */
const compact = (transform) => ({
  name: "compact",
  renderChunk: async (code, _chunk, { format }) => {
    const options = { target: "node18", format: format === "es" ? "esm" : undefined };
    const withoutComments = await transform(code, { ...options, minifyWhitespace: true });
    return transform(withoutComments.code, options);
  },
});

// Everything that Rollup warns of, circular imports of values above all, breaks for somebody. Files that ask for each
// other do not: one of them does it later.
function refuse(warning) {
  if (warning.code === "CIRCULAR_CHUNK") return;
  throw new Error(warning.message);
}
