// node scripts/ci/valgrind.mjs: runs the addon under Valgrind's memcheck and fails where it reads, writes or loses memory that it must
// not. All `unsafe` code of the project is in `src/binding` and calls Node-API and libuv, which Miri can't follow; this can. Takes some
// minutes; needs a build, and `valgrind`, which it installs on CI's machines.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { provideProgram } from "../steps/provide-program.mjs";
import { at } from "../steps/root.mjs";

const require = createRequire(import.meta.url);
const { startGateway } = require(at("dist/testing/index.js"));

/** What a program does with the addon: each way of making a call, and each way of ending one. */
const program = `
const { Client, createFetch } = require(${JSON.stringify(at("dist/index.js"))});
const { Worker } = require("node:worker_threads");
const options = JSON.parse(process.env.OPTIONS);
const question = { model: "gpt-5.4", messages: [{ role: "user", content: "Hello, é 日 😀" }] };
const streaming = { ...question, stream: true };
const workerSource = \`
  const { workerData, parentPort } = require("node:worker_threads");
  const { Client } = require(workerData.path);
  new Client(workerData.options).chat.completions.create(workerData.streaming).then(async (stream) => {
    for await (const chunk of stream) parentPort.postMessage("on");
  });\`;
(async () => {
  const client = new Client(options);
  for (let round = 0; round < 3; round++) {
    await client.chat.completions.create(question);
    for await (const chunk of await client.chat.completions.create(streaming)) void chunk;
    for await (const chunk of await client.chat.completions.create(streaming)) break;
    await Promise.all(Array.from({ length: 8 }, () => client.chat.completions.create(question)));
    await client.request({ method: "GET", path: "/nowhere" }).catch(() => {});
    const controller = new AbortController();
    const aborted = client.chat.completions.create(question, { signal: controller.signal }).catch(() => {});
    controller.abort();
    await aborted;
    const response = await createFetch(client, { auth: true })(options.baseUrl + "/models");
    await response.text();
    await (await createFetch(client, { auth: true })(options.baseUrl + "/models")).body.cancel();
    await new Client({ ...options, baseUrl: "http://127.0.0.1:1/v1", maxRetries: 0 }).me.get().catch(() => {});
  }
  const workerData = { path: ${JSON.stringify(at("dist/index.js"))}, options, streaming };
  const worker = new Worker(workerSource, { eval: true, workerData });
  await new Promise((resolve) => worker.once("message", resolve));
  await worker.terminate();
  client.close();
  console.log("done");
})();
`;

const flags = [
  // V8 writes code while it runs.
  "--smc-check=all-non-file",
  "--leak-check=full",
  "--show-leak-kinds=definite",
  "--errors-for-leak-kinds=definite",
  "--num-callers=40",
  "--error-limit=no",
  "--child-silent-after-fork=yes",
];

/** What the binding library keeps of each class for as long as an environment lives, forty bytes each, and leaves to its end. */
const REGISTRATION = /napi_create_reference[^\n]*\n\s+by 0x\w+: napi_register_module_v1/;
const OURS = /\(in [^)]*auriko[^)]*\.node\)|auriko_node/;

/** Valgrind's reports, each a paragraph, of which some frame lies in the addon. Node's own are not ours to judge. */
function reportsOf(log) {
  const paragraphs = log.replace(/^==\d+== ?/gm, "").split(/\n\s*\n/);
  return paragraphs.filter(
    (text) => /^\s+(at|by) 0x/m.test(text) && OURS.test(text) && !REGISTRATION.test(text),
  );
}

provideProgram("valgrind");
const gateway = await startGateway({ pace: "instant" });
const env = { ...process.env, OPTIONS: JSON.stringify({ apiKey: gateway.apiKey, baseUrl: gateway.baseUrl }) };
const child = spawn("valgrind", [...flags, process.execPath, "-e", program], { env });
let [output, log] = ["", ""];
child.stdout.on("data", (piece) => {
  output += piece;
});
child.stderr.on("data", (piece) => {
  log += piece;
});
const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
await gateway.close();
const reports = reportsOf(log);
for (const report of reports) console.log(report, "\n");
const [summary = "no summary"] = log.match(/ERROR SUMMARY: .*/) ?? [];
console.log(
  `${summary}; of the addon: ${reports.length}. The program ${output.includes("done") ? "ran to its end" : `broke off with ${code}`}.`,
);
if (!output.includes("done")) console.log(log.slice(-3000));
process.exitCode = reports.length === 0 && output.includes("done") ? 0 : 1;
