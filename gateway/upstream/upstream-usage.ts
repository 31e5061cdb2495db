import { isObject } from "../call/field-checks";
import type { ModelCall } from "../call/model-call";
import { estimateTokens } from "../pricing/estimate-tokens";
import type { CallUsage } from "../pricing/usage";

/**
 * What a real provider says it used, whatever the endpoint calls it. Where it says nothing, the prompt and the text that
 * came back are estimated.
 */
export function readUsage(usage: unknown, call: ModelCall, text: string): CallUsage {
  const said = isObject(usage) ? usage : {};
  const input = asObject(said.prompt_tokens_details ?? said.input_tokens_details);
  const output = asObject(said.completion_tokens_details ?? said.output_tokens_details);
  const written = input.cache_write_tokens ?? input.cache_creation_tokens;
  return {
    promptTokens: count(said.prompt_tokens ?? said.input_tokens, call.promptTokens),
    imageInputTokens: count(input.image_tokens, 0),
    cachedTokens: count(input.cached_tokens, 0),
    cacheWriteTokens: typeof written === "number" ? written : undefined,
    completionTokens: count(said.completion_tokens ?? said.output_tokens, estimateTokens(text)),
    reasoningTokens: count(output.reasoning_tokens, 0),
    imageOutputTokens: count(output.image_tokens, 0),
  };
}

function asObject(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

function count(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
