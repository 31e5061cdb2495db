// npm run test:platforms: builds, checks and tries the packages of all platforms on one x64 Linux machine, with toolchains
// that it fetches from package registries into AURIKO_CACHE (~/.cache/auriko, some 6 GB). Half an hour cold, minutes warm;
// what already passed with the tree as it is isn't tried again.
//   --only <a,b>   only targets whose platform or triple contains one of these
//   --again        try again what has passed
//   --jobs <n>     how many crates are compiled at a time
//   --nice <n>     how much it stands back for other programs (15)
//   --list         say what would be done
import { setPriority } from "node:os";
import { parseArgs } from "node:util";
import { packCommon } from "./platforms/build.mjs";
import { outcomeOf } from "./platforms/outcomes.mjs";
import { Results } from "./platforms/results.mjs";
import { targets } from "./platforms/targets.mjs";
import { fail, seconds, step } from "./steps/progress.mjs";
import { table } from "./steps/text-table.mjs";

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    again: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    jobs: { type: "string" },
    nice: { type: "string", default: "15" },
  },
});

const wanted = targets.filter(({ platform, target }) =>
  values.only.split(",").some((part) => platform.includes(part) || target.includes(part)),
);

function show(outcomes) {
  const rows = outcomes.map(({ entry, made, ran, time, status }) => [
    entry.platform,
    entry.target,
    status,
    made,
    ran,
    time ? seconds(time) : "–",
  ]);
  return table([["Platform", "Built as", "Result", "Binary", "Ran", "Time"], ...rows]);
}

try {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error("All platforms can be tried only on Linux on x64: the toolchains are for that machine");
  }
  if (values.list) {
    const rows = wanted.map(({ platform, target, make, nodes = [] }) => [
      platform,
      target,
      make,
      nodes.map((major) => `Node ${major}`).join(", ") || "–",
    ]);
    process.stdout.write(`${table([["Platform", "Built as", "Made by", "Run under"], ...rows])}\n`);
  } else {
    setPriority(Number(values.nice));
    if (values.jobs) process.env.CARGO_BUILD_JOBS = values.jobs;
    if (wanted.some(({ make }) => make !== "check")) await step("Pack the SDK", packCommon);
    const results = new Results();
    const outcomes = [];
    for (const entry of wanted) outcomes.push({ entry, ...(await outcomeOf(entry, results, values)) });
    process.stdout.write(`\n${show(outcomes)}\n`);
    const good = outcomes.filter(({ status }) => status.startsWith("passed")).length;
    process.stdout.write(`\n${good} passed, ${outcomes.length - good} failed\n`);
    process.exitCode = good === outcomes.length ? 0 : 1;
  }
} catch (error) {
  fail(error);
}
