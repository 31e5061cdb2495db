import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { pinned } from "./cores.mjs";

const directory = fileURLToPath(new URL("../load-server/", import.meta.url));

/** Compiles the load server; a second time that takes no time. */
export function buildLoadServer() {
  const { status } = spawnSync("cargo", ["build", "--release", "--locked", "--quiet"], {
    cwd: directory,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== 0) throw new Error("The load server could not be built; is Rust installed?");
}

/** Starts it on its own core. It ends with this process, even if that is killed. */
export async function startLoadServer(core) {
  const [command, ...args] = pinned(core, [join(directory, "target/release/auriko-load-server")]);
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  child.on("error", (error) => {
    throw error;
  });
  const [line] = await new Promise((resolve) =>
    createInterface(child.stdout).once("line", (...got) => resolve(got)),
  );
  const { plain, tls, certificate } = JSON.parse(line);
  const temporary = mkdtempSync(join(tmpdir(), "auriko-bench-"));
  const certificateFile = join(temporary, "certificate.pem");
  writeFileSync(certificateFile, certificate);
  return {
    pid: child.pid,
    target: (transport) =>
      transport === "tls" ? { port: tls, transport, certificateFile } : { port: plain, transport },
    stop() {
      child.stdin.end();
      rmSync(temporary, { recursive: true, force: true });
    },
  };
}
