import { writeFileSync } from "node:fs";
import { at } from "../steps/root.mjs";
import { run } from "../steps/run.mjs";
import { compileWith } from "./compile.mjs";
import { runProgram } from "./program.mjs";
import { threadRuntime } from "./runtimes.mjs";

/** Without it, memory may lie where the sanitizer keeps its own. */
const command = ["setarch", "--addr-no-randomize"];

/**
 * The binding library looks Node's functions up whenever an environment loads the addon, and writes what it finds, the same each time,
 * where other threads read.
 */
const KNOWN = "race:napi_sys::functions::napi*::load\n";

/**
 * Runs the Rust tests under ThreadSanitizer, and then the addon inside Node. Rejects where two threads use the same memory without
 * an order between them.
 */
export async function underThreadSanitizer() {
  // One that was compiled without it hides the order that its own locks and queues make.
  const { programs, addon } = await compileWith("thread", { library: true });
  const known = at("target/sanitizers/known-races.txt");
  writeFileSync(known, KNOWN);
  const options = `suppressions=${known}:external_symbolizer_path=/usr/bin/addr2line`;
  const [first, ...others] = command;
  for (const { path, cwd } of programs) {
    await run(first, [...others, path, "--quiet"], { cwd, env: { TSAN_OPTIONS: options } });
  }
  const { log, code, finished } = await runProgram({
    command,
    rounds: 5,
    env: {
      LD_PRELOAD: await threadRuntime(),
      NAPI_RS_NATIVE_LIBRARY_PATH: addon,
      // Node was not compiled for it.
      TSAN_OPTIONS: `${options}:ignore_noninstrumented_modules=1`,
    },
  });
  if (!finished || code !== 0) throw new Error(`The program ended with ${code}:\n${log}`);
}
