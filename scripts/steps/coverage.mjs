import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { at } from "./root.mjs";
import { run } from "./run.mjs";

/** The report on `crates/auriko`, file by file, the tests' own files left out. */
export async function clientCoverage() {
  const tools = await toolsFolder();
  const folder = mkdtempSync(join(tmpdir(), "auriko-coverage-"));
  try {
    const programs = await testPrograms(folder);
    for (const program of programs) {
      await run(program, [], {
        cwd: at("crates/auriko"),
        quiet: true,
        env: { LLVM_PROFILE_FILE: join(folder, "%p-%m.profraw") },
      });
    }
    const counters = readdirSync(folder).filter((name) => name.endsWith(".profraw"));
    const merged = join(folder, "merged.profdata");
    const raw = counters.map((name) => join(folder, name));
    await run(join(tools, "llvm-profdata"), ["merge", "--sparse", "--output", merged, ...raw]);
    const [first, ...others] = programs;
    return await run(
      join(tools, "llvm-cov"),
      [
        "report",
        `--instr-profile=${merged}`,
        // What is no part of the client: the registry's crates, and tests.
        `--ignore-filename-regex=(\\.cargo|rustc)/|/tests/|/tests\\.rs$`,
        first,
        ...others.flatMap((program) => ["--object", program]),
      ],
      { quiet: true },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Builds the tests with counters in the workspace's own crates only, so that what they stand on is not built again. Names
 * are not compressed: not every build of the tools can read that.
 */
async function testPrograms(folder) {
  const wrapper = join(folder, "with-counters.sh");
  writeFileSync(
    wrapper,
    '#!/bin/sh\nexec "$@" -C instrument-coverage -C llvm-args=-enable-name-compression=false\n',
    { mode: 0o755 },
  );
  const printed = await run(
    "cargo",
    [
      "test",
      "-p",
      "auriko",
      "--all-features",
      "--lib",
      "--tests",
      "--no-run",
      "--message-format",
      "json-render-diagnostics",
    ],
    {
      quiet: true,
      env: { RUSTC_WORKSPACE_WRAPPER: wrapper, LLVM_PROFILE_FILE: join(folder, "build-%p.tmp") },
    },
  );
  const messages = printed
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
  return messages.flatMap(({ executable, profile }) => (executable && profile?.test ? [executable] : []));
}

async function toolsFolder() {
  const given = process.env.LLVM_TOOLS;
  if (given) return given;
  const libraries = (await run("rustc", ["--print", "target-libdir"], { quiet: true })).trim();
  const folder = join(libraries, "../bin");
  if (existsSync(join(folder, "llvm-cov"))) return folder;
  throw new Error(
    "llvm-cov is missing. Install it with `rustup component add llvm-tools`, or name a folder that has llvm-cov and llvm-profdata of the compiler's LLVM version in LLVM_TOOLS.",
  );
}
