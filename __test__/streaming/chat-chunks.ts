import type { ChatCompletionChunk, Delta, StreamChoice } from "../../ts/chat";

/** A chunk with one choice. */
export function chunk(delta: Delta, more: Partial<StreamChoice> = {}): ChatCompletionChunk {
  return chunkOf([{ index: 0, delta, ...more }]);
}

export function chunkOf(
  choices: StreamChoice[],
  more: Partial<ChatCompletionChunk> = {},
): ChatCompletionChunk {
  return {
    id: "chatcmpl-1",
    object: "chat.completion.chunk",
    created: 1_790_000_000,
    model: "gpt-5",
    choices,
    ...more,
  };
}

export const text = (content: string): ChatCompletionChunk => chunk({ content });
export const stop = (): ChatCompletionChunk => chunk({}, { finish_reason: "stop" });

export const usage = { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 };
export const routing = {
  provider: "openai",
  provider_model_id: "gpt-5-2026",
  model_canonical: "gpt-5",
  routing_strategy: "balanced",
  cost: { usd: 0.000042 },
};

export const tail = (): ChatCompletionChunk => chunkOf([], { usage, routing_metadata: routing });
