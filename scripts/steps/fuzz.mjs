import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { at } from "./root.mjs";
import { run } from "./run.mjs";

// The coverage that cargo-fuzz asks for, which the stable compiler can give as well; only its sanitizers need nightly.
const coverage = [
  "--cfg fuzzing",
  "-Cpasses=sancov-module",
  "-Cllvm-args=-sanitizer-coverage-level=4",
  "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
  "-Cllvm-args=-sanitizer-coverage-pc-table",
  "-Cllvm-args=-sanitizer-coverage-trace-compares",
  "-Ccodegen-units=1",
  "-Cdebug-assertions",
].join(" ");

/** The names of the fuzz targets. */
export function fuzzTargets() {
  const folder = at("fuzz/fuzz_targets");
  return existsSync(folder) ? readdirSync(folder).map((file) => file.replace(/\.rs$/, "")) : [];
}

/** Whether the fuzzer's own runtime, which is written in C++, can be compiled here. */
export const canFuzz = () => spawnSync(process.env.CXX ?? "c++", ["--version"]).status === 0;

/**
 * Runs every fuzz target for a while, as many at a time as there are cores, on the corpus that earlier runs have left; rejects
 * when one finds a crash.
 */
export async function fuzzAll({ seconds }) {
  const programs = await buildTargets();
  const waiting = fuzzTargets();
  const work = async () => {
    for (let target = waiting.shift(); target !== undefined; target = waiting.shift())
      await fuzz({ target, seconds, program: join(programs, target) });
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}

/** Resolves with the folder of the programs. */
async function buildTargets() {
  const targetDir = at("target/fuzz");
  const host = (await run("rustc", ["-vV"], { quiet: true })).match(/^host: (.+)$/m)[1];
  // Naming the target keeps these flags away from build scripts and macros, which can't link the fuzzer's runtime.
  await run(
    "cargo",
    [
      "build",
      "--locked",
      "--release",
      "--manifest-path",
      at("fuzz/Cargo.toml"),
      "--target",
      host,
      "--target-dir",
      targetDir,
      "--bins",
    ],
    { env: { RUSTFLAGS: coverage } },
  );
  return join(targetDir, host, "release");
}

async function fuzz({ target, seconds, program }) {
  const corpus = at("fuzz/corpus", target);
  const artifacts = at("fuzz/artifacts", target);
  mkdirSync(corpus, { recursive: true });
  mkdirSync(artifacts, { recursive: true });
  await run(program, [
    `-max_total_time=${seconds}`,
    `-artifact_prefix=${artifacts}/`,
    "-print_final_stats=1",
    "-verbosity=0",
    corpus,
  ]);
}
