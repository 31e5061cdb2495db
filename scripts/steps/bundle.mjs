import { at } from "./root.mjs";

/** The modules that a program loads, each made of one file: opening and compiling many is what importing costs. */
const bundles = [
  { source: "ts/index.ts", output: "dist/index.js" },
  { source: "ts/testing/index.ts", output: "dist/testing/index.js" },
  { source: "ts/cli/main.ts", output: "dist/cli/main.js" },
];

/** Replaces what the compiler made of the entries by bundles of them and all that they import. */
export async function bundle() {
  const { build } = await import("esbuild");
  for (const { source, output } of bundles) {
    await build({
      entryPoints: [at(source)],
      outfile: at(output),
      bundle: true,
      platform: "node",
      target: "node18",
      format: "cjs",
      external: ["*.cjs"],
      // Names and lines stay readable in a stack; only what nobody reads goes.
      minifySyntax: true,
      legalComments: "none",
      logLevel: "warning",
    });
  }
}
