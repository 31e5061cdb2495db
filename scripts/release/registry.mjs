import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { once } from "../steps/cache.mjs";
import { freePort } from "../steps/free-port.mjs";
import { run } from "../steps/run.mjs";

const version = "6.8.0";
// Its own pin of this one is not in every mirror.
const overrides = { "node-fetch": "2.7.0" };

/**
 * A registry on this machine that knows only what is published to it: an installation that asked for anything else would
 * fail. Keeps its packages in `folder`. Resolves with `{ url, npmrc, stop }`; `npmrc` lets anybody publish.
 */
export async function startRegistry(folder) {
  const verdaccio = await once("verdaccio", { version, overrides }, async (into) => {
    const manifest = { private: true, dependencies: { verdaccio: version }, overrides };
    writeFileSync(join(into, "package.json"), JSON.stringify(manifest));
    const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    await run("npm", ["install", ...flags], { cwd: into });
  });
  const port = await freePort();
  mkdirSync(folder, { recursive: true });
  const config = join(folder, "config.yaml");
  writeFileSync(config, settings(folder));
  const program = join(verdaccio, "node_modules/verdaccio/bin/verdaccio");
  const child = spawn(process.execPath, [program, "--config", config, "--listen", `127.0.0.1:${port}`], {
    stdio: "ignore",
  });
  const url = `http://127.0.0.1:${port}/`;
  await answers(url, child);
  const npmrc = join(folder, "npmrc");
  // npm wants to be somebody before it publishes; this registry does not care who.
  writeFileSync(npmrc, `registry=${url}\n//127.0.0.1:${port}/:_authToken=rehearsal\n`);
  const stop = () =>
    new Promise((resolve) => {
      if (child.exitCode !== null) return resolve();
      child.once("exit", resolve);
      child.kill();
    });
  return { url, npmrc, stop };
}

const settings = (folder) => `storage: ${join(folder, "storage")}
auth:
  htpasswd: { file: ${join(folder, "htpasswd")}, max_users: -1 }
packages:
  "**": { access: $all, publish: $all, unpublish: $all }
max_body_size: 64mb
log: { type: stdout, format: pretty, level: fatal }
`;

async function answers(url, child) {
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`The local registry ended with status ${child.exitCode}`);
    if (
      await fetch(`${url}-/ping`).then(
        (response) => response.ok,
        () => false,
      )
    )
      return;
    await wait(200);
  }
  throw new Error("The local registry did not answer within two minutes");
}
