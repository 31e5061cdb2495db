// What instrumentAuriko() costs a call: time of the main thread, in microseconds, above that of the SDK alone.
//   node bench/opentelemetry.mjs [--rounds 5]
import { parseArgs } from "node:util";
import { table } from "../scripts/steps/text-table.mjs";
import { chooseCores } from "./runner/cores.mjs";
import { buildLoadServer, startLoadServer } from "./runner/load-server.mjs";
import { runCell } from "./runner/run-cell.mjs";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "5" } } });

const VARIANTS = {
  auriko: "not instrumented",
  "auriko-opentelemetry-unsampled": "no span is sampled, metrics",
  "auriko-opentelemetry": "call and attempt sampled, metrics",
  "auriko-opentelemetry-content": "the same, with the content",
};
const suite = {
  kind: "requests",
  settings: { inFlight: 16, warmUpMs: 500, ms: 1_500 },
};

buildLoadServer();
const cores = chooseCores();
const server = await startLoadServer(cores.server);
const measured = Object.fromEntries(Object.keys(VARIANTS).map((variant) => [variant, []]));
for (let round = 0; round < Number(values.rounds); round++) {
  for (const variant of Object.keys(VARIANTS)) {
    const { error, mainUsPerRequest } = await runCell({ suite, variant, server, core: cores.client });
    if (error !== undefined) throw new Error(`${variant}: ${error}`);
    measured[variant].push(mainUsPerRequest);
  }
}
server.stop();

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const base = median(measured.auriko);
console.log(
  table([
    ["", "µs per call", "above"],
    ...Object.entries(VARIANTS).map(([variant, title]) => {
      const time = median(measured[variant]);
      return [title, time.toFixed(0), (time - base).toFixed(0)];
    }),
  ]),
);
