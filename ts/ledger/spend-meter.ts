import type { SpendLimitError } from "../errors";

/** How a request ended, in the eyes of the ledger. */
export type SpendOutcome = "completed" | "failed" | "aborted";

/** What is known about the tokens and the cost of a request. */
export interface SpendFacts {
  /** `usage` of a chat completion or of a response, if one was reported. */
  readonly usage?: unknown;
  /** `routing_metadata` of either generation, if it was reported. */
  readonly routingMetadata?: unknown;
  /** The model that answered. */
  readonly model?: string | null;
  /** Characters of output that arrived. */
  readonly characters?: number;
  /** Whether an answer had begun, so that something may be billed even if no usage was reported. */
  readonly answered?: boolean;
}

/** The ledger's view of one request. */
export interface SpendMeter {
  /** Whether a limit and prices are known. Otherwise `observe` never needs to be called. */
  readonly watching: boolean;
  /** Takes note of the output so far, in characters, and says when the limit is reached. */
  observe(characters: number): SpendLimitError | undefined;
  /** Books the request, whatever its outcome, and gives its reservation back. Only the first call counts. */
  settle(facts: SpendFacts, outcome: SpendOutcome): void;
}
