import { describe, expect, test } from "vitest";
import { publicTypes } from "../../scripts/steps/public-types.mjs";
import { read } from "./repository";

describe("index.d.ts", () => {
  test("is what `npm run types` makes of the source", async () => {
    expect(read("index.d.ts")).toBe(await publicTypes({ source: "ts/index.ts" }));
  }, 60_000);

  test("stands by itself: it imports nothing, not even Node's types", () => {
    expect(read("index.d.ts")).not.toMatch(
      /^\s*(import|export .* from)\b|\bimport\(|reference (types|path)=/m,
    );
  });

  test("shows no name of the layer below", () => {
    expect(read("index.d.ts")).not.toMatch(/^export .*\bNative/m);
  });

  test("documents everything that it exports", () => {
    const lines = read("index.d.ts").split("\n");
    const declared = lines.flatMap((line, index) => {
      const name =
        /^export (?:declare )?(?:abstract )?(?:class|interface|type|function|const|enum) (\w+)/.exec(
          line,
        )?.[1];
      return name ? [{ name, documented: lines[index - 1]?.endsWith("*/") === true }] : [];
    });
    // A constant and the type of its values share a name and the comment of whichever comes first.
    const documented = new Set(
      declared.filter((declaration) => declaration.documented).map(({ name }) => name),
    );
    expect(declared.length).toBeGreaterThan(50);
    expect(declared.map(({ name }) => name).filter((name) => !documented.has(name))).toEqual([]);
  });
});
