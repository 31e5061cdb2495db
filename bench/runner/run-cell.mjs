import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { pinned } from "./cores.mjs";

const cell = fileURLToPath(new URL("../cell.mjs", import.meta.url));
const TIMEOUT_MS = 120_000;

/** One measurement in a new process. Resolves with its figures or with `{ error }`. */
export function runCell({ suite, variant, server, core, sdk }) {
  const transport = suite.transport ?? "h1";
  const target = server.target(transport);
  const { kind, settings } = suite;
  const [command, ...args] = pinned(suite.isUnbound ? undefined : core, [
    process.execPath,
    "--expose-gc",
    "--no-warnings",
    cell,
    JSON.stringify({ kind, variant, target, settings }),
  ]);
  return new Promise((resolve) => {
    execFile(
      command,
      args,
      { env: environment(target, server, sdk), timeout: TIMEOUT_MS },
      (error, stdout, stderr) => {
        if (error === null) resolve(JSON.parse(stdout.trim().split("\n").at(-1)));
        else resolve({ error: reasonIn(stderr, error) });
      },
    );
  });
}

/** Nothing of the shell's settings but what a process needs: proxies and certificates would slow some clients only. */
function environment(target, server, sdk) {
  const { PATH, HOME, TMPDIR } = process.env;
  return {
    PATH,
    HOME,
    ...(TMPDIR && { TMPDIR }),
    ...(sdk && { AURIKO_SDK: sdk }),
    ...(target.certificateFile && { NODE_EXTRA_CA_CERTS: target.certificateFile }),
    BENCH_SERVER_PID: String(server.pid),
  };
}

/** The line of a stack trace that says what happened. */
function reasonIn(stderr, error) {
  if (error.killed) return `took longer than ${TIMEOUT_MS / 1000} s`;
  const line = stderr.split("\n").find((text) => /^\S*Error\b.*: /.test(text));
  return (line ?? `ended with ${error.signal ?? error.code}`).slice(0, 300);
}
