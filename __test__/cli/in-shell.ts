import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import type { Gateway } from "../../gateway";
import type { Outcome } from "./run-command";

const main = join(resolve(__dirname, "../.."), "dist/cli/main.js");

/** Runs a line of a shell in which `auriko` is the built program, as a process of its own. */
export async function inShell(line: string, gateway: Gateway): Promise<Outcome> {
  const script = `auriko() { "$NODE" "$MAIN" "$@"; }\n${line}`;
  const child = spawn("sh", ["-c", script], {
    env: {
      ...process.env,
      NODE: process.execPath,
      MAIN: main,
      AURIKO_API_KEY: gateway.apiKey,
      AURIKO_BASE_URL: gateway.baseUrl,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const code = new Promise<number>((done) => child.once("close", (exit) => done(exit ?? -1)));
  const [output, complaints] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, output, complaints };
}
