import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeFor } from "../steps/node-versions.mjs";
import { arm64Libraries, qemu } from "./arm64.mjs";
import { muslRoot } from "./musl.mjs";
import { wineEnvironment, wineProgram } from "./wine.mjs";

/** How long one file of tests may take, even emulated on a busy machine. */
const deadline = 10 * 60_000;

/**
 * How a file of a consumer's folder is run by Node `major` of a platform. Each resolves with a function that takes the
 * folder and the file's name and resolves with what was printed. Exit codes are left out: wine's are not to be trusted.
 */
export const runners = {
  async host(major) {
    const node = await nodeFor("linux-x64", major);
    return (folder, file) => capture([node, file], { cwd: folder });
  },

  async arm64(major) {
    const [emulator, libraries] = [await qemu(), await arm64Libraries()];
    const node = await nodeFor("linux-arm64", major);
    return (folder, file) => capture([emulator, "-L", libraries, node, file], { cwd: folder });
  },

  async musl(major) {
    const root = await muslRoot("x64", major);
    return (folder, file) => capture(root.command(folder, file));
  },

  async muslArm64(major) {
    const root = await muslRoot("arm64", major);
    return (folder, file) => capture(root.command(folder, file));
  },

  async wine(major) {
    const [wine, env] = [await wineProgram(), await wineEnvironment()];
    const node = await nodeFor("win-x64", major);
    return (folder, file) => capture([wine, node, file], { cwd: folder, env });
  },
};

/** What a user's shell has, without what this repository's own commands put into it. */
function cleanEnvironment() {
  const ours = /^(npm_|NODE_|CARGO|RUST|AURIKO|NAPI_RS|VITEST|SSL_CERT_)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}

/** Runs a command with its output in a file, since Node under wine can't write to a pipe. */
async function capture([command, ...args], { cwd, env = {} } = {}) {
  const scratch = mkdtempSync(join(tmpdir(), "auriko-run-"));
  const path = join(scratch, "output.txt");
  const output = openSync(path, "w");
  try {
    await new Promise((resolve, reject) => {
      const options = { cwd, env: { ...cleanEnvironment(), ...env }, stdio: ["ignore", output, output] };
      const child = spawn(command, args, { ...options, timeout: deadline, killSignal: "SIGKILL" });
      child.on("error", reject).on("exit", resolve);
    });
    return readFileSync(path, "utf8");
  } finally {
    closeSync(output);
    rmSync(scratch, { recursive: true, force: true });
  }
}
