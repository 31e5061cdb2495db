import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const OPENAI = "openai==3.57.0";
const cache = process.env.AURIKO_CACHE ?? join(homedir(), ".cache/auriko");

/** A Python with the peer installed, in an environment of its own. */
export function pythonWithOpenai() {
  const folder = join(cache, "bench-python");
  const python = join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  if (!existsSync(python)) {
    mkdirSync(cache, { recursive: true });
    run("python3", ["-m", "venv", folder]);
    run(python, ["-m", "pip", "install", "--quiet", OPENAI]);
  }
  return python;
}

function run(command, args) {
  const { status, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${stderr}`);
}
