// Measures the SDK beside its peers.
//   node bench/run.mjs           the main rows, in a few minutes
//   node bench/run.mjs --full    everything, with the SDK packed as it is published; writes bench/results/<date>.*
//                                and the table in docs/performance.md
//   --rounds <n>      how often the main cells are measured (3; full: 5); the others every other time
//   --minutes <n>     begin no further cell after that time, once every cell has been measured
//   --only <pattern>  suites whose name matches; `import` needs no Rust and takes two minutes
//   --write           puts what importing takes into docs/performance.md, as --full does
//   --clients <pattern>
//   --sdk <dir>       a built or installed @auriko/sdk in place of this work tree
//   --out <dir>       where the results go (target/bench; full: bench/results)
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chooseCores } from "./runner/cores.mjs";
import { document, documentImport } from "./runner/document.mjs";
import { importProject } from "./runner/import-project.mjs";
import { installedSizes } from "./runner/installed-size.mjs";
import { buildLoadServer, startLoadServer } from "./runner/load-server.mjs";
import { describeRun } from "./runner/machine.mjs";
import { GOALS_HEAD, goalRows, report } from "./runner/markdown.mjs";
import { plan } from "./runner/plan.mjs";
import { plot } from "./runner/plot.mjs";
import { installPublishedForm } from "./runner/published-form.mjs";
import { runCell } from "./runner/run-cell.mjs";
import { runImport } from "./runner/run-import.mjs";
import { summarize } from "./runner/statistics.mjs";

const here = fileURLToPath(new URL("./", import.meta.url));

const { values: options } = parseArgs({
  options: {
    full: { type: "boolean", default: false },
    rounds: { type: "string" },
    minutes: { type: "string", default: "Infinity" },
    only: { type: "string", default: "" },
    clients: { type: "string", default: "" },
    sdk: { type: "string" },
    out: { type: "string" },
    write: { type: "boolean", default: false },
  },
});

function installPeers() {
  if (!existsSync(join(here, "node_modules/openai-6"))) {
    const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], {
      cwd: here,
      stdio: "inherit",
      shell: process.platform === "win32",
    });
    if (status !== 0) throw new Error("The peers could not be installed.");
  }
}

/** Every cell once a round; in each round the clients of a suite take turns in another order. */
async function measure(suites, rounds, { afterRound, ...context }) {
  const results = new Map();
  const started = performance.now();
  const minutes = () => (performance.now() - started) / 60_000;
  const isOver = (round) => round > 0 && minutes() >= Number(options.minutes);
  for (let round = 0; round < rounds && !isOver(round); round++) {
    for (const [index, suite] of suites.entries()) {
      if (suite.isDueIn?.(round) === false || isOver(round)) continue;
      for (const variant of turns(suite, round)) {
        const result = await (isImport(suite) ? runImport : runCell)({ suite, variant, ...context });
        const key = `${suite.id} ${variant}`;
        results.set(key, [...(results.get(key) ?? []), result]);
        if (result.error !== undefined) console.error(`${key}: ${result.error}`);
      }
      const where = `round ${round + 1} of ${rounds}, suite ${index + 1} of ${suites.length}`;
      console.error(`${where}, ${minutes().toFixed(1)} min: ${suite.title}`);
    }
    afterRound(results, round + 1);
  }
}

const isImport = ({ kind }) => kind === "import";

/** The clients of a suite in the order of a round; what is quickly measured, several times over. */
const turns = ({ variants, timesInRound = 1 }, round) =>
  Array.from({ length: timesInRound }, (_none, time) =>
    rotated(variants, round * timesInRound + time),
  ).flat();

const rotated = (list, by) => [...list.slice(by % list.length), ...list.slice(0, by % list.length)];

function collect(suites, results) {
  const summary = {};
  const failures = [];
  for (const suite of suites) {
    const own = {};
    for (const variant of suite.variants) {
      const rounds = results.get(`${suite.id} ${variant}`) ?? [];
      const good = rounds.filter((round) => round.error === undefined);
      if (good.length > 0) own[variant] = summarize(good);
      for (const { error } of rounds)
        if (error !== undefined) failures.push({ suite: suite.id, variant, error });
    }
    const { title, kind, settings, transport } = suite;
    summary[suite.id] = { title, kind, settings, ...(transport && { transport }), results: own };
  }
  return { suites: summary, failures };
}

function write(run, directory) {
  const name = join(directory, run.machine.date.slice(0, 10));
  mkdirSync(directory, { recursive: true });
  writeFileSync(`${name}.json`, `${JSON.stringify(run, null, 1)}\n`);
  writeFileSync(`${name}.md`, report(run));
  writeFileSync(`${name}.svg`, plot(run));
  return name;
}

installPeers();
const { full } = options;
const packed = full && options.sdk === undefined;
const sdk = packed ? installPublishedForm() : options.sdk && resolve(options.sdk);
const rounds = Number(options.rounds ?? (full ? 5 : 3));
const out = resolve(options.out ?? join(here, full ? "results" : "../target/bench"));
const provider = existsSync(join(here, "../packages/ai-sdk-provider/dist/index.mjs"));
const suites = plan({ full, provider })
  .filter(({ id }) => new RegExp(options.only).test(id))
  .map((suite) => ({
    ...suite,
    variants: suite.variants.filter((name) => new RegExp(options.clients).test(name)),
  }))
  .filter(({ variants }) => variants.length > 0);

const cores = chooseCores();
const about = { full, cores, packed, machine: describeRun(), installed: installedSizes(sdk) };
if (loadavg()[0] > 1) console.error("Other programs keep this machine busy; the figures will be uncertain.");

const withoutServer = suites.every(isImport);
if (!withoutServer) buildLoadServer();
const server = withoutServer ? undefined : await startLoadServer(cores.server);
const project = suites.some(isImport) ? await importProject(sdk) : undefined;
const started = performance.now();
let run;
const afterRound = (results, done) => {
  const minutes = Math.round((performance.now() - started) / 6000) / 10;
  run = { ...about, rounds: done, minutes, ...collect(suites, results) };
  write(run, out);
};
await measure(suites, rounds, { server, core: cores.client, sdk, project, afterRound });
server?.stop();

console.log(GOALS_HEAD.join(" | "));
for (const cells of goalRows(run)) console.log(cells.join(" | "));
const file = write(run, out);
if (full && options.out === undefined) document(run, file);
if (options.write || (full && options.out === undefined)) documentImport(run);
console.log(`\n${file}.md`);
