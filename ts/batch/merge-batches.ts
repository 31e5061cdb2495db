import { mergeInCore } from "../native/core-batch";
import { checkOptions } from "../validation/check-options";
import { type Check, string, strings } from "../validation/checks";
import { batchError } from "./batch-failure";
import {
  type BatchErrorTotals,
  type BatchRouteTotals,
  type BatchTotals,
  type NativeBatchFailure,
  type NativeRoute,
  routeOf,
} from "./batch-summary";

/** What `mergeBatches` joins, and where to. */
export interface MergeBatchesOptions {
  /** The paths of outputs. */
  outputs: readonly string[];
  /** The path of the file that all results go to: one line for each id, an answer rather than a failure. */
  output: string;
  /** The path of the input, to find what is missing. Default: none; then nothing is known to be missing. */
  input?: string | null | undefined;
  /** The path of the file that lines of the input go to that have no result. Needs `input`. Default: nowhere. */
  missing?: string | null | undefined;
}

/** What came of joining outputs. */
export interface MergeBatchesSummary {
  /** Whether every line has an answer, as far as is known. */
  complete: boolean;
  /** Sums over all results. */
  total: BatchTotals;
  /** The same by model and provider. */
  routes: BatchRouteTotals[];
  /** Why lines have no answer, the most frequent reason first. */
  errors: BatchErrorTotals[];
  /** Lines that were left out, because another one is about the same request. */
  doubled: number;
  /** Lines at the end of an output that were half written, and left out. */
  torn: number;
  /** Lines of the input that have no result; `null` without `input`. */
  missing: number | null;
  /** Results that are about no line of the input; `null` without `input`. */
  unknown: number | null;
}

interface NativeMerge {
  readonly summary?: Omit<MergeBatchesSummary, "complete" | "routes"> & {
    readonly routes: readonly NativeRoute[];
  };
  readonly failure?: NativeBatchFailure;
}

const CHECKS: Readonly<Record<keyof MergeBatchesOptions, Check>> = {
  outputs: strings,
  output: string,
  input: string,
  missing: string,
};

/**
 * Joins the outputs of batches, such as those of shards, to one file, each id once, and finds what is missing. The outputs
 * must not be written to meanwhile.
 *
 * Rejects with `BadRequestError` for a file that can't be read, is no output, or can't be written.
 */
export async function mergeBatches(options: MergeBatchesOptions): Promise<MergeBatchesSummary> {
  checkOptions(options, CHECKS, ["outputs", "output"]);
  const { outputs, output, input, missing } = options;
  const { summary, failure } = JSON.parse(
    await mergeInCore(outputs, output, input ?? null, missing ?? null),
  ) as NativeMerge;
  if (summary === undefined) throw batchError(failure as NativeBatchFailure);
  const complete = summary.total.failed === 0 && (summary.missing ?? 0) === 0;
  return { complete, ...summary, routes: summary.routes.map(routeOf) };
}
