import { provideProgram } from "../steps/provide-program.mjs";
import { runProgram } from "./program.mjs";

const flags = [
  // V8 writes code while it runs.
  "--smc-check=all-non-file",
  "--leak-check=full",
  "--show-leak-kinds=definite",
  "--errors-for-leak-kinds=definite",
  "--num-callers=40",
  "--error-limit=no",
  "--child-silent-after-fork=yes",
];

/** What the binding library keeps of each class for as long as an environment lives, forty bytes each, and leaves to its end. */
const REGISTRATION = /napi_create_reference[^\n]*\n\s+by 0x\w+: napi_register_module_v1/;
const OURS = /\(in [^)]*auriko[^)]*\.node\)|auriko_node/;

/** Valgrind's reports, each a paragraph, of which some frame lies in the addon. Node's own are not ours to judge. */
function reportsOf(log) {
  const paragraphs = log.replace(/^==\d+== ?/gm, "").split(/\n\s*\n/);
  return paragraphs.filter(
    (text) => /^\s+(at|by) 0x/m.test(text) && OURS.test(text) && !REGISTRATION.test(text),
  );
}

/** Runs the addon as it is built for the tests under Valgrind's memcheck; rejects where it reads, writes or loses what it must not. */
export async function underValgrind() {
  provideProgram("valgrind");
  const { log, code, finished } = await runProgram({ command: ["valgrind", ...flags], rounds: 2 });
  const reports = reportsOf(log);
  const [summary = "no summary"] = log.match(/ERROR SUMMARY: .*/) ?? [];
  process.stdout.write(`${summary}; of the addon: ${reports.length}\n`);
  if (reports.length > 0) throw new Error(reports.join("\n\n"));
  if (!finished) throw new Error(`The program broke off with ${code}:\n${log.slice(-3000)}`);
}
