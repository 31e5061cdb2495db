import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cached } from "../steps/cache.mjs";
import { consumerTests, copyConsumer, passedTests } from "../steps/consumer-tests.mjs";
import { run } from "../steps/run.mjs";
import { packagesFolder } from "./build.mjs";

/** An empty project with the packed SDK and one platform's package installed, and the files that try them. */
export async function installConsumer(platform) {
  const folder = cached("platforms/consumers", platform);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "consumer", private: true }));
  // What it is told to install is for another machine than this one, which npm would refuse.
  const flags = ["--force", "--no-audit", "--no-fund", "--loglevel=error", "--no-package-lock"];
  const tarballs = [tarball(/^auriko-sdk-\d/), tarball(new RegExp(`^auriko-sdk-${platform}-\\d`))];
  await run("npm", ["install", ...flags, ...tarballs], { cwd: folder, quiet: true });
  copyConsumer(folder);
  return folder;
}

/** Runs each test file of a consumer; resolves with how many tests passed, rejects with the output of one that did not. */
export async function runConsumer(folder, runFile) {
  let passed = 0;
  for (const file of consumerTests()) {
    passed += passedTests(file, await runFile(folder, file));
  }
  return passed;
}

function tarball(pattern) {
  const name = readdirSync(packagesFolder()).find((each) => pattern.test(each));
  if (!name) throw new Error(`There is no packed ${pattern.source}`);
  return join(packagesFolder(), name);
}
