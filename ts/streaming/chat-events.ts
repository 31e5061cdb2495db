import type { ChatCompletionChunk, StreamChoice, ToolCall } from "../chat";
import type { ChatAccumulator } from "./chat-accumulator";
import type { ChatCompletionStreamEvents } from "./chat-completion-stream";
import type { ChoiceParts } from "./choice-parts";
import { spokenContent } from "./content-parts";
import { reasoningText } from "./reasoning-parts";
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
    chunk.choices.forEach((choice: StreamChoice | null, position) => {
      if (choice === null || typeof choice !== "object") return;
      const index = choice.index ?? position;
      const parts = accumulator.partsOf(index);
      if (parts !== undefined || accumulator.released) announceChoice(choice, index, parts, listeners);
    });
  }
  if (chunk.usage) listeners.emit("usage", chunk.usage);
  if (chunk.routing_metadata) listeners.emit("route", chunk.routing_metadata);
}

/** Without `parts`, when the result was let go, the texts so far are empty. */
function announceChoice(
  choice: StreamChoice,
  index: number,
  parts: ChoiceParts | undefined,
  listeners: Listeners,
): void {
  const delta = choice.delta ?? {};
  const spoken = spokenContent(delta.content);
  const reasoning = reasoningText(delta) + spoken.reasoning;
  if (reasoning) listeners.emit("reasoning", reasoning, parts?.reasoning.textSoFar ?? "", index);
  if (spoken.text) listeners.emit("content", spoken.text, parts?.content.toString() ?? "", index);
  const { refusal } = delta;
  if (typeof refusal === "string" && refusal !== "") {
    listeners.emit("refusal", refusal, parts?.refusal.toString() ?? "", index);
  }
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
