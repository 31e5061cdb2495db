import { describe, expect, test } from "vitest";
import { disagreements } from "../../scripts/publish/disagreements.mjs";
import { inOrder } from "../../scripts/publish/npm.mjs";
import { filesThatDisagree, treeVersion } from "../../scripts/publish/versions.mjs";
import { platforms } from "../../scripts/steps/pack.mjs";

const version = "1.2.3";
const names = platforms().map(({ packageName }) => packageName);
const repository = { url: "git+https://git.example/o/n.git" };

const packed = (name: string, more: object = {}) => ({
  path: "nowhere.tgz",
  manifest: { name, version, repository, ...more },
  files: ["package.json", "LICENSE"],
});
const root = (more: object = {}) =>
  packed("@auriko/sdk", {
    optionalDependencies: Object.fromEntries(names.map((each) => [each, version])),
    ...more,
  });
const provider = (more: object = {}) =>
  packed("@auriko/ai-sdk-provider", { peerDependencies: { "@auriko/sdk": "^1.0.0" }, ...more });

const check = (tarballs: unknown[], disagreeing: string[] = []) =>
  disagreements(tarballs as never, { version, disagreeing }).join("\n");

describe("publishing is refused when", () => {
  test("a file of the tree states another version", () => {
    expect(check([], ["Cargo.toml"])).toContain("Cargo.toml does not say 1.2.3: npm run version -- 1.2.3");
    expect(filesThatDisagree("9.9.9")).toEqual(
      expect.arrayContaining(["package.json", "Cargo.toml", "CHANGELOG.md", "npm/darwin-x64/package.json"]),
    );
  });

  test("a package is missing, foreign or there twice", () => {
    const found = check([root(), provider(), provider(), packed("left-pad")]);
    expect(found).toContain("@auriko/sdk-linux-x64-gnu is not among the tarballs");
    expect(found).toContain("left-pad does not belong to a release");
    expect(found).toContain("@auriko/ai-sdk-provider is there more than once");
  });

  test("a package was packed as another version", () => {
    expect(check([provider({ version: "1.2.2" })])).toContain("is packed as 1.2.2, the release is 1.2.3");
  });

  test("the SDK asks for a platform package of another version", () => {
    const optionalDependencies = Object.fromEntries(names.map((each) => [each, "1.2.2"]));
    expect(check([root({ optionalDependencies })])).toContain(`asks for ${names[0]} 1.2.2, not 1.2.3`);
  });

  test("a package names no repository, which provenance needs", () => {
    expect(check([provider({ repository: undefined })])).toContain("names no repository");
  });

  test("a package depends on what only this tree has", () => {
    const dependencies = { "@auriko/sdk": "file:../.." };
    expect(check([provider({ dependencies })])).toContain("which only this tree has");
  });

  test("a platform package holds no binary", () => {
    expect(check([packed(names[0] as string)])).toContain("holds no binary instead of auriko.");
  });
});

describe("a release", () => {
  test("states one version everywhere in the tree", () => {
    expect(filesThatDisagree(treeVersion())).toEqual([]);
  });

  test("goes out in the order in which its packages need one another", () => {
    const all = [provider(), root(), ...names.map((each) => packed(each))];
    const order = inOrder(all as never).map(({ manifest }) => manifest.name);
    expect(order.slice(-2)).toEqual(["@auriko/sdk", "@auriko/ai-sdk-provider"]);
  });
});
