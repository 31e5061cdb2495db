import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "./repository";

/** Runs a program against the built package, and gives what it printed as JSON. */
function print(code: string, flags: string[] = []): unknown {
  return JSON.parse(
    execFileSync(process.execPath, [...flags, "-e", code], { cwd: root, encoding: "utf8", stdio: "pipe" }),
  );
}

describe("the built package", () => {
  test.each(["@auriko/sdk", "@auriko/sdk/testing"])(
    "%s exports the same by import as by require",
    (entry) => {
      const { required, imported, same } = print(`
      const cjs = require("${entry}");
      import("${entry}").then((esm) => console.log(JSON.stringify({
        required: Object.keys(cjs).sort(),
        imported: Object.keys(esm).filter((name) => name !== "module.exports").sort(),
        same: Object.keys(cjs).every((name) => cjs[name] === esm[name]),
      })));`) as { required: string[]; imported: string[]; same: boolean };
      expect(required.length).toBeGreaterThan(0);
      expect(imported).toEqual(required);
      expect(same).toBe(true);
    },
  );

  test("does nothing at import: loads no addon, reads no environment variable, keeps no handle open", () => {
    const seen = print(`
      const seen = { loaded: [], read: [] };
      process.dlopen = (_module, file) => { seen.loaded.push(file); };
      const { env } = process;
      Object.defineProperty(process, "env", { value: new Proxy(env, {
        get: (target, name) => { if (/AURIKO|PROXY|SSL|NODE_EXTRA/i.test(String(name))) seen.read.push(name); return target[name]; },
      }) });
      const before = process.getActiveResourcesInfo().length;
      require("@auriko/sdk");
      seen.opened = process.getActiveResourcesInfo().length - before;
      console.log(JSON.stringify(seen));`);
    expect(seen).toEqual({ loaded: [], read: [], opened: 0 });
  });

  test("reads at import only what is needed to have its classes, and the rest when it is used", () => {
    const seen = print(`
      const files = () => Object.keys(require.cache).map((path) => path.replace(/^.*[\\\\/]/, "")).filter((name) => /body/.test(name)).sort();
      const { errorFromCode, NotFoundError } = require("@auriko/sdk");
      const atImport = files();
      const error = errorFromCode("model_not_found", "There is no such model.");
      console.log(JSON.stringify({ atImport, used: files(), right: error instanceof NotFoundError }));`);
    expect(seen).toEqual({
      atImport: ["sdk.body.js"],
      used: ["internals.body.js", "sdk.body.js"],
      right: true,
    });
    // What importing costs grows with it; the benchmark measures how much.
    expect(statSync(join(root, "dist/shared/sdk.body.js")).size).toBeLessThan(40_000);
  });

  test.each([
    ["@auriko/sdk", "./dist/core.mjs"],
    ["@auriko/sdk/testing", "./dist/testing/core.mjs"],
  ])("%s gives bundlers the same names, made of the same code", (entry, core) => {
    const { required, taken } = print(`
      import("${core}").then((esm) => console.log(JSON.stringify({
        required: Object.keys(require("${entry}")).sort(),
        taken: Object.keys(esm).filter((name) => esm[name] !== undefined).sort(),
      })));`) as { required: string[]; taken: string[] };
    expect(taken).toEqual(required);
  });

  test("leaves its code where a module finds it that is not CommonJS, as in Vite's development server", () => {
    const names = print(`
      const { version } = require("./package.json");
      const code = require("fs").readFileSync("dist/shared/sdk.body.js", "utf8");
      new Function("module", code)(undefined);
      const body = globalThis[Symbol.for("@auriko/sdk@" + version + "/sdk")];
      console.log(JSON.stringify(Object.keys(body(require)).includes("Client")));`);
    expect(names).toBe(true);
  });

  test.each(["workerd", "edge-light"])(
    "says under %s that it needs Node, and what to use there",
    (condition) => {
      for (const load of ['require("@auriko/sdk")', 'await import("@auriko/sdk")']) {
        const message = print(
          `(async () => { ${load} })().catch((error) => console.log(JSON.stringify(error.message)));`,
          ["-C", condition],
        );
        expect(message).toContain("needs Node.js, Bun or Deno");
        expect(message).toContain("`openai`");
        expect(message).toContain("https://api.auriko.ai/v1");
      }
    },
  );
});
