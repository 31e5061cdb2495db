import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, expectTypeOf, test } from "vitest";
import type * as generated from "../../native.cjs";
import type { Addon, NativeConfig, NativeDispatcher, NativeFetch } from "../../ts/native/addon";

test("what TypeScript believes of the addon is what napi generated from it", () => {
  // Checked by the compiler: this does not compile once a method or a record has changed on one side only.
  const believed = (addon: typeof generated): Addon => addon;
  const dispatched = (dispatcher: generated.NativeDispatcher): NativeDispatcher => dispatcher;
  const sent = (request: Required<NativeFetch>): generated.NativeFetch => request;
  expect([believed, dispatched, sent]).toHaveLength(3);
  expectTypeOf<keyof NativeConfig>().toEqualTypeOf<keyof generated.NativeConfig>();
  expectTypeOf<keyof NativeDispatcher>().toEqualTypeOf<keyof generated.NativeDispatcher>();
});

test("both sides number the entries of a collection alike", () => {
  const tagsIn = (file: string): string[] => {
    const source = readFileSync(join(__dirname, "../..", file), "utf8");
    const body = source.slice(source.indexOf("enum Tag {")).split("\n}")[0] ?? "";
    return [...body.matchAll(/^ {2,4}(\w+) = (\d+),$/gm)].map(([, name, value]) => `${name} = ${value}`);
  };
  const tags = tagsIn("src/delivery/collection.rs");
  expect(tags.length).toBeGreaterThan(10);
  expect(tagsIn("ts/native/collection.ts")).toEqual(tags);
});
