import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { json } from "../support/answers";
import { completion } from "../support/chat";
import { PACKAGE, run } from "../support/program";
import { serve } from "../support/scripted-server";

const root = join(__dirname, "../..");

describe("a defect of the core", () => {
  test("is an error in JavaScript, and the process lives on", async () => {
    const server = await serve(json(completion("Still here.")));
    const ending = await run(
      `const native = require(${JSON.stringify(PACKAGE.replace("dist/index.js", "native.cjs"))});
       const client = new Client(options);
       for (let i = 0; i < 3; i++) {
         try { native.panicNow(); console.log("nothing"); } catch (error) { console.log(error instanceof Error, error.message); }
       }
       console.log((await client.chat.completions.create(question)).choices[0].message.content);`,
      { server },
    );
    expect(ending).toMatchObject({ code: 0, signal: null });
    expect(ending.stdout).toBe(`${"true a panic on demand\n".repeat(3)}Still here.`);
  });

  test("is caught in every export: a panic must not unwind into Node", () => {
    const binding = join(root, "src/binding");
    const exports = readdirSync(binding)
      .map((name) => readFileSync(join(binding, name), "utf8"))
      .flatMap((source) => [...source.matchAll(/#\[napi(.*)\]\n(?:\s*#\[allow.*\n)?\s*pub fn (\w+)/g)]);
    expect(exports.length).toBeGreaterThan(8);
    const open = exports
      .filter(([, attribute]) => !attribute?.includes("catch_unwind"))
      .map(([, , name]) => name);
    expect(open).toEqual([]);
  });
});
