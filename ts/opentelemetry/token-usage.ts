import type { CallOutcome } from "../observability";

/** Tokens in the words of either API, by what they were. */
export interface TokenUsage {
  /** Cached ones included. */
  readonly input: number;
  /** Those of reasoning included. */
  readonly output: number;
  readonly cacheRead: number | undefined;
  readonly cacheWrite: number | undefined;
  readonly reasoning: number | undefined;
  /** Of the input, as far as it was reported. */
  readonly inputParts: ModalityTokens;
  readonly outputParts: ModalityTokens;
}

/** Tokens by modality. */
export type ModalityTokens = Readonly<Partial<Record<Modality, number>>>;

export const MODALITIES = ["text", "image", "audio"] as const;
export type Modality = (typeof MODALITIES)[number];

type Fields = Readonly<Record<string, unknown>>;

/** Reads the usage of a chat completion or of a response; `undefined` where none was reported. */
export function tokenUsageOf(usage: CallOutcome["usage"]): TokenUsage | undefined {
  if (usage === null) return undefined;
  const fields: Fields = usage;
  const input = number(fields.prompt_tokens) ?? number(fields.input_tokens);
  const output = number(fields.completion_tokens) ?? number(fields.output_tokens);
  if (input === undefined && output === undefined) return undefined;
  const inputDetails = fieldsOf(fields.prompt_tokens_details ?? fields.input_tokens_details);
  const outputDetails = fieldsOf(fields.completion_tokens_details ?? fields.output_tokens_details);
  return {
    input: input ?? 0,
    output: output ?? 0,
    cacheRead: number(inputDetails.cached_tokens),
    cacheWrite: number(inputDetails.cache_write_tokens) ?? number(inputDetails.cache_creation_tokens),
    reasoning: number(outputDetails.reasoning_tokens),
    inputParts: partsOf(inputDetails),
    outputParts: partsOf(outputDetails),
  };
}

function partsOf(details: Fields): ModalityTokens {
  return Object.fromEntries(
    MODALITIES.flatMap((modality) => {
      const tokens = number(details[`${modality}_tokens`]);
      return tokens === undefined ? [] : [[modality, tokens]];
    }),
  );
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

function number(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;
}
