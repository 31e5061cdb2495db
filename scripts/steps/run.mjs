import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { at, root } from "./root.mjs";

const colour = process.stdout.isTTY ? { FORCE_COLOR: "1", CARGO_TERM_COLOR: "always" } : {};

/** Says that a command ended badly; its output has already been shown. */
export class CommandFailed extends Error {
  constructor(command, status, output) {
    super(`${command} ${status === null ? "was killed by a signal" : `ended with status ${status}`}`);
    this.output = output;
  }
}

/**
 * Runs a command and shows its output while it runs, so that a long build is seen to move.
 * Resolves with its standard output; rejects with `CommandFailed`, which has both of its outputs. Without `inherit`, `env`
 * is all of its environment.
 */
export function run(command, args, { cwd = root, env = {}, inherit = true, quiet = false, label } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: inherit ? { ...process.env, ...colour, ...env } : env,
      stdio: ["ignore", "pipe", "pipe"],
      // npm and other launchers are .cmd files on Windows, which only a shell can start.
      shell: process.platform === "win32" && !command.endsWith(".exe"),
    });
    let output = "";
    let everything = "";
    const forward = (stream) => (data) => {
      everything += data;
      if (!quiet) stream.write(data);
    };
    child.stdout.setEncoding("utf8").on("data", (data) => (output += data));
    child.stdout.on("data", forward(process.stdout));
    child.stderr.setEncoding("utf8").on("data", forward(process.stderr));
    child.on("error", (error) => {
      reject(error.code === "ENOENT" ? new Error(`${command} is not installed or not on the PATH`) : error);
    });
    child.on("close", (status) => {
      if (status === 0) resolve(output);
      else reject(new CommandFailed(label ?? [command, ...args].join(" "), status, everything));
    });
  });
}

/** Runs a tool of node_modules with this Node, without a shell or a launcher in between. */
export function runTool(packageName, args, options = {}) {
  const require = createRequire(at("package.json"));
  const manifestPath = require.resolve(`${packageName}/package.json`);
  const { bin } = require(manifestPath);
  const entry = typeof bin === "string" ? bin : Object.values(bin)[0];
  const path = `${at("node_modules/.bin")}${delimiter}${options.env?.PATH ?? process.env.PATH}`;
  return run(process.execPath, [join(dirname(manifestPath), entry), ...args], {
    label: [packageName, ...args].join(" "),
    ...options,
    env: { ...options.env, PATH: path },
  });
}
