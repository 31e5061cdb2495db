import { describe, expect, test } from "vitest";
import { absoluteLinks } from "../../scripts/steps/absolute-links.mjs";
import { repositoryFields, sourceRepository, webAddress } from "../../scripts/steps/source-repository.mjs";

describe("where a package comes from", () => {
  test.each([
    ["https://github.com/owner/name.git", "https://github.com/owner/name"],
    ["https://github.com/owner/name", "https://github.com/owner/name"],
    ["https://token:x@git.example/owner/name.git", "https://git.example/owner/name"],
    ["git@github.com:owner/name.git", "https://github.com/owner/name"],
    ["ssh://git@git.example:2222/group/sub/name.git", "https://git.example/group/sub/name"],
    ["/srv/repositories/name", undefined],
    ["../name", undefined],
    ["", undefined],
  ])("is what a browser opens for the remote %j", (remote, expected) => {
    expect(webAddress(remote)).toBe(expected);
  });

  test("is the repository of the workflow that builds it, so that a fork names itself", () => {
    const env = {
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_REPOSITORY: "fork/name",
      GITHUB_SHA: "abc",
    };
    expect(sourceRepository(env)).toEqual({ web: "https://github.com/fork/name", commit: "abc" });
  });

  test("is written into the manifest as npm wants it, with the folder inside", () => {
    const repository = { web: "https://github.com/owner/name", commit: "abc" };
    expect(repositoryFields(repository, "npm/darwin-x64")).toEqual({
      repository: { type: "git", url: "git+https://github.com/owner/name.git", directory: "npm/darwin-x64" },
      bugs: { url: "https://github.com/owner/name/issues" },
    });
  });

  test("is not invented where nobody knows it", () => {
    expect(repositoryFields(undefined, "")).toEqual({});
    expect(absoluteLinks("[a](docs/a.md)", undefined)).toBe("[a](docs/a.md)");
  });
});

describe("a link in a packed README", () => {
  const repository = { web: "https://git.example/o/n", commit: "abc" };
  const base = "https://git.example/o/n/blob/abc";

  test.each([
    ["[routing](docs/routing.md)", `[routing](${base}/docs/routing.md)`],
    ["[routing](docs/routing.md#strategies)", `[routing](${base}/docs/routing.md#strategies)`],
    ["[a](../../docs/a.md)", `[a](${base}/docs/a.md)`, "packages/provider"],
    ["[a]: ./a.md", `[a]: ${base}/a.md`],
    ["![x](x.png)", `![x](${base}/x.png)`],
  ])("that leads to a neighbour leads to the repository: %s", (before, after, directory = "") => {
    expect(absoluteLinks(before, repository, directory)).toBe(after);
  });

  test.each([
    "[here](#here)",
    "[web](https://docs.auriko.ai)",
    "[mail](mailto:someone@example.com)",
    "```ts\nconst a = list[0](docs/x);\n```",
  ])("that leads elsewhere, and code, stay as they are: %s", (text) => {
    expect(absoluteLinks(text, repository)).toBe(text);
  });
});
