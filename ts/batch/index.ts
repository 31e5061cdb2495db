export { Batch, type BatchInput, type BatchProgressListener } from "./batch";
export type { BatchOptions, BatchShard } from "./batch-options";
export type { BatchBody, BatchEnvelope, BatchRequest } from "./batch-request";
export type { BatchError, BatchFacts, BatchResponse, BatchResult } from "./batch-result";
export type {
  BatchErrorTotals,
  BatchProgress,
  BatchRouteTotals,
  BatchStop,
  BatchSummary,
  BatchTotals,
} from "./batch-summary";
export { type MergeBatchesOptions, type MergeBatchesSummary, mergeBatches } from "./merge-batches";
