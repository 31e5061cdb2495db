import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { freePort } from "../../../scripts/steps/free-port.mjs";

/** Builds and starts the application; resolves when it answers. */
export async function startApplication(folder, env) {
  const next = join(folder, "node_modules/next/dist/bin/next");
  const environment = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env };
  execFileSync(process.execPath, [next, "build"], { cwd: folder, env: environment, stdio: "inherit" });

  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(process.execPath, [next, "start", "--port", String(port)], {
    cwd: folder,
    env: environment,
    stdio: "inherit",
  });
  await answering(url);
  return {
    url,
    async stop() {
      server.kill();
      await once(server, "exit");
    },
  };
}

async function answering(url) {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} does not answer`);
}
