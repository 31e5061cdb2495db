import type { RoutingMetadata } from "../../ts/routing/routing-metadata";
import type { ReplyImage, ReplyReasoningBlock } from "../scripting/reply";

/** A tool call with everything filled in. */
export interface AnswerToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON text, or whatever a script wants to send instead. */
  readonly arguments: string;
  readonly signature?: string;
}

/** Log probabilities of one token, as on the wire. */
export interface AnswerLogprob {
  token: string;
  logprob: number;
  bytes: number[];
  top_logprobs: { token: string; logprob: number; bytes: number[] }[];
}

/** What one choice says, independent of the endpoint and of streaming. */
export interface AnswerChoice {
  readonly text: string | null;
  /** The pieces of the text that a stream sends. */
  readonly chunks: readonly string[];
  readonly reasoning: readonly ReplyReasoningBlock[];
  /** True when the reasoning was given as plain text: no blocks are sent, only `reasoning_content`. */
  readonly plainReasoning: boolean;
  readonly toolCalls: readonly AnswerToolCall[];
  readonly refusal: string | null;
  readonly images: readonly ReplyImage[];
  readonly annotations: readonly unknown[];
  readonly finishReason: string;
  readonly nativeFinishReason: string | undefined;
  readonly logprobs: readonly AnswerLogprob[] | undefined;
}

/** Everything that an answer says, ready to be written in any shape. */
export interface AnswerPlan {
  readonly id: string;
  /** Unix seconds. */
  readonly created: number;
  readonly model: string;
  readonly fingerprint: string;
  readonly choices: readonly AnswerChoice[];
  /** Uses of hosted web search. */
  readonly searches: number;
  readonly completionTokens: number;
  /** By its wire names. */
  readonly usage: Record<string, unknown>;
  readonly routingMetadata: RoutingMetadata | undefined;
  /** Milliseconds from one piece to the next, when pacing is real. */
  readonly pieceMs: number;
}

/** Text cut into pieces the size of a word, none longer than 16 characters. */
export function cutText(text: string): string[] {
  return text.match(/\s*[^\s]{1,16}(?:\s+$)?|\s+$/gu) ?? [];
}
