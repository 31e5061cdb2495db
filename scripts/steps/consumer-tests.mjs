import { cpSync, readdirSync } from "node:fs";
import { at } from "./root.mjs";

const source = at("__test__/packaging/consumer");

/** Copies the programs that try an installed SDK into a project. */
export const copyConsumer = (folder) => cpSync(source, folder, { recursive: true });

/** The files of a consumer that hold tests for any Node. */
export const consumerTests = () => readdirSync(source).filter((name) => /\.test\.[cm]js$/.test(name));

/**
 * How many tests passed, by the output of one file of tests that Node ran; throws with the output when one failed, or none ran.
 * The output is asked, not the exit code, which not every way of running Node on another system hands on.
 */
export function passedTests(file, output) {
  const counted = (word) => Number(output.match(new RegExp(`^(?:#|ℹ) ${word} (\\d+)`, "m"))?.[1] ?? 0);
  if (counted("pass") === 0 || counted("fail") > 0) throw new Error(`${file} did not pass:\n${output}`);
  return counted("pass");
}
