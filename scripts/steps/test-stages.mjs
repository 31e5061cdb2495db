import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "./build.mjs";
import { canFuzz, fuzzAll, fuzzTargets } from "./fuzz.mjs";
import { ensurePackages, workspacePackages } from "./packages.mjs";
import { at } from "./root.mjs";
import { CommandFailed, run, runTool } from "./run.mjs";

/** A stage that is one check: it counts as one. */
const check = (title, work) => ({ title, run: () => work().then(() => ({ passed: 1, failed: 0 })) });

const rustTests = (title, env = {}) => ({
  title,
  async run() {
    // Most of them wait for sockets and clocks.
    const RUST_TEST_THREADS = process.env.RUST_TEST_THREADS ?? String(3 * availableParallelism());
    const output = await run("cargo", ["test", "--locked", "--workspace", "--quiet"], {
      env: { RUST_TEST_THREADS, ...env },
    }).catch(outputOfFailure);
    const counts = [...output.matchAll(/test result: \w+\. (\d+) passed; (\d+) failed/g)];
    if (counts.length === 0) throw new Error("cargo test did not get as far as running a test");
    const sum = (group) => counts.reduce((total, match) => total + Number(match[group]), 0);
    return { passed: sum(1), failed: sum(2) };
  },
});

/** A stage of vitest files, which counts its tests. */
const vitest = (title, args, env = {}) => ({
  title,
  async run() {
    const folder = mkdtempSync(join(tmpdir(), "auriko-test-"));
    const report = join(folder, "report.json");
    try {
      const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
      await runTool("vitest", ["run", ...reporters, ...args], { env }).catch(outputOfFailure);
      return countsOf(JSON.parse(readFileSync(report, "utf8")));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
});

// A file that can't be loaded has no tests to count, and is still a failure; so is a run that ended badly with none.
function countsOf({ numPassedTests, numFailedTests, testResults, success }) {
  const unloaded = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  const failed = numFailedTests + unloaded.length;
  return { passed: numPassedTests, failed: failed === 0 && !success ? 1 : failed };
}

/**
 * The fuzz targets in Rust, each as a check, for `AURIKO_FUZZ_SECONDS` each if that is set. Their properties also run, on
 * fewer inputs, among the Rust tests; those in TypeScript are vitest files.
 */
const fuzzing = (title, usual) => ({
  title,
  async run() {
    const seconds = Number(process.env.AURIKO_FUZZ_SECONDS ?? usual);
    if (!canFuzz()) {
      process.stdout.write("Left out: there is no C++ compiler, which the fuzzer's runtime needs.\n");
      return { passed: 0, failed: 0 };
    }
    await fuzzAll({ seconds });
    return { passed: fuzzTargets().length, failed: 0 };
  },
});

function outputOfFailure(error) {
  if (error instanceof CommandFailed) return error.output;
  throw error;
}

/** What has no volume. */
const apart = ["docs", "ecosystem", "packaging", "release", "types"];
const elsewhere = apart.flatMap((folder) => ["--exclude", `__test__/${folder}/**`]);

/**
 * Everything that `npm test` checks: what it all needs first, then the quickest to fail. Those in a list of their own run at
 * the same time.
 */
export const testStages = [
  check("Build", build),
  check("Build of the packages", ensurePackages),
  [
    check("Rust format", () => run("cargo", ["fmt", "--all", "--check"])),
    check("TypeScript lint and format", () => runTool("@biomejs/biome", ["check", "."])),
    check("Types of source and tests", () => runTool("typescript", ["-p", "tsconfig.check.json"])),
    check("Types of the gateway's page", () => runTool("typescript", ["-p", "gateway/page/browser"])),
    check("Rust lint", async () => {
      const strictly = ["--", "-D", "warnings"];
      const everything = ["--workspace", "--all-targets", "--features", "testing"];
      await run("cargo", ["clippy", "--locked", ...everything, ...strictly]);
      // As whoever depends on the crate compiles it: without the feature that the addon turns on.
      await run("cargo", ["clippy", "--locked", "-p", "auriko", "--lib", ...strictly]);
    }),
  ],
  rustTests("Rust tests"),
  fuzzing("Fuzzing, five seconds per target", 5),
  // In one run, so that its longest files, which pack, install and compile, have others beside them.
  vitest("JavaScript tests", []),
];

/**
 * What `npm run test:ecosystem` runs: bundlers, test runners and frameworks, installed from npm into a cache outside the
 * tree.
 */
export const ecosystemStages = [
  check("Build", build),
  check("Build of the packages", ensurePackages),
  vitest("Bundlers, test runners and frameworks", ["__test__/ecosystem"], { AURIKO_ECOSYSTEM: "whole" }),
];

/** The packages that build on the SDK bring tests of their own. */
export const workspaceStages = workspacePackages()
  .filter(({ manifest }) => manifest.scripts?.test)
  .map(({ folder, manifest }) => vitest(`Tests of ${manifest.name}`, ["--root", at(folder)]));

/**
 * What `npm run test:soak` repeats by the thousand. Tests that have a volume read `AURIKO_SOAK` and turn it up; the
 * Rust properties take the number of their cases from proptest's own variable.
 */
export const soakStages = [
  check("Build", build),
  rustTests("Rust properties, 20,000 cases each", { PROPTEST_CASES: "20000" }),
  vitest("JavaScript tests at volume", [...elsewhere, "--testTimeout=900000"], { AURIKO_SOAK: "1" }),
  fuzzing("Fuzzing, ten minutes per target", 600),
];
