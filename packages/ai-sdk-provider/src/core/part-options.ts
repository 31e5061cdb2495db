import type { ProviderOptions } from "../spec/json";

/** What the metadata of an earlier answer said about a part, which the AI SDK brings back as its options. */
export function aurikoOptionsOf(part: {
  readonly providerOptions?: ProviderOptions | undefined;
}): Readonly<Record<string, unknown>> {
  return part.providerOptions?.auriko ?? {};
}

/** The cache mark of a message or part. Prompts written for the Anthropic provider keep theirs. */
export function cacheControlOf(part: {
  readonly providerOptions?: ProviderOptions | undefined;
}): { type: "ephemeral" } | undefined {
  const { auriko, anthropic } = part.providerOptions ?? {};
  const mark =
    auriko?.cacheControl ?? auriko?.cache_control ?? anthropic?.cacheControl ?? anthropic?.cache_control;
  return typeof mark === "object" && mark !== null ? (mark as { type: "ephemeral" }) : undefined;
}

/** A field of the options that is a text with something in it. */
export function textOption(options: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = options[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}
