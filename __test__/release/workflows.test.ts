import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { platforms } from "../../scripts/steps/pack.mjs";
import { workflowFiles, workflowProblems } from "../../scripts/steps/workflows.mjs";
import { readJson, root } from "../house/repository";

const { scripts } = readJson<{ scripts: Record<string, string> }>("package.json");
const files = workflowFiles();
const textOf = (name: string) => files.find(({ path }) => path.endsWith(name))?.text ?? "";

describe("the workflows", () => {
  test("have nothing that the linter objects to, pin every action by commit, and grant nothing by default", async () => {
    expect(await workflowProblems()).toEqual([]);
  });

  test("run only what a developer can run as well", () => {
    const commands = files.flatMap(({ path, text }) =>
      [...text.matchAll(/^\s*(?:- )?run: (.+)$/gm)].map(([, command = ""]) => ({ path, command })),
    );
    expect(commands.length).toBeGreaterThan(10);
    for (const { path, command } of commands) {
      const file = command.match(/node (scripts\/\S+\.mjs)/)?.[1];
      const script = command.match(/^npm (?:run )?([\w:]+)/)?.[1];
      const runs =
        (file !== undefined && existsSync(join(root, file))) ||
        (script !== undefined && (script in scripts || script === "audit")) ||
        command.startsWith("cargo ");
      expect(runs, `${path}: ${command}`).toBe(true);
    }
  });

  test("build every platform that binaries are published for, and install it on its own system", () => {
    const ci = textOf("ci.yml");
    for (const { target, folder } of platforms()) {
      expect(ci).toContain(`target: ${target}, platform: ${folder},`);
      if (folder.endsWith("musl")) continue;
      expect(ci).toMatch(new RegExp(`- \\{ platform: ${folder}, runner: `));
    }
  });

  test("let only the job that publishes vouch for where a package was built", () => {
    for (const { path, text } of files) {
      const granted = [...text.matchAll(/id-token: write/g)].length;
      expect(granted, path).toBe(path.endsWith("release.yml") ? 1 : 0);
    }
    expect(textOf("release.yml")).toMatch(/environment: release/);
  });
});
