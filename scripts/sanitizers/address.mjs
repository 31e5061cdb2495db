import { writeFileSync } from "node:fs";
import { at } from "../steps/root.mjs";
import { run } from "../steps/run.mjs";
import { compileWith } from "./compile.mjs";
import { runProgram } from "./program.mjs";
import { addressRuntime } from "./runtimes.mjs";

/**
 * Runs the Rust tests under AddressSanitizer and LeakSanitizer, and then the addon inside Node. Rejects where memory is used that is
 * none, or lost.
 */
export async function underAddressSanitizer() {
  const { programs, addon } = await compileWith("address");
  for (const { path, cwd } of programs) {
    await run(path, ["--quiet"], {
      cwd,
      env: { ASAN_OPTIONS: "detect_leaks=1:detect_stack_use_after_return=1" },
    });
  }
  // What Node and V8 never free is theirs.
  const suppressions = at("target/sanitizers/leaks-of-node.txt");
  writeFileSync(suppressions, "leak:node::\nleak:v8::\n");
  const { log, code, finished } = await runProgram({
    rounds: 5,
    env: {
      LD_PRELOAD: await addressRuntime(),
      NAPI_RS_NATIVE_LIBRARY_PATH: addon,
      ASAN_OPTIONS: "detect_leaks=1:detect_stack_use_after_return=1:log_exe_name=1",
      LSAN_OPTIONS: `suppressions=${suppressions}`,
    },
  });
  if (!finished || code !== 0) throw new Error(`The program ended with ${code}:\n${log}`);
}
