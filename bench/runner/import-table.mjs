import { number } from "./figures.mjs";
import { importSuites } from "./plan.mjs";

const BY_CLOCK = "By the clock of the process, around the import alone:";
const BY_PROCESS = "By how much longer the process takes than one that imports nothing:";

/** What importing takes, by Node's line and by format, as Markdown; empty if a run has not measured it. */
export function importTables(run) {
  const measured = importSuites.filter(({ id }) => run.suites[id] !== undefined);
  if (measured.length === 0) return "";
  return [BY_CLOCK, table(run, measured, "importMs"), BY_PROCESS, table(run, measured, "processMs")].join(
    "\n\n",
  );
}

const HEAD = ["Node", "by", "@auriko/sdk, ms", "openai, ms", "", "openai 6, ms", "", "an empty package, ms"];

function table(run, measured, field) {
  const rows = measured.map(({ id, settings: { major, how } }) => {
    const { results } = run.suites[id];
    const [ours, newest, before, nothing] = ["auriko", "openai", "openai-6", "nothing"].map(
      (variant) => results[variant]?.[field],
    );
    const peers = [newest, before].flatMap((theirs) => [withQuartiles(theirs), times(ours, theirs)]);
    return [major, how, withQuartiles(ours), ...peers, withQuartiles(nothing)];
  });
  return [HEAD, HEAD.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

const times = (ours, theirs) =>
  ours === undefined || theirs === undefined ? "–" : `${number(theirs.median / ours.median, { digits: 1 })}×`;

function withQuartiles(figure) {
  if (figure === undefined) return "–";
  const [median, lower, upper] = [figure.median, ...figure.quartiles].map((ms) => number(ms, { digits: 1 }));
  return `${median} (${lower} – ${upper})`;
}
