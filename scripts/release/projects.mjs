import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { consumerTests, copyConsumer, passedTests } from "../steps/consumer-tests.mjs";
import { at } from "../steps/root.mjs";

/** Longer than any of the programs takes on a busy machine. */
const deadline = 180_000;

/** An empty project, as a manager wants it. */
export function emptyProject(manager, registry) {
  const projects = join(registry.folder, "projects");
  mkdirSync(projects, { recursive: true });
  const folder = mkdtempSync(join(projects, `${manager.name.replaceAll(/\W+/g, "-")}-`));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "consumer", private: true }));
  manager.setup(folder, registry.url);
  return folder;
}

/**
 * Runs the quick start in a project, by `require` and by `import`, under one Node. Resolves with how many tests passed;
 * rejects with the output of a file that did not.
 */
export async function tryProject(folder, { node, flags = [] }) {
  copyConsumer(folder);
  cpSync(at("scripts/release/provider.test.mjs"), join(folder, "provider.test.mjs"));
  let passed = 0;
  for (const file of [...consumerTests(), "provider.test.mjs"]) {
    passed += passedTests(file, await outputOf(node, [...flags, file], folder));
  }
  return passed;
}

/** The message of the error that the first request meets in a project whose installation lacks the binary. */
export async function firstError(folder, { node, flags = [] }) {
  copyConsumer(folder);
  const output = await outputOf(node, [...flags, "first-client.cjs"], folder);
  const line = output.split("\n").find((each) => each.startsWith("{"));
  if (!line) throw new Error(`The first request ended without an error of the SDK:\n${output}`);
  return JSON.parse(line).message;
}

/** What a run of Node prints, on either output, with nothing of this repository in its environment. */
function outputOf(node, args, cwd) {
  return new Promise((resolve, reject) => {
    const env = { PATH: `${dirname(node)}:/usr/bin:/bin`, HOME: cwd };
    const child = spawn(node, args, { cwd, env, timeout: deadline, killSignal: "SIGKILL" });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (data) => (output += data));
    }
    child.on("error", reject).on("close", () => resolve(output));
  });
}
