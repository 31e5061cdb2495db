import { describe, expect, test } from "vitest";
import { importsOf } from "./imports";
import { read, trackedFiles } from "./repository";

const files = trackedFiles();
const below = (folder: string, ending: string) =>
  files.filter((path) => path.startsWith(`${folder}/`) && path.endsWith(ending));

describe("the floors of the house", () => {
  test("only the binding knows of napi, so that the transport can be tested and reused without Node", () => {
    const elsewhere = [...below("src", ".rs"), ...below("crates", ".rs")].filter(
      (path) => !path.startsWith("src/binding/"),
    );
    expect(elsewhere.length).toBeGreaterThan(0);
    const users = elsewhere.filter((path) =>
      /\bnapi(_derive)?\s*(::|\()|#\[napi\b/.test(withoutComments(read(path))),
    );
    expect(users).toEqual([]);
  });

  test("the delivery does not reach up into the binding, nor past the client to HTTP", () => {
    const users = below("src/delivery", ".rs").filter((path) =>
      /crate::binding|\b(reqwest|hyper|rustls)::/.test(withoutComments(read(path))),
    );
    expect(users).toEqual([]);
  });

  test("the gateway takes from the SDK only what is named here", () => {
    const taken = below("gateway", ".ts").flatMap((path) =>
      importsOf(path).filter(({ from }) => from.startsWith("ts/")),
    );
    const files = (typesOnly: boolean) =>
      [...new Set(taken.filter((one) => one.typesOnly === typesOnly).map(({ from }) => from))].sort();
    expect(files(false)).toEqual([
      "ts/errors/client-side",
      "ts/errors/codes",
      "ts/request-body/parameter-table",
      "ts/require-addon",
      "ts/streaming/async-dispose",
      "ts/tokens/estimate-prompt",
      "ts/tokens/estimate-tokens",
      "ts/validation/nearest-name",
    ]);
    expect(files(true)).toEqual([
      "ts/chat/chunk",
      "ts/chat/completion",
      "ts/chat/content-parts",
      "ts/chat/tools",
      "ts/chat/usage",
      "ts/identity/api-key-identity",
      "ts/models/callable",
      "ts/models/directory",
      "ts/models/registry",
      "ts/responses/model-response",
      "ts/responses/output-items",
      "ts/responses/usage",
      "ts/routing/routing-metadata",
    ]);
  });

  test("the gateway has no timer or clock that a test could fake, but for the time that it tells", () => {
    const faked = /(?<![\w.])(set|clear)(Timeout|Interval|Immediate)\(|\bperformance\.now\(|\bDate\.now\(/;
    const users = below("gateway", ".ts").filter(
      (path) => !path.startsWith("gateway/page/browser/") && faked.test(withoutComments(read(path))),
    );
    expect(users).toEqual(["gateway/clock.ts", "gateway/real-timers.ts"]);
  });

  test("only the command line takes from the gateway", () => {
    const users = below("ts", ".ts").filter((path) =>
      importsOf(path).some(({ from }) => from.startsWith("gateway/")),
    );
    expect(users.filter((path) => !path.startsWith("ts/cli/"))).toEqual([]);
  });

  test("the client knows nothing of the addon that stands on it", () => {
    const sources = below("crates", ".rs");
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.filter((path) => /auriko_node|\bnapi/.test(withoutComments(read(path))))).toEqual([]);
  });

  test("the addon's loader is reached from one place", () => {
    const users = [...below("ts", ".ts"), ...below("ts", ".mts")].filter(
      (path) => !path.endsWith(".d.ts") && /"#native"|native\.cjs/.test(withoutComments(read(path))),
    );
    // The same for CommonJS and for bundlers.
    expect(users).toEqual(["ts/require-addon.ts", "ts/require-addon.mts"]);
  });
});

describe("the size of the rooms", () => {
  test("no TypeScript file has grown past 350 lines", () => {
    const long = [...below("ts", ".ts"), ...below("gateway", ".ts"), ...below("packages", ".ts")]
      .filter((path) => !path.endsWith(".test.ts"))
      .map((path) => ({ path, lines: read(path).split("\n").length - 1 }))
      .filter(({ lines }) => lines > 350);
    expect(long).toEqual([]);
  });

  test("no file is called by what it is not about", () => {
    expect(files.filter((path) => /(^|\/)(utils?|helpers?|misc|common)\.\w+$/.test(path))).toEqual([]);
  });
});

describe("what must not be in the tree", () => {
  // Pieced together, so that this file does not name what it looks for.
  const folders = ["work", "root", "home/\\w+", "Users/\\w+", "farm", "tmp/\\w+"].join("|");
  const machinePath = new RegExp(`(?<![\\w.~@:/$}-])/(${folders})/`);
  const generated = /(^|\/)(package-lock\.json|Cargo\.lock|.*\.svg)$/;

  test("no path of anybody's machine", () => {
    const found = files
      .filter((path) => !generated.test(path))
      .filter((path) => machinePath.test(read(path)));
    expect(found).toEqual([]);
  });

  test("no key that could be a real one", () => {
    const real = /\bak_(?!test_|live_x+\b|\*|\.)[A-Za-z0-9]+_?[A-Za-z0-9]{24,}\b/;
    expect(files.filter((path) => real.test(read(path)))).toEqual([]);
  });

  test("no compiler check that is silenced wholesale", () => {
    const silenced = [...below("ts", ".ts"), ...below("gateway", ".ts")].filter((path) =>
      /@ts-(ignore|nocheck)|\bas any\b/.test(read(path)),
    );
    expect(silenced).toEqual([]);
  });
});

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
}
