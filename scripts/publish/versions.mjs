import { readFileSync } from "node:fs";
import { at } from "../steps/root.mjs";
import { versionFiles } from "../steps/version.mjs";

/** The version of the SDK, which everything that is released together shares. */
export const treeVersion = () => JSON.parse(readFileSync(at("package.json"), "utf8")).version;

/** The files of the tree that state another version than `version`, or are not dated for it. */
export function filesThatDisagree(version) {
  const changelog = readFileSync(at("CHANGELOG.md"), "utf8").match(/^## \[(.+?)\]/m)?.[1];
  return [
    ...versionFiles(version)
      .filter(({ path, text }) => readFileSync(at(path), "utf8") !== text)
      .map(({ path }) => path),
    ...(changelog === version ? [] : ["CHANGELOG.md"]),
  ];
}
