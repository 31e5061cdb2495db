import { cpSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { compilerOptions, projects } from "../../test-types/projects";
import { root } from "../house/repository";
import { type Complaint, ConsumerFolder } from "./consumer";

const consumers = new ConsumerFolder("types");
const cases = readdirSync(join(root, "test-types/cases")).filter((name) => name !== "expect.ts");
const folders = new Map<string, string>();

/** A consumer's folder per way of compiling, with the package installed beside them. */
beforeAll(async () => {
  await consumers.installSdk();
  for (const { name, type } of projects) {
    const folder = consumers.project(name, type);
    cpSync(join(root, "test-types/cases"), folder, { recursive: true });
    folders.set(name, folder);
  }
}, 120_000);

describe.each(projects)("a strict program compiles under $name", (project) => {
  const inside = (name: string) => join(folders.get(project.name) as string, name);
  let found: Complaint[];

  beforeAll(async () => {
    found = await consumers.complaints(cases.map(inside), compilerOptions(project, consumers.typeRoots));
  }, 60_000);

  const about = (belongs: (file: string) => boolean) =>
    found.filter(({ file }) => belongs(file)).map(({ text }) => text);

  test.each(cases)("%s", (name) => {
    expect(about((file) => file === inside(name))).toEqual([]);
  });

  test("the declarations themselves", () => {
    expect(about((file) => !cases.some((name) => file === inside(name)))).toEqual([]);
  });
});

describe("the harness itself", () => {
  test.each([
    ["a wrong expectation", 'import { expectType } from "./expect.js";\nexpectType<string>()(1);'],
    ["an entry that is not there", 'import { x } from "@auriko/sdk/streaming";\nvoid x;'],
  ])(
    "notices %s",
    async (what, text) => {
      const project = projects.find(({ name }) => name.startsWith("nodenext, import"));
      if (!project) throw new Error("there is no such project");
      const file = join(folders.get(project.name) as string, `${what.replaceAll(" ", "-")}.ts`);
      writeFileSync(file, text);
      expect(await consumers.complaints([file], compilerOptions(project, consumers.typeRoots))).not.toEqual(
        [],
      );
    },
    60_000,
  );
});
