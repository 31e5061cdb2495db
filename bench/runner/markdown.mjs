import { COLUMNS, FIELDS, number, withRange } from "./figures.mjs";
import { GOALS, MAX_INSTALLED, ratio } from "./goals.mjs";
import { importTables } from "./import-table.mjs";
import { GROWTH, LABELS, SHAPE_NAMES } from "./plan.mjs";

const WHOLE = { digits: 0 };
const row = (cells) => `| ${cells.join(" | ")} |`;
const table = (head, rows) => [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");

/** A run as Markdown. */
export function report(run) {
  return `${[
    `# ${run.full ? "Full run" : "Quick run"} of ${run.machine.date} UTC`,
    machine(run),
    "## Goals",
    "Each cell is the median of the rounds. A ratio says how many times better the SDK is, beside the goal.",
    goals(run),
    ...imports(run),
    "## Growth",
    growth(run),
    "## All figures",
    "Medians of the rounds, with the least and the greatest.",
    ...suites(run),
    failures(run),
  ]
    .filter((part) => part !== "")
    .join("\n\n")}\n`;
}

/** Where and with what a run was made. */
export function machine({ machine: about, rounds, cores, packed, minutes }) {
  const versions = Object.entries(about.versions).map(([name, version]) => `${name} ${version}`);
  const where =
    cores.client === undefined
      ? "not bound to cores"
      : `client on core ${cores.client}, server on core ${cores.server}`;
  return [
    `- ${about.processor}, ${about.cores} cores, ${about.memoryGb} GB, ${about.system}, Node ${about.node}; ${where}`,
    `- commit ${about.commit}, ${packed ? "the binary as it is published" : "the binary as the tests build it"}; ` +
      `rounds: ${rounds}, in ${minutes} minutes; load average before: ${about.loadBefore.join(", ")}`,
    `- ${versions.join(", ")}`,
  ].join("\n");
}

const median = (run, suite, variant, field) => run.suites[suite]?.results[variant]?.[field]?.median;

/** The goals with what was measured, as rows of cells; shown in the report and in the terminal. */
export function goalRows(run) {
  const rows = GOALS.filter(({ suite }) => run.suites[suite] !== undefined).map((goal) => {
    const [ours, openai, floor] = ["auriko", "openai", "undici-floor"].map((variant) =>
      median(run, goal.suite, variant, goal.field),
    );
    const against = (theirs, wanted) => {
      if (wanted === undefined) return "–";
      if (ours === undefined || theirs === undefined) return "not measured";
      const reached = ratio(goal, ours, theirs);
      return `${reached.toFixed(1)}× (≥ ${wanted}×) ${reached >= wanted ? "✓" : "✗"}`;
    };
    const show = (value) => (value === undefined ? "–" : number(value, goal));
    const title = `${goal.title}, ${goal.unit}`;
    return [
      title,
      show(ours),
      show(openai),
      against(openai, goal.openai),
      show(floor),
      against(floor, goal.floor),
    ];
  });
  const megabytes = (bytes) => (bytes / 2 ** 20).toFixed(1);
  const { "@auriko/sdk": own, openai } = run.installed;
  const fits = own.bytes <= MAX_INSTALLED ? "✓" : "✗";
  const size = `${megabytes(own.bytes)} (≤ ${megabytes(MAX_INSTALLED)}) ${fits}`;
  return [...rows, ["installed size, MB", size, megabytes(openai.bytes), "–", "–", "–"]];
}

export const GOALS_HEAD = [
  "",
  "@auriko/sdk",
  "openai",
  "against openai",
  "undici floor",
  "against the floor",
];

/** The table of goals. */
export const goals = (run) => table(GOALS_HEAD, goalRows(run));

/** The clock is that of the process itself; beside it stands how much longer the process takes than one without import. */
function imports(run) {
  const rows = importTables(run);
  return rows === "" ? [] : ["## Import", "Medians, with the quartiles.", rows];
}

function growth(run) {
  const { streams, chunks } = run.full ? GROWTH.full : GROWTH.quick;
  const clients = ["auriko", "openai", "undici-floor"];
  const head = clients.map((variant) => LABELS[variant]);
  const cell = (suite, field) => (variant) =>
    withRange(run.suites[suite]?.results[variant]?.[field], FIELDS[field]);
  const byStreams = streams.map((count) => {
    const cost = clients.map(cell(`streams-${count}`, "mainUsPerChunk"));
    return [number(count, WHOLE), ...cost, ...clients.map(cell(`streams-${count}`, "delayP99Us"))];
  });
  const byLength = chunks.map((count) => [
    number(count, WHOLE),
    ...clients.map(cell(`length-${count}`, "mainUsPerChunk")),
  ]);
  const hits = Object.entries(SHAPE_NAMES).map(([shape, name]) => [
    name,
    withRange(run.suites[`hits-${shape}`]?.results.auriko?.hits, FIELDS.hits),
  ]);
  return [
    "Main-thread CPU in µs per chunk, and p99 delivery delay in µs, when the same number of chunks a second is spread over more streams:",
    table(["streams", ...head, ...clients.map((variant) => `p99 ${LABELS[variant]}`)], byStreams),
    "Main-thread CPU in µs per chunk of coalesced streams, by their length in chunks:",
    table(["chunks", ...head], byLength),
    "Events that cross from the core as a few values, because they repeat an earlier one but for those:",
    table(["stream", "share"], hits),
  ].join("\n\n");
}

function suites(run) {
  return Object.entries(run.suites)
    .filter(
      ([id, { results }]) => !/^(streams|length|hits|import)-/.test(id) && Object.keys(results).length > 0,
    )
    .map(([, suite]) => {
      const columns = COLUMNS[suite.kind];
      const rows = Object.entries(suite.results).map(([variant, result]) => [
        LABELS[variant],
        ...columns.map((field) => withRange(result[field], FIELDS[field])),
      ]);
      return `### ${suite.title}\n\n${table(["client", ...columns.map((field) => FIELDS[field].title)], rows)}`;
    })
    .concat(installed(run));
}

function installed(run) {
  const rows = Object.entries(run.installed).map(([name, { bytes }]) => [name, (bytes / 2 ** 20).toFixed(1)]);
  return `### Installed with all dependencies\n\n${table(["package", "MB"], rows)}`;
}

function failures(run) {
  if (run.failures.length === 0) return "";
  const lines = run.failures.map(({ suite, variant, error }) => `- ${suite}, ${variant}: ${error}`);
  return `## Cells that failed\n\n${[...new Set(lines)].join("\n")}`;
}
