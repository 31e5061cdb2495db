import { step } from "../steps/progress.mjs";
import { buildForTest, packAsPublished } from "./build.mjs";
import { checkTarget } from "./check.mjs";
import { installConsumer, runConsumer } from "./consumer.mjs";
import { Missing } from "./missing.mjs";
import { runners } from "./runners.mjs";

/** A platform whose tool is missing was not tried: said, and counted as not passed. */
export const statusOf = (error) => (error instanceof Missing ? "NOT TRIED" : "FAILED");

async function attempt(entry) {
  const { platform, target, make, runner, nodes = [], how } = entry;
  const started = performance.now();
  if (make === "check") {
    await step(`Check ${target}`, () => checkTarget(target));
    return { made: "types checked", ran: "–", time: performance.now() - started };
  }
  const made = await step(`Build ${target}`, () =>
    make === "pack" ? packAsPublished(target) : buildForTest(entry),
  );
  const folder = await step(`Install ${platform}`, () => installConsumer(platform));
  const passed = [];
  for (const major of nodes) {
    await step(`Try ${platform} under Node ${major} (${how})`, async () => {
      passed.push(await runConsumer(folder, await runners[runner](major)));
    });
  }
  const ran = `Node ${nodes.join(", ")} (${how}): ${passed.join(" + ")} tests`;
  return { made, ran, time: performance.now() - started };
}

/** What came of a target: what was made, what ran, how long it took, and the word for the table. */
export async function outcomeOf(entry, results, { again }) {
  const earlier = again ? undefined : results.get(entry.target);
  if (earlier) return { ...earlier, status: "passed before" };
  try {
    const outcome = await attempt(entry);
    results.set(entry.target, outcome);
    return { ...outcome, status: "passed" };
  } catch (error) {
    process.stdout.write(`${error.message}\n${error.output ?? ""}\n`);
    return { made: error.message.split("\n")[0], ran: "–", time: 0, status: statusOf(error) };
  }
}
