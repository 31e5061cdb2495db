import type { ModelCall } from "../call/model-call";
import { estimateTokens } from "../pricing/estimate-tokens";
import { createRandom, hexFrom, type Random } from "../random";
import type { ReplyContent, ReplyReasoningBlock } from "../scripting/reply";
import { type AnswerChoice, type AnswerLogprob, type AnswerToolCall, cutText } from "./answer-plan";

/** Turns the content of a reply into a complete choice: cut at stops and limits, with ids and log probabilities. */
export function composeChoice(content: ReplyContent, call: ModelCall, seed: string): AnswerChoice {
  const limited = limit(writtenText(content), call);
  const toolCalls =
    call.toolChoice === "none"
      ? []
      : (content.toolCalls ?? []).map((tool, index) => toolCall(tool, `${seed}:tool:${index}`));
  const chunks = limited.cut || content.chunks === undefined ? cutText(limited.text ?? "") : content.chunks;
  const plain = typeof content.reasoning === "string";
  return {
    text: limited.text,
    chunks,
    reasoning: call.hideReasoning ? [] : reasoningBlocks(content.reasoning),
    plainReasoning: plain,
    toolCalls,
    refusal: content.refusal ?? null,
    images: content.images ?? [],
    annotations: content.annotations ?? [],
    finishReason:
      content.finishReason ?? (limited.full ? "length" : toolCalls.length > 0 ? "tool_calls" : "stop"),
    nativeFinishReason: content.nativeFinishReason,
    logprobs: call.topLogprobs === undefined ? undefined : logprobsOf(chunks, call.topLogprobs, seed),
  };
}

function writtenText(content: ReplyContent): string | null {
  if (content.chunks !== undefined) return content.chunks.join("");
  if (content.json !== undefined) return JSON.stringify(content.json);
  if (content.content !== undefined) return content.content;
  return null;
}

interface LimitedText {
  readonly text: string | null;
  readonly cut: boolean;
  /** The token limit was reached. */
  readonly full: boolean;
}

function limit(text: string | null, call: ModelCall): LimitedText {
  if (text === null) return { text, cut: false, full: false };
  const ends = call.stop.map((stop) => text.indexOf(stop)).filter((index) => index >= 0);
  const stopped = ends.length > 0 ? text.slice(0, Math.min(...ends)) : text;
  const most = call.maxOutputTokens ?? Number.POSITIVE_INFINITY;
  if (estimateTokens(stopped) <= most) return { text: stopped, cut: stopped !== text, full: false };
  const kept: string[] = [];
  let tokens = 0;
  for (const piece of cutText(stopped)) {
    tokens += estimateTokens(piece);
    if (tokens > most) break;
    kept.push(piece);
  }
  return { text: kept.join(""), cut: true, full: true };
}

function reasoningBlocks(reasoning: ReplyContent["reasoning"]): readonly ReplyReasoningBlock[] {
  if (reasoning === undefined) return [];
  return typeof reasoning === "string" ? [{ type: "thinking", thinking: reasoning }] : reasoning;
}

function toolCall(tool: NonNullable<ReplyContent["toolCalls"]>[number], seed: string): AnswerToolCall {
  const written = tool.arguments ?? {};
  return {
    id: tool.id ?? `call_${hexFrom(seed, 24)}`,
    name: tool.name,
    arguments: typeof written === "string" ? written : JSON.stringify(written),
    ...(tool.signature !== undefined && { signature: tool.signature }),
  };
}

function logprobsOf(chunks: readonly string[], alternatives: number, seed: string): AnswerLogprob[] {
  const random = createRandom(`${seed}:logprobs`);
  return chunks.map((token) => {
    const logprob = logprobFrom(random, 0.5);
    const others = Array.from({ length: Math.max(0, alternatives - 1) }, (_value, index) =>
      entry(`${token}~${index + 1}`, logprob - 1 - index - logprobFrom(random, 0.1) * -1),
    );
    return {
      ...entry(token, logprob),
      top_logprobs: alternatives > 0 ? [entry(token, logprob), ...others] : [],
    };
  });
}

function logprobFrom(random: Random, scale: number): number {
  return -Math.round(random() * scale * 10_000) / 10_000;
}

function entry(token: string, logprob: number): { token: string; logprob: number; bytes: number[] } {
  return { token, logprob: Math.round(logprob * 10_000) / 10_000, bytes: [...Buffer.from(token)] };
}

/** Tokens that a choice cost, reasoning not included. */
export function tokensOfChoice(choice: AnswerChoice): { text: number; images: number } {
  const tools = choice.toolCalls.reduce(
    (sum, call) => sum + estimateTokens(call.name) + estimateTokens(call.arguments) + 4,
    0,
  );
  const text = estimateTokens(choice.text ?? "") + estimateTokens(choice.refusal ?? "") + tools;
  return { text, images: choice.images.length * TOKENS_PER_GENERATED_IMAGE };
}

const TOKENS_PER_GENERATED_IMAGE = 1290;
