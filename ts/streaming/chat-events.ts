import type { ChatCompletionChunk, StreamChoice, ToolCall } from "../chat";
import type { ChatAccumulator } from "./chat-accumulator";
import type { ChatCompletionStreamEvents } from "./chat-completion-stream";
import type { ChoiceParts } from "./choice-parts";
import type { StreamListeners } from "./stream-listeners";

type Listeners = StreamListeners<ChatCompletionStreamEvents>;

/** Tells listeners what a chunk brought, after it was folded. */
export function announceChunk(
  chunk: ChatCompletionChunk,
  accumulator: ChatAccumulator,
  listeners: Listeners,
): void {
  listeners.emit("chunk", chunk);
  if (Array.isArray(chunk.choices)) {
    chunk.choices.forEach((choice, position) => {
      const parts = accumulator.partsOf(choice.index ?? position);
      if (parts !== undefined) announceChoice(choice, parts, listeners);
    });
  }
  if (chunk.usage) listeners.emit("usage", chunk.usage);
  if (chunk.routing_metadata) listeners.emit("route", chunk.routing_metadata);
}

function announceChoice(choice: StreamChoice, parts: ChoiceParts, listeners: Listeners): void {
  const { content, reasoning_content: reasoning, refusal } = choice.delta ?? {};
  if (reasoning) listeners.emit("reasoning", reasoning, parts.reasoning.textSoFar, parts.index);
  if (content) listeners.emit("content", content, parts.content.toString(), parts.index);
  if (refusal) listeners.emit("refusal", refusal, parts.refusal.toString(), parts.index);
}

/**
 * Tells listeners of the tool calls. Only at the end of the stream: pieces of parallel calls may come interleaved, and
 * some providers send more of them after the finish reason, so nothing earlier says that a call is complete.
 */
export function announceToolCalls(choices: Iterable<ChoiceParts>, listeners: Listeners): void {
  if (!listeners.has("toolCall")) return;
  for (const choice of choices) {
    for (const call of choice.toolCalls.toJSON(choice.index)) {
      listeners.emit("toolCall", call as unknown as ToolCall, choice.index);
    }
  }
}
