import { number } from "./figures.mjs";
import { importSuites } from "./plan.mjs";

/** What importing takes, by Node's line and by format; or nothing if a run has not measured it. */
export function importTable(run) {
  const measured = importSuites.filter(({ id }) => run.suites[id] !== undefined);
  if (measured.length === 0) return "";
  const head = [
    "Node",
    "by",
    "@auriko/sdk, ms",
    "openai, ms",
    "times faster",
    "an empty package, ms",
    "process with @auriko/sdk, ms",
    "process with openai, ms",
    "times faster",
  ];
  const rows = measured.map(({ id, settings }) => {
    const { auriko, openai, nothing } = run.suites[id].results;
    return [
      settings.major,
      settings.how,
      ...beside(auriko?.importMs, openai?.importMs),
      withQuartiles(nothing?.importMs),
      ...beside(auriko?.processMs, openai?.processMs),
    ];
  });
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

const beside = (ours, theirs) => [withQuartiles(ours), withQuartiles(theirs), timesFaster(ours, theirs)];

const timesFaster = (ours, theirs) =>
  ours === undefined || theirs === undefined ? "–" : `${number(theirs.median / ours.median, { digits: 1 })}×`;

function withQuartiles(figure) {
  if (figure === undefined) return "–";
  const [median, lower, upper] = [figure.median, ...figure.quartiles].map((ms) => number(ms, { digits: 1 }));
  return `${median} (${lower}–${upper})`;
}
