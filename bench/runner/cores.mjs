import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";

const canPin = process.platform === "linux" && spawnSync("taskset", ["--version"]).status === 0;

/** Which cores the client and the load server get; `undefined` where a process can't be bound to any. */
export function chooseCores() {
  const count = availableParallelism();
  return canPin && count > 1 ? { client: count - 2, server: count - 1 } : {};
}

/** A command that runs on one core. `taskset` becomes the command, so that the process id is the command's. */
export function pinned(core, command) {
  return core === undefined ? command : ["taskset", "-c", String(core), ...command];
}
