import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { GOALS, isReached } from "./goals.mjs";
import { importTables } from "./import-table.mjs";
import { LIMITS } from "./limits.mjs";
import { goals, machine } from "./markdown.mjs";

const page = fileURLToPath(new URL("../../docs/performance.md", import.meta.url));
const block = (name) => new RegExp(`(<!-- ${name}:begin -->\\n)[\\s\\S]*?(<!-- ${name}:end -->)`);

/** Puts the goals of a full run, and its plot, into the documentation. */
export function document(run, file) {
  const results = `../bench/results/${basename(file)}`;
  const text = [
    "What the SDK sets out to reach stands in brackets; each figure is the median of the rounds; fewer than five leave it uncertain.",
    goals(run),
    machine(run),
    `All figures are in the [report of this run](${results}.md).`,
    missed(run),
    `![Chunks per second of each client, and the cost of a chunk by number and length of streams](${results}.svg)`,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
  fill("bench", text);
}

/** Puts what importing takes into the documentation, if the run has measured it. */
export function documentImport(run) {
  const rows = importTables(run);
  if (rows === "") return;
  const notes = missed(run, ({ suite }) => suite.startsWith("import-"));
  fill("import", [rows, machine(run), notes].filter((part) => part !== "").join("\n\n"));
}

function fill(name, text) {
  const whole = readFileSync(page, "utf8");
  writeFileSync(
    page,
    whole.replace(block(name), (_all, begin, end) => `${begin}\n${text}\n\n${end}`),
  );
}

/** Which goals the run missed, and what is known about it. */
function missed(run, concerns = () => true) {
  const notes = GOALS.filter(concerns)
    .filter((goal) => {
      const results = run.suites[goal.suite]?.results ?? {};
      return !isReached(goal, (variant) => results[variant]?.[goal.field]?.median ?? Number.NaN);
    })
    .map(({ title, suite, field }) => {
      const why = LIMITS[`${suite} ${field}`];
      return `- ${title}${why === undefined ? "" : `: ${why}`}`;
    });
  return notes.length === 0 ? "" : `Missed, and why:\n\n${notes.join("\n")}`;
}
