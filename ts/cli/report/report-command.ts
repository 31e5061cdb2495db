import type { CommandIo } from "../command-io";
import { UsageError } from "../usage-error";
import { writeReport } from "./write-report";

/** Runs `auriko batch report`: makes a page of an output that there is. */
export async function reportCommand(
  files: readonly string[],
  output: string | undefined,
  io: CommandIo,
): Promise<number> {
  const [results, ...others] = files;
  if (results === undefined || others.length > 0)
    throw new UsageError("auriko batch report needs one file of results.");
  if (output === undefined) throw new UsageError("auriko batch report needs --output.");
  if (output === results) throw new UsageError("--output names the results themselves.");
  await writeReport(results, output);
  io.complain(`The report is in ${output}.`);
  return 0;
}
