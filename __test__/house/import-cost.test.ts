import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "./repository";

/** What a process compiles while it imports: work, which is the same on a busy machine as on an idle one. */
interface Work {
  readonly files: number;
  readonly bytes: number;
  /** Modules of Node's own that were not there before. */
  readonly builtIn: readonly string[];
}

const formats = { require: "createRequire(process.cwd() + '/')(name)", import: "await import(name)" };
type Format = keyof typeof formats;

/** Has a new process import something, and counts what V8 says that it has compiled. */
function workOf(name: string, format: Format): Work {
  const program = `
    import { Session } from "node:inspector";
    import { createRequire } from "node:module";
    const session = new Session();
    session.connect();
    session.post("Debugger.enable");
    const compiled = [];
    session.on("Debugger.scriptParsed", ({ params }) => compiled.push(params));
    const name = ${JSON.stringify(name)};
    ${formats[format]};
    const own = compiled.filter(({ url }) => /^(file:|[/]|\\w:\\\\)/.test(url));
    const bytes = own.reduce((sum, { length }) => sum + length, 0);
    const builtIn = compiled.map(({ url }) => url).filter((url) => url.startsWith("node:")).sort();
    console.log(JSON.stringify({ files: own.length, bytes, builtIn }));`;
  const args = ["--input-type=module", "-e", program];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" })) as Work;
}

let empty: string;
beforeAll(() => {
  empty = mkdtempSync(join(tmpdir(), "auriko-empty-"));
  writeFileSync(join(empty, "index.cjs"), "exports.nothing = undefined;\n");
  writeFileSync(
    join(empty, "index.mjs"),
    'import entry from "./index.cjs";\nexport const { nothing } = entry;\n',
  );
});
afterAll(() => rmSync(empty, { recursive: true, force: true }));

describe.each(Object.keys(formats) as Format[])("what `%s` of the package takes", (format) => {
  // The oldest and the newest that programs have beside it; the newer takes more than twice as much.
  test.each(["openai", "openai-7"])(
    "is at most a tenth of what %s takes, in files and in JavaScript",
    (name) => {
      const ours = workOf("@auriko/sdk", format);
      const theirs = workOf(name, format);
      expect(ours.files).toBeGreaterThan(0);
      expect(ours.bytes).toBeGreaterThan(0);
      expect(ours.files).toBeLessThanOrEqual(theirs.files / 10);
      expect(ours.bytes).toBeLessThanOrEqual(theirs.bytes / 10);
    },
  );

  // One is the least; one more gives both formats the same classes, and one keeps the code apart from how it is loaded.
  test("is three files, and no module of Node's own that an empty package would not load", () => {
    const nothing =
      format === "require"
        ? workOf(join(empty, "index.cjs"), format)
        : workOf(pathToFileURL(join(empty, "index.mjs")).href, format);
    const ours = workOf("@auriko/sdk", format);
    expect(ours.builtIn).toEqual(nothing.builtIn);
    expect(ours.files).toBe(3);
  });
});

test("a first client loads none of Node's cryptography, compression or network, which only few programs need of it", () => {
  const program = `
    const { Client } = require("@auriko/sdk");
    const before = new Set(process.moduleLoadList);
    new Client({ apiKey: "ak_test_key" });
    console.log(JSON.stringify(process.moduleLoadList.filter((name) => !before.has(name))));`;
  const options = { cwd: root, encoding: "utf8" as const };
  const loaded = JSON.parse(execFileSync(process.execPath, ["-e", program], options)) as string[];
  expect(loaded.length).toBeGreaterThan(0);
  expect(loaded.filter((name) => /\b(crypto|zlib|https?2?|net|tls|dns|child_process)$/.test(name))).toEqual(
    [],
  );
});
