import { describe, expect, test } from "vitest";
import { changelogs, versionFiles } from "../../scripts/steps/version.mjs";
import { read, readJson } from "./repository";

const { version } = readJson<{ version: string }>("package.json");

describe("the one version number", () => {
  test.each(versionFiles(version))("is the same in $path", ({ path, text }) => {
    expect(read(path)).toBe(text);
  });

  test("reaches every manifest, lock file and source when it is raised", () => {
    const raised = versionFiles("9.8.7-rc.1");
    expect(raised.map(({ path }) => path)).toEqual(versionFiles(version).map(({ path }) => path));
    for (const { path, text } of raised) {
      expect(text, path).toContain("9.8.7-rc.1");
      expect(text.length, path).toBeGreaterThanOrEqual(read(path).length);
    }
  });

  test("dates the changelog, and opens a section of the provider's", () => {
    const [own, provider] = changelogs(version, "2026-02-03");
    expect(own?.text).toContain(`\n## [${version}] - 2026-02-03\n`);
    expect(provider?.text).toMatch(new RegExp(`^## ${version}`, "m"));
    expect(() => changelogs("9.8.7", "2026-02-03")).toThrow("no section for 9.8.7");
  });

  test.each(["1", "v1.2.3", "1.2", "latest"])("refuses %s, which is no version", (text) => {
    expect(() => versionFiles(text)).toThrow("is not a version");
  });
});
