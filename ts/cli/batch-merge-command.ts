import { mergeBatches } from "../batch";
import { errorTable } from "./batch-errors";
import { routeTable } from "./batch-routes";
import type { CommandIo } from "./command-io";
import { type OptionNames, underTheirOptions } from "./option-errors";
import { resultFile } from "./result-file";
import { UsageError } from "./usage-error";

/** Options of `auriko batch` that belong to `merge`. */
export interface MergeValues {
  readonly output?: string | undefined;
  readonly input?: string | undefined;
  readonly missing?: string | undefined;
  readonly json?: boolean | undefined;
}

const OPTION_NAMES: OptionNames = {
  outputs: "a file to join",
  output: "--output",
  input: "--input",
  missing: "--missing",
};

/** Runs `auriko batch merge`. */
export async function mergeCommand(
  outputs: readonly string[],
  values: MergeValues,
  io: CommandIo,
): Promise<number> {
  const { output, input, missing } = values;
  if (outputs.length === 0) throw new UsageError("auriko batch merge needs the files to join.");
  if (output === undefined) throw new UsageError("auriko batch merge needs --output.");
  if (missing !== undefined && input === undefined) throw new UsageError("--missing needs --input.");
  const to = { output: resultFile("--output", output), missing: missing && resultFile("--missing", missing) };
  const summary = await underTheirOptions(OPTION_NAMES, () => mergeBatches({ outputs, input, ...to }));
  if (values.json) io.print(JSON.stringify(summary));
  else {
    for (const line of [...routeTable(summary.routes), ...errorTable(summary.errors)]) io.print(line);
    io.print("");
    const { total, doubled } = summary;
    io.print(`${total.succeeded} answered, ${total.failed} failed, $${total.costUsd.toFixed(4)}`);
    if (doubled > 0)
      io.print(`${doubled} lines were about requests that another one is about, and were left out.`);
    if (summary.torn > 0) io.print(`${summary.torn} lines were half written and were left out.`);
    if (summary.missing !== null) io.print(`${summary.missing} lines of the input have no result.`);
    if (summary.unknown) io.print(`${summary.unknown} results are about no line of the input.`);
  }
  return summary.complete ? 0 : 1;
}
