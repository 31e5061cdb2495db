// npm run test:queue: a Redis of its own, a gateway, two workers of which one is killed in the middle; every request has to have
// exactly one result. Needs redis-server (Debian and Ubuntu: apt-get install redis-server).
import { strict as assert } from "node:assert";
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "../../../scripts/steps/free-port.mjs";
import { provideProgram } from "../../../scripts/steps/provide-program.mjs";

const example = fileURLToPath(new URL("..", import.meta.url));
const root = join(example, "../..");
const COUNT = 60;

provideProgram("redis-server");

const folder = mkdtempSync(join(tmpdir(), "auriko-batch-queue-"));
const running = [];
const start = (program, args, options = {}) => {
  const child = spawn(program, args, { cwd: folder, stdio: ["ignore", "pipe", "inherit"], ...options });
  running.push(child);
  return child;
};

try {
  install();
  const port = await freePort();
  start("redis-server", ["--port", String(port), "--save", "", "--appendonly", "no", "--dir", folder]);
  const { startGateway } = createRequire(join(folder, "package.json"))("@auriko/sdk/testing");
  const gateway = await startGateway({ respond: "A summary. ".repeat(20), pace: "real" });
  gateway.failNext("429;retry-after=1", { times: 2 });
  const env = {
    ...process.env,
    REDIS_URL: `redis://127.0.0.1:${port}`,
    AURIKO_API_KEY: gateway.apiKey,
    AURIKO_BASE_URL: gateway.baseUrl,
    CONCURRENCY: "4",
    LOCK_MS: "3000",
  };
  const run = (script, ...args) =>
    execFileSync(process.execPath, [script, ...args], { cwd: folder, env, encoding: "utf8" });

  writeFileSync(join(folder, "requests.jsonl"), requests());
  assert.match(run("enqueue.mjs", "requests.jsonl"), new RegExp(`^${COUNT} requests`));
  run("enqueue.mjs", "requests.jsonl");

  const victim = start(process.execPath, ["worker.mjs"], { env });
  start(process.execPath, ["worker.mjs"], { env });
  await until(() => gateway.requests.length > 15);
  victim.kill("SIGKILL");

  const results = join(folder, "results.jsonl");
  await until(() => / 0 requests are not over/.test(run("collect.mjs", results)));
  const lines = readFileSync(results, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.map(({ custom_id }) => custom_id).sort(),
    ids().sort(),
    "each request has one result",
  );
  const failed = lines.filter(({ error }) => error !== null);
  assert.deepEqual(
    failed.map(({ custom_id }) => custom_id),
    ["request-13"],
    "only what can't work has failed",
  );
  assert.equal(failed[0].error.attempts, 1, "and was not tried again");
  assert.ok(lines.every(({ response, error }) => error !== null || response.body.choices.length === 1));
  const extra = gateway.requests.length - COUNT;
  assert.ok(
    extra <= 4 + 2,
    `${extra} requests more than needed: at most those in flight at the kill, and those refused`,
  );
  console.log(`${COUNT} requests, one worker killed: each has one result; ${extra} were sent again.`);
  await gateway.close();
} finally {
  for (const child of running) child.kill("SIGKILL");
  await sleep(200);
  rmSync(folder, { recursive: true, force: true });
}

/** The example as a reader has it, but with the SDK of this repository. */
function install() {
  for (const file of ["queue.mjs", "enqueue.mjs", "worker.mjs", "collect.mjs"])
    cpSync(join(example, file), join(folder, file));
  const manifest = JSON.parse(readFileSync(join(example, "package.json"), "utf8"));
  manifest.dependencies["@auriko/sdk"] = `file:${root}`;
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: folder,
    stdio: "inherit",
  });
}

function ids() {
  return Array.from({ length: COUNT }, (_, index) => `request-${index}`);
}

function requests() {
  return ids()
    .map((custom_id, index) => {
      const model = index === 13 ? "no-such-model" : "gpt-4o";
      return `${JSON.stringify({ custom_id, body: { model, messages: [{ role: "user", content: custom_id }] } })}\n`;
    })
    .join("");
}

async function until(reached) {
  const deadline = Date.now() + 90_000;
  while (!reached()) {
    assert.ok(Date.now() < deadline, "it takes too long");
    await sleep(300);
  }
}
