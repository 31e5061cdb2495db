import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { goals, machine } from "./markdown.mjs";

const page = fileURLToPath(new URL("../../docs/performance.md", import.meta.url));
const BLOCK = /(<!-- bench:begin -->\n)[\s\S]*?(<!-- bench:end -->)/;

/** Puts the goals of a full run, and its plot, into the documentation. */
export function document(run, file) {
  const results = `../bench/results/${basename(file)}`;
  const text = [
    "What the SDK sets out to reach stands in brackets; each figure is the median of the rounds.",
    goals(run),
    machine(run),
    `All figures are in the [report of this run](${results}.md).`,
    `![Chunks per second of each client, and the cost of a chunk by number and length of streams](${results}.svg)`,
  ].join("\n\n");
  const whole = readFileSync(page, "utf8");
  writeFileSync(
    page,
    whole.replace(BLOCK, (_all, begin, end) => `${begin}\n${text}\n\n${end}`),
  );
}
