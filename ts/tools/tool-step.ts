import type { RoutingMetadata } from "../routing/routing-metadata";
import { type RoutingSummary, summarizeRouting } from "../routing/summarize-routing";
import type { ToolCallResult } from "./tool-call";

/** One step of a run: an answer of the model, and what became of the calls that it asked for. */
export interface ToolStep<Answer> {
  /** From 0. */
  readonly index: number;
  /** The completion, or the response. */
  readonly answer: Answer;
  readonly toolCalls: readonly ToolCallResult[];
  /** Who answered, and how; `null` when it was not reported. */
  readonly route: RoutingSummary | null;
  /** What the answer cost, in USD; `null` when it was not reported. */
  readonly costUsd: number | null;
}

/** The step of an answer, its usage in `answer.usage`. */
export function toolStep<Answer extends { routing_metadata?: RoutingMetadata | null }>(
  index: number,
  answer: Answer,
  toolCalls: readonly ToolCallResult[],
): ToolStep<Answer> {
  const route = summarizeRouting(answer.routing_metadata);
  return { index, answer, toolCalls, route, costUsd: route?.costUsd ?? null };
}
