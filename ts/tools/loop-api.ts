import type { Ledger } from "../ledger";
import type { EventNames } from "../streaming/stream-listeners";
import type { RequestedToolCall, ToolCallRequest, ToolCallResult } from "./tool-call";
import type { ToolStep } from "./tool-step";

/** The events of a run and what their listeners get. */
export interface ToolRunEvents<Chunk, Answer> {
  /** Every chunk of every step. */
  chunk: [chunk: Chunk];
  /** A piece of answer text. */
  content: [delta: string];
  /** A tool begins to run. */
  toolCall: [call: ToolCallRequest];
  /** A call has ended, whatever came of it. */
  toolResult: [result: ToolCallResult];
  /** A step is complete, its tools included. */
  step: [step: ToolStep<Answer>];
  /** The run is complete. */
  end: [answer: Answer];
  /** The run failed, or was stopped. */
  error: [error: unknown];
}

export const TOOL_RUN_EVENTS: EventNames<ToolRunEvents<unknown, unknown>> = {
  chunk: true,
  content: true,
  toolCall: true,
  toolResult: true,
  step: true,
  end: true,
  error: true,
};

/** What one of the two APIs is to the loop. */
export interface LoopApi<Chunk, Answer, Item, Changes> {
  readonly ledger: Ledger;
  /** Asks for the next step; `changes` stand in place of the run's parameters. */
  open(
    items: readonly Item[],
    changes: Changes | null | undefined,
    later: boolean,
    signal: AbortSignal,
  ): PromiseLike<AsyncIterable<Chunk>>;
  /** The answer of a stream that was read to its end. */
  answerOf(stream: AsyncIterable<Chunk>): Promise<Answer>;
  textOf(chunk: Chunk): string | undefined;
  callsOf(answer: Answer): RequestedToolCall[];
  /** Why the answer is not whole. */
  cutOff(answer: Answer): "truncated" | "content_filter" | undefined;
  /** The answer as it is sent back in the next step. */
  itemsOf(answer: Answer): Item[];
  /** The result of a call as it is sent. */
  resultOf(call: ToolCallResult): Item;
}
