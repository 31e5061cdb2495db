import { spawn } from "node:child_process";
import { root } from "../house/repository";

export interface CargoOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What the program reads. */
  readonly input?: string;
}

/** Runs cargo, and resolves with what the program printed. Rejects with all that was said when it fails. */
export async function cargo(args: readonly string[], options: CargoOptions = {}): Promise<string> {
  const { cwd = root, env = {}, input = "" } = options;
  const child = spawn("cargo", args, { cwd, env: { ...process.env, ...env }, stdio: "pipe" });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (piece) => (stdout += piece));
  child.stderr.on("data", (piece) => (stderr += piece));
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0) throw new Error(`cargo ${args.join(" ")} ended with ${code}:\n${stderr}\n${stdout}`);
  return stdout;
}
