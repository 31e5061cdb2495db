import { join } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { root } from "../house/repository";

/** What a bundle of the root entry is made of, in bytes: all of it, and the part of this feature. */
async function bundled() {
  const { metafile } = await build({
    entryPoints: [join(root, "ts/index.ts")],
    absWorkingDir: root,
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    platform: "node",
    external: ["*.node"],
    logLevel: "silent",
  });
  const [output] = Object.values(metafile.outputs);
  const parts = Object.entries(output?.inputs ?? {});
  const bytesOf = (folder: string) =>
    parts.filter(([path]) => path.startsWith(folder)).reduce((sum, [, part]) => sum + part.bytesInOutput, 0);
  return { whole: bytesOf(""), fetch: bytesOf("ts/fetch/"), paths: parts.map(([path]) => path) };
}

test("createFetch makes the root entry less than 5 % larger", async () => {
  const { whole, fetch } = await bundled();
  expect(fetch).toBeGreaterThan(0);
  expect(fetch / (whole - fetch)).toBeLessThan(0.05);
});

test("nothing of openai or LangChain is in the root entry", async () => {
  const { paths } = await bundled();
  expect(paths.filter((path) => /node_modules|ts\/openai\/|ts\/langchain\//.test(path))).toEqual([]);
});
