import { execFile } from "node:child_process";
import { nodeOfMajor } from "../../scripts/steps/node-versions.mjs";
import { pinned } from "./cores.mjs";
import { PACKAGES } from "./import-project.mjs";

/**
 * One import in a new process of the suite's Node: what its own clock says, and how much longer the process takes than one
 * that imports nothing. Resolves with these figures or with `{ error }`.
 */
export async function runImport({ suite, variant, core, project }) {
  const { major, format } = suite.settings;
  const command = [await nodeOfMajor(major), `program.${format}`];
  try {
    const empty = await timed(pinned(core, command), project);
    const whole = await timed(pinned(core, [...command, PACKAGES[variant]]), project);
    return { importMs: Number(whole.printed), processMs: whole.ms - empty.ms };
  } catch (error) {
    return { error: String(error.message).split("\n").slice(0, 2).join(" ").slice(0, 300) };
  }
}

// Nothing of the shell's settings: NODE_OPTIONS and NODE_COMPILE_CACHE would change what is measured.
const environment = ({ PATH, HOME }) => ({ PATH, HOME });

function timed([command, ...args], cwd) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    execFile(command, args, { cwd, env: environment(process.env), timeout: 60_000 }, (error, stdout) => {
      if (error !== null) reject(error);
      else resolve({ ms: performance.now() - start, printed: stdout.trim() });
    });
  });
}
