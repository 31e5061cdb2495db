import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { compilerOptions, projects } from "../../test-types/projects";
import { root } from "../house/repository";
import { ConsumerFolder } from "./consumer";

const consumers = new ConsumerFolder("types-openai");
const program = readFileSync(join(root, "test-types/openai/program.ts"), "utf8");
const majors = { "openai 6": "openai", "openai 7": "openai-7" } as const;

/** Both kinds of module of one project, whatever its `type`: each has declarations of its own. */
const files = { "program.cts": "./expect.cjs", "program.mts": "./expect.mjs" } as const;

beforeAll(async () => {
  for (const [major, source] of Object.entries(majors)) {
    const folder = consumers.project(major, "commonjs");
    await consumers.installSdk(folder);
    consumers.installPeer("openai", source, folder);
    for (const [file, expectations] of Object.entries(files)) {
      writeFileSync(join(folder, file), program.replace('"./expect.js"', JSON.stringify(expectations)));
      copyFileSync(
        join(root, "test-types/cases/expect.ts"),
        join(
          folder,
          expectations.replace(/c?js$|mjs$/, (end) => end.replace("js", "ts")),
        ),
      );
    }
  }
}, 120_000);

const ways = projects.filter(({ name }) => /^(node16|nodenext), require|^bundler/.test(name));

describe.each(Object.keys(majors))("with %s", (major) => {
  describe.each(ways)("under $name", (way) => {
    test("what Auriko adds to the types of `openai` is known in both kinds of module", async () => {
      const paths = Object.keys(files).map((file) => join(consumers.path, major.replace(" ", "-"), file));
      // Only what consumers write and what we publish: OpenAI's declarations are its own affair.
      const options = { ...compilerOptions(way, consumers.typeRoots), skipLibCheck: true };
      expect(await consumers.complaints(paths, options)).toEqual([]);
    }, 120_000);
  });

  test("a program that does not import the entry has none of it", async () => {
    const folder = join(consumers.path, major.replace(" ", "-"));
    mkdirSync(join(folder, "plain"), { recursive: true });
    const file = join(folder, "plain/program.cts");
    writeFileSync(
      file,
      'import "@auriko/sdk";\nimport type OpenAI from "openai";\n' +
        "export const provider = (answer: OpenAI.ChatCompletion) => answer.routing_metadata;\n",
    );
    const [way] = ways;
    if (way === undefined) throw new Error("there is no such way");
    const options = { ...compilerOptions(way, consumers.typeRoots), skipLibCheck: true };
    expect((await consumers.complaints([file], options)).map(({ text }) => text)).toEqual([
      expect.stringContaining("'routing_metadata' does not exist"),
    ]);
  }, 60_000);
});
