import { writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { UsageError } from "../usage-error";
import { readFigures } from "./batch-figures";
import { reportPage } from "./report-page";

/**
 * Writes a page on the output of a batch.
 * @throws UsageError for a file that can't be read or written.
 */
export async function writeReport(results: string, report: string): Promise<void> {
  const figures = await tried(`${results} can't be read`, () => readFigures(results));
  if (figures.total.requests === 0) throw new UsageError(`${results} holds no results of a batch.`);
  await tried(`${report} can't be written`, () => writeFile(report, reportPage(figures, basename(results))));
}

async function tried<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new UsageError(`${what}: ${cause instanceof Error ? cause.message : cause}`);
  }
}
