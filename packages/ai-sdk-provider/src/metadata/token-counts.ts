import type { TokenCounts } from "../core/dialect";

type Fields = Readonly<Record<string, unknown>>;

/** The tokens of a chat completion or of a response: their names differ, their meaning does not. */
export function tokenCounts(usage: object | null | undefined): TokenCounts {
  const fields: Fields = isFields(usage) ? usage : {};
  const input = fieldsOf(fields.prompt_tokens_details ?? fields.input_tokens_details);
  const output = fieldsOf(fields.completion_tokens_details ?? fields.output_tokens_details);
  return {
    input: count(fields.prompt_tokens ?? fields.input_tokens),
    cacheRead: count(input.cached_tokens),
    cacheWrite: count(input.cache_write_tokens ?? input.cache_creation_tokens),
    output: count(fields.completion_tokens ?? fields.output_tokens),
    reasoning: count(output.reasoning_tokens),
    total: count(fields.total_tokens),
    raw: isFields(usage) ? usage : undefined,
  };
}

function count(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}
