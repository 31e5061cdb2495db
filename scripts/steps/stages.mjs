import { seconds } from "./progress.mjs";

const line = (text) => process.stdout.write(`${text}\n`);

/**
 * Runs every stage, also after one has failed, and closes with the time of each and one line that counts.
 * A stage is `{ title, run }`; `run` resolves with `{ passed, failed }`, and throws when it could not count. Stages of a list
 * run at the same time.
 * Resolves with whether nothing failed.
 */
export async function runStages(stages) {
  const results = [];
  for (const stage of stages) results.push(...(await Promise.all([stage].flat().map(resultOf))));

  line("\nStage                                       passed  failed        time");
  for (const { title, passed, failed, time } of results) {
    const mark = failed === 0 ? "✓" : "✗";
    line(`${mark} ${title.padEnd(40)} ${count(passed)}  ${count(failed)}  ${seconds(time).padStart(10)}`);
  }
  const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
  line(`\n${total("passed")} passed, ${total("failed")} failed`);
  return total("failed") === 0;
}

async function resultOf({ title, run }) {
  line(`\n▸ ${title}`);
  const started = performance.now();
  const { passed, failed } = await outcome(run);
  return { title, passed, failed, time: performance.now() - started };
}

async function outcome(run) {
  try {
    return await run();
  } catch (error) {
    line(error.message);
    return { passed: 0, failed: 1 };
  }
}

const count = (number) => String(number).padStart(7);
