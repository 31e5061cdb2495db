import { chmodSync, copyFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { nodeOfMajor, otherRuntime } from "../packaging/node-versions";
import { Ecosystem, execute, type Project } from "./project";
import { toolFolder } from "./tools";
import { whole } from "./whole";

const minutes = 60_000;
let ecosystem: Ecosystem;
beforeAll(async () => {
  if (whole) ecosystem = await Ecosystem.prepare();
}, 3 * minutes);
afterAll(() => ecosystem?.remove());

function project(): Project {
  const made = ecosystem.project();
  onTestFinished(() => made.remove());
  return made;
}

const good = { status: 0, output: "all good\n" };

describe.runIf(whole)("bun build", () => {
  test.each([
    ["for Bun", "bun", "app.mjs"],
    ["for Node", "node", "app.mjs"],
    ["for Bun, from CommonJS", "bun", "app.cjs"],
  ])(
    "%s",
    async (_what, target, input) => {
      const made = project();
      const bun = otherRuntime("bun");
      const built = await execute(
        bun,
        ["build", `--target=${target}`, `--outdir=${made.output}`, input],
        made.source,
      );
      expect(built.status, built.output).toBe(0);
      const runtime = target === "bun" ? bun : nodeOfMajor(24);
      expect(await made.run(runtime, [made.find(/^app\.(m|c)?js$/)])).toEqual(good);
    },
    5 * minutes,
  );

  test(
    "--compile: one file without anything beside it",
    async () => {
      const made = project();
      const file = join(made.output, "app");
      const built = await execute(
        otherRuntime("bun"),
        ["build", "--compile", `--outfile=${file}`, "app.mjs"],
        made.source,
      );
      expect(built.status, built.output).toBe(0);
      expect(await made.run(file, [])).toEqual(good);
    },
    5 * minutes,
  );
});

// `deno compile` fetches its runtime from a server of its own, unless that variable names the file.
describe.runIf(whole && process.env.DENORT_BIN !== undefined)("deno compile", () => {
  test(
    "with node_modules inside",
    async () => {
      const made = project();
      const file = join(made.output, "app");
      const flags = [
        "compile",
        "--no-check",
        "--node-modules-dir=manual",
        "-A",
        "--include=node_modules/@auriko",
        "-o",
        file,
      ];
      const built = await execute(otherRuntime("deno"), [...flags, "app.mjs"], made.source);
      expect(built.status, built.output).toBe(0);
      expect(await made.run(file, [])).toEqual(good);
    },
    5 * minutes,
  );
});

describe.runIf(whole && process.platform === "linux")("a single executable of Node", () => {
  test(
    "finds the addon beside itself",
    async () => {
      const made = project();
      const node = nodeOfMajor(24);
      const built = await made.build(
        "esbuild",
        `import { build } from "esbuild";
         await build({ entryPoints: [SOURCE + "/app.mjs"], outfile: OUTPUT + "/app.cjs", bundle: true, platform: "node",
           format: "cjs", external: ["*.node"], loader: { ".node": "copy" } });`,
      );
      expect(built.status, built.output).toBe(0);
      made.writeOutput(
        "sea.json",
        JSON.stringify({ main: "app.cjs", output: "app.blob", disableExperimentalSEAWarning: true }),
      );
      const blob = await execute(node, ["--experimental-sea-config", "sea.json"], made.output);
      expect(blob.status, blob.output).toBe(0);
      const file = join(made.output, "app");
      copyFileSync(node, file);
      chmodSync(file, 0o755);
      const postject = join(toolFolder("postject"), "postject/dist/cli.js");
      const fuse = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";
      const injected = await execute(
        process.execPath,
        [postject, file, "NODE_SEA_BLOB", "app.blob", "--sentinel-fuse", fuse],
        made.output,
      );
      expect(injected.status, injected.output).toBe(0);
      for (const name of readdirSync(made.output)) if (name.endsWith(".node")) made.dropOutput(name);
      copyFileSync(made.addon, join(made.output, basename(made.addon)));
      expect(await made.run(file, [])).toEqual(good);
    },
    5 * minutes,
  );
});

describe.runIf(whole)("AWS Lambda's esbuild", () => {
  test(
    "runs the handler from a zip with the addon copied",
    async () => {
      const made = project();
      const built = await made.build(
        "esbuild",
        `import { build } from "esbuild";
         await build({ entryPoints: [SOURCE + "/handler.mjs"], outfile: OUTPUT + "/index.js", bundle: true, platform: "node",
           target: "node22", format: "cjs", external: ["@aws-sdk/*", "@smithy/*"], loader: { ".node": "copy" } });`,
      );
      expect(built.status, built.output).toBe(0);
      const call =
        "require('./index.js').handler({}).then(({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1))";
      expect(await made.run(nodeOfMajor(22), ["-e", call])).toEqual(good);
    },
    5 * minutes,
  );
});

describe.runIf(whole)("Vite's development server", () => {
  test(
    "runs the program with nothing external",
    async () => {
      const made = project();
      made.write("dev.mjs", 'export { main } from "./program.mjs";\n');
      const { status, output } = await made.build(
        "vite",
        `import { createServer } from "vite";
         const server = await createServer({ root: SOURCE, logLevel: "error", appType: "custom",
           server: { middlewareMode: true, ws: false, hmr: false }, ssr: { noExternal: true }, optimizeDeps: { noDiscovery: true } });
         const { main } = await server.ssrLoadModule(SOURCE + "/dev.mjs");
         await main();
         await server.close();
         process.exit(0);`,
      );
      expect({ status, output }).toEqual(good);
    },
    5 * minutes,
  );
});

describe("a bundle for browsers and edge runtimes", () => {
  const sentence = /@auriko\/sdk needs Node\.js, Bun or Deno: .* Use the `openai` package there/;
  test.each([
    ["@auriko/sdk", "browser-sdk.mjs", "browser"],
    ["@auriko/ai-sdk-provider", "browser-provider.mjs", "browser"],
    ...(whole
      ? [
          ["@auriko/sdk", "browser-sdk.mjs", "edge-light"],
          ["@auriko/ai-sdk-provider", "browser-provider.mjs", "edge-light"],
          ["@auriko/sdk", "browser-sdk.mjs", "workerd"],
          ["@auriko/ai-sdk-provider", "browser-provider.mjs", "workerd"],
        ]
      : []),
  ])(
    "of %s says what to use instead: %s for %s",
    async (_package, input, condition) => {
      ecosystem ??= await Ecosystem.prepare();
      const made = project();
      const built = await made.build(
        "esbuild",
        `import { build } from "esbuild";
         await build({ entryPoints: [SOURCE + "/${input}"], outfile: OUTPUT + "/app.mjs", bundle: true, format: "esm",
           platform: "${condition === "browser" ? "browser" : "neutral"}", mainFields: ["module", "main"], conditions: ["${condition}", "module"] });`,
      );
      expect(built.status, built.output).toBe(0);
      const { status, output } = await made.run(process.execPath, ["app.mjs"]);
      expect(status).toBe(1);
      expect(output).toMatch(sentence);
    },
    5 * minutes,
  );
});
