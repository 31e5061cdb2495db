import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { at } from "../steps/root.mjs";

/** What a program does with the addon: each way of making a call, and each way of ending one, also at the same time. */
const source = `
const { Client, createFetch } = require(${JSON.stringify(at("dist/index.js"))});
const { Worker } = require("node:worker_threads");
const { mkdtempSync, rmSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const options = JSON.parse(process.env.OPTIONS);
const rounds = Number(process.env.ROUNDS);
const question = { model: "gpt-5.4", messages: [{ role: "user", content: "Hello, é 日 😀" }] };
const streaming = { ...question, stream: true };
const workerSource = \`
  const { workerData, parentPort } = require("node:worker_threads");
  const { Client } = require(workerData.path);
  new Client(workerData.options).chat.completions.create(workerData.streaming).then(async (stream) => {
    for await (const chunk of stream) parentPort.postMessage("on");
  });\`;
const byName = { ...options, baseUrl: options.baseUrl.replace("127.0.0.1", "localhost") };
async function endedWorker() {
  const workerData = { path: ${JSON.stringify(at("dist/index.js"))}, options: byName, streaming };
  const worker = new Worker(workerSource, { eval: true, workerData });
  await new Promise((resolve) => worker.once("message", resolve));
  await worker.terminate();
}
(async () => {
  const client = new Client(options);
  const folder = mkdtempSync(join(require("node:os").tmpdir(), "auriko-checked-"));
  const calls = [
    () => client.chat.completions.create(question),
    async () => { for await (const chunk of await client.chat.completions.create(streaming)) void chunk; },
    async () => { for await (const chunk of await client.chat.completions.create(streaming)) break; },
    () => client.request({ method: "GET", path: "/nowhere" }).catch(() => {}),
    async () => {
      const controller = new AbortController();
      const aborted = client.chat.completions.create(question, { signal: controller.signal }).catch(() => {});
      controller.abort();
      await aborted;
    },
    async () => {
      const controller = new AbortController();
      const stream = await client.chat.completions.create(streaming, { signal: controller.signal });
      setTimeout(() => controller.abort(), 1);
      try { for await (const chunk of stream) await new Promise(setImmediate); } catch {}
    },
    async () => (await createFetch(client, { auth: true })(options.baseUrl + "/models")).text(),
    async () => (await createFetch(client, { auth: true })(options.baseUrl + "/models")).body.cancel(),
    () => new Client({ ...options, baseUrl: "http://127.0.0.1:1/v1", maxRetries: 0 }).me.get().catch(() => {}),
    () => new Client({ ...options, baseUrl: "http://nobody.invalid/v1", maxRetries: 0 }).me.get().catch(() => {}),
    async () => {
      const named = new Client(byName);
      await named.models.list();
      named.close();
    },
    async (turn) => {
      const input = join(folder, turn + ".jsonl");
      writeFileSync(input, (JSON.stringify({ body: question }) + "\\n").repeat(8));
      await client.batch(input, { output: input + ".out", concurrency: 4 });
    },
    async () => { for await (const result of client.batch([{ body: question }, { body: question }])) void result; },
  ];
  for (let round = 0; round < rounds; round++) {
    for (const [at, call] of calls.entries()) await call("a" + round + "-" + at);
    await Promise.all(Array.from({ length: 4 }, (_, copy) => calls.map((call, at) => call([round, copy, at].join("-")))).flat());
  }
  await Promise.all([endedWorker(), endedWorker()]);
  client.close();
  rmSync(folder, { recursive: true });
  console.log("done");
})();
`;

/**
 * Runs that program against a local gateway, by Node, or by a command that is given Node's path and arguments. Resolves with
 * what it wrote and whether it came to its end.
 */
export async function runProgram({ command = [], env = {}, rounds }) {
  const { startGateway } = createRequire(import.meta.url)(at("dist/testing/index.js"));
  const gateway = await startGateway({ pace: "instant" });
  const options = { apiKey: gateway.apiKey, baseUrl: gateway.baseUrl };
  const [first, ...others] = [...command, process.execPath, "-e", source];
  const child = spawn(first, others, {
    env: { ...process.env, ...env, OPTIONS: JSON.stringify(options), ROUNDS: String(rounds) },
  });
  let [output, log] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (piece) => {
    output += piece;
  });
  child.stderr.setEncoding("utf8").on("data", (piece) => {
    log += piece;
  });
  const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  await gateway.close();
  return { log, code, finished: output.includes("done") };
}
