// What the SDK sets out to reach, as ratios within one run.
import { importSuites } from "./plan.mjs";

/** Streams at a steady rate have three goals. */
const paced = (suite, streams) => [
  {
    title: `main-thread CPU per chunk, ${streams}`,
    suite,
    field: "mainUsPerChunk",
    unit: "µs",
    better: "less",
    openai: 6,
    floor: 2.5,
  },
  {
    title: `p99 delivery delay, ${streams}`,
    suite,
    field: "delayP99Us",
    unit: "µs",
    better: "less",
    openai: 4,
    floor: 1.5,
  },
  {
    title: `p50 delivery delay, ${streams}`,
    suite,
    field: "delayP50Us",
    unit: "µs",
    better: "less",
    openai: 2,
    floor: 1,
  },
];

const imported = ({ id, settings: { major, how } }) => ({
  title: `import by ${how}, Node ${major}`,
  suite: id,
  field: "importMs",
  unit: "ms",
  digits: 1,
  better: "less",
  openai: 20,
});

/** `more`: the SDK's figure divided by the other's has to reach the goal; `less`: the other's divided by the SDK's. */
export const GOALS = [
  {
    title: "coalesced stream, full chunk objects, four forms in turn",
    suite: "flat-objects",
    field: "chunksPerSecond",
    unit: "k chunks/s",
    scale: 1e-3,
    better: "more",
    openai: 8,
    floor: 1.6,
  },
  {
    title: "the same, forms that no template serves",
    suite: "flat-mixed",
    field: "chunksPerSecond",
    unit: "k chunks/s",
    scale: 1e-3,
    better: "more",
    openai: 8,
    floor: 1.6,
  },
  {
    title: "the same, chunks of one form",
    suite: "flat-text",
    field: "chunksPerSecond",
    unit: "k chunks/s",
    scale: 1e-3,
    better: "more",
    openai: 20,
    floor: 4,
  },
  ...paced("paced", "64 paced streams"),
  ...paced("paced-steps", "64 streams in steps of 1 ms"),
  {
    title: "one packet for each chunk",
    suite: "packets",
    field: "chunksPerSecond",
    unit: "k chunks/s",
    scale: 1e-3,
    better: "more",
    openai: 6,
    floor: 1.3,
  },
  {
    title: "requests/s at 64 in flight",
    suite: "requests-64",
    field: "requestsPerSecond",
    unit: "requests/s",
    better: "more",
    openai: 10,
    floor: 2,
  },
  {
    title: "sequential request, p50",
    suite: "requests-1",
    field: "p50Us",
    unit: "µs",
    better: "less",
    openai: 3,
    floor: 1.2,
  },
  {
    title: "first chunk, p50",
    suite: "first-chunk",
    field: "p50Us",
    unit: "µs",
    better: "less",
    openai: 3.5,
    floor: 1.4,
  },
  ...importSuites.map(imported),
  {
    title: "memory per idle open stream",
    suite: "idle-memory",
    field: "bytesPerStream",
    unit: "kB",
    scale: 1e-3,
    better: "less",
    openai: 4,
    floor: 2,
  },
];

/** The most that an installation may take on one platform, in bytes. */
export const MAX_INSTALLED = 6 * 1024 * 1024;

/** How many times better the SDK is than another client, by the medians of both. */
export function ratio(goal, ours, theirs) {
  return goal.better === "more" ? ours / theirs : theirs / ours;
}

/** Whether the figures of a run reach a goal. */
export function isReached(goal, figure) {
  const ours = figure("auriko");
  const reached = [
    ["openai", goal.openai],
    ["undici-floor", goal.floor],
  ]
    .filter(([, wanted]) => wanted !== undefined)
    .map(([variant, wanted]) => ratio(goal, ours, figure(variant)) >= wanted);
  return reached.every(Boolean);
}
