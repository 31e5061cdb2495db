// Measures a batch beside the scripts that people write for one: `openai` with `p-limit`, and Python's `asyncio` with `openai`.
//   node bench/batch.mjs
//   --lines <n>        requests of the batch (200,000)
//   --peer-lines <n>   requests of each script (10,000): a rate needs no more
//   --concurrency <n>  requests in flight (64)
//   --only <pattern>   clients whose name matches
//   --write            puts the figures into docs/performance.md
// All clients are bound to one core, the load server to another; each line asks for an answer of 400 characters.
import { spawnSync } from "node:child_process";
import {
  createWriteStream,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { pythonWithOpenai } from "./batch/python.mjs";
import { chooseCores, pinned } from "./runner/cores.mjs";
import { buildLoadServer, startLoadServer } from "./runner/load-server.mjs";

const here = fileURLToPath(new URL("./", import.meta.url));
const { values } = parseArgs({
  options: {
    lines: { type: "string", default: "200000" },
    "peer-lines": { type: "string", default: "10000" },
    concurrency: { type: "string", default: "64" },
    only: { type: "string", default: "" },
    write: { type: "boolean", default: false },
  },
});

/** Resident memory is looked at when so many lines have ended, or half of them, and at the end. */
const EARLY = 10_000;
const peers = Number(values["peer-lines"]);
const clients = [
  {
    name: "client.batch, file to file",
    command: () => [process.execPath, join(here, "batch/auriko.mjs")],
    lines: Number(values.lines),
  },
  {
    name: "openai + p-limit",
    command: () => [process.execPath, join(here, "batch/openai.mjs")],
    lines: peers,
  },
  {
    name: "Python, asyncio + openai",
    command: () => [pythonWithOpenai(), join(here, "batch/asyncio_openai.py")],
    lines: peers,
  },
].filter(({ name }) => new RegExp(values.only).test(name));

/** A file of requests. */
async function writeRequests(path, count) {
  const stream = createWriteStream(path);
  for (let id = 0; id < count; id++) {
    const body = { model: "gpt-5.4", messages: [{ role: "user", content: `Summarise document ${id}.` }] };
    const line = `${JSON.stringify({ custom_id: `doc-${id}`, method: "POST", url: "/v1/chat/completions", body })}\n`;
    if (!stream.write(line)) await new Promise((resolve) => stream.once("drain", resolve));
  }
  await new Promise((resolve) => stream.end(resolve));
}

async function measure({ command, lines }, port, core) {
  const folder = mkdtempSync(join(tmpdir(), "auriko-batch-bench-"));
  const [input, output] = [join(folder, "requests.jsonl"), join(folder, "results.jsonl")];
  await writeRequests(input, lines);
  const [program, ...args] = pinned(core, command());
  const { status, stdout, stderr } = spawnSync(program, args, {
    env: {
      ...process.env,
      BATCH_INPUT: input,
      BATCH_OUTPUT: output,
      BATCH_CONCURRENCY: values.concurrency,
      BATCH_EARLY: String(Math.min(EARLY, Math.ceil(lines / 2))),
      BATCH_BASE_URL: `http://127.0.0.1:${port}/mode=document,size=400/v1`,
    },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}: ${stderr}`);
  const written = readFileSync(output, "utf8").split("\n").length - 1;
  if (written !== lines) throw new Error(`${written} of ${lines} lines were written`);
  const bytes = statSync(output).size;
  rmSync(folder, { recursive: true });
  return { ...JSON.parse(stdout.trim().split("\n").at(-1)), lines, bytes };
}

const number = (value, digits = 0) => value.toLocaleString("en-US", { maximumFractionDigits: digits });
const megabytes = (bytes) => number(bytes / 1e6, 1);

function report(results, base) {
  const rows = results.map(({ name, lines, ms, mainUs, rssEarly, rssEnd }) => {
    const rate = (lines / ms) * 1000;
    const ratio =
      base === undefined || name === base.name
        ? "–"
        : `${number(((base.lines / base.ms) * 1000) / rate, 1)}×`;
    const main = mainUs === null ? "–" : number(mainUs / lines, 2);
    return `| ${name} | ${number(lines)} | ${number(rate)} | ${ratio} | ${main} | ${megabytes(rssEarly)} | ${megabytes(rssEnd)} |`;
  });
  return [
    "| Client | Lines | Requests/s | The batch against it | Main thread per line, µs | Resident at line 10,000 or half-way, MB | At the end, MB |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

function writeDocument(table) {
  const file = join(here, "../docs/performance.md");
  const [begin, end] = ["<!-- batch:begin -->", "<!-- batch:end -->"];
  const text = readFileSync(file, "utf8");
  const [before, rest] = [text.slice(0, text.indexOf(begin) + begin.length), text.slice(text.indexOf(end))];
  const machine = `${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}, ${values.concurrency} requests in flight, ${new Date().toISOString().slice(0, 10)}`;
  writeFileSync(
    file,
    `${before}\n\n${table}\n\n${machine}; each client on one core, the load server on another.\n\n${rest}`,
  );
}

if (!existsSync(join(here, "node_modules/p-limit"))) {
  const options = { cwd: here, stdio: "inherit", shell: process.platform === "win32" };
  if (spawnSync("npm", ["ci", "--no-audit", "--no-fund"], options).status !== 0)
    throw new Error("npm ci failed");
}
buildLoadServer();
const cores = chooseCores();
const server = await startLoadServer(cores.server);
const results = [];
try {
  for (const client of clients) {
    const result = {
      name: client.name,
      ...(await measure(client, server.target("plain").port, cores.client)),
    };
    console.error(`${client.name}: ${number((result.lines / result.ms) * 1000)} requests/s`);
    results.push(result);
  }
} finally {
  server.stop();
}
const table = report(
  results,
  results.find(({ name }) => name === clients[0]?.name),
);
console.log(table);
if (values.write) writeDocument(table);
