import { describe, expect, test } from "vitest";
import { publicTypes } from "../../scripts/steps/public-types.mjs";
import { read } from "./repository";

describe("index.d.ts", () => {
  test("is what `npm run types` makes of the source", async () => {
    expect(read("index.d.ts")).toBe(await publicTypes({ source: "ts/index.ts", declaration: "index.d.ts" }));
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
    const bare = lines.filter(
      (line, index) =>
        /^export (declare )?(class|interface|type|function|const|enum)\b/.test(line) &&
        !lines[index - 1]?.endsWith("*/"),
    );
    expect(bare).toEqual([]);
  });
});
