export { TOKENS_PER_MESSAGE, TOKENS_PER_PROMPT } from "../../ts/tokens/estimate-prompt";
export { estimateTokens } from "../../ts/tokens/estimate-tokens";

/** Tokens of an image: 85 for `detail: "low"`, otherwise 765. */
export function estimateImageTokens(detail: unknown): number {
  return detail === "low" ? 85 : 765;
}
