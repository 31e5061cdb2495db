import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../house/repository";
import type { Outcome, Task } from "./scenario";

/** The published client that is compared with. */
export const PYTHON_CLIENT = "auriko==1.2.0";

/** What it stands on, held still: some of its errors are theirs. */
const FOUNDATIONS = ["httpx==0.28.1", "httpcore==1.0.9", "pydantic==2.14.3"];

const folder = join(root, "node_modules/.cache/auriko/parity", PYTHON_CLIENT.replace("==", "-"));
const windows = process.platform === "win32";

/** Where the Python client is installed, or why it is not. */
export type Installed = { readonly python: string } | { readonly missing: string };

/** Installs the published client into a virtual environment of its own, once. */
export function installPythonClient(): Installed {
  const python = join(folder, windows ? "Scripts/python.exe" : "bin/python");
  const ready = join(folder, "ready");
  if (existsSync(ready)) return { python };
  const system = systemPython();
  if (system === undefined) return { missing: "there is no Python from 3.10 on with venv and pip" };
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    quietly(system, ["-m", "venv", folder]);
    const patience = ["--retries", "1", "--timeout", "15", "--disable-pip-version-check"];
    quietly(python, ["-m", "pip", "install", "--quiet", ...patience, PYTHON_CLIENT, ...FOUNDATIONS]);
    writeFileSync(ready, "");
    return { python };
  } catch (error) {
    return { missing: `${PYTHON_CLIENT} could not be installed: ${reasonOf(error)}` };
  }
}

function systemPython(): string | undefined {
  const usable = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";
  return ["python3", "python"].find((name) => {
    try {
      quietly(name, ["-c", usable]);
      return true;
    } catch {
      return false;
    }
  });
}

function quietly(program: string, args: readonly string[]): void {
  execFileSync(program, args, { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8", timeout: 120_000 });
}

function reasonOf(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message?: string };
  return stderr?.trim().split("\n").at(-1) ?? message ?? String(error);
}

/** Runs tasks with the Python client. `closed` is an origin where nobody listens. */
export function runInPython(
  python: string,
  given: { readonly origin: string; readonly closed: string; readonly tasks: readonly Task[] },
): Promise<Outcome[]> {
  return new Promise((resolve, reject) => {
    // Without the environment's proxies and keys.
    const env = { PATH: process.env.PATH, SYSTEMROOT: process.env.SYSTEMROOT, PYTHONUTF8: "1" };
    const child = spawn(python, [join(__dirname, "run_tasks.py")], { env });
    let output = "";
    let errors = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
    });
    child.on("error", reject);
    child.on("close", (status) => {
      if (status === 0) resolve(JSON.parse(output) as Outcome[]);
      else reject(new Error(`The Python client ended with status ${status}: ${errors}`));
    });
    child.stdin.end(JSON.stringify(given));
  });
}
