/**
 * Characters that are taken for one token. English prose has about four, program code about three, Chinese and Japanese
 * fewer: a limit had better be reached a little early than late.
 */
export const CHARACTERS_PER_TOKEN = 3;

/** What an image or a file counts in a prompt, in tokens; its encoded length says nothing about its price. */
const TOKENS_PER_ATTACHMENT = 1_000;

const MAX_DEPTH = 32;

/** The fields of a request whose text the model reads. */
const promptFields = ["messages", "input", "instructions", "tools", "response_format", "text"] as const;

/** About how many tokens a text of this length has. */
export function tokensOf(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}

/** About how many tokens the prompt of a request has. */
export function estimatePromptTokens(body: Readonly<Record<string, unknown>>): number {
  let characters = 0;
  for (const field of promptFields) characters += charactersIn(body[field], 0);
  return tokensOf(characters);
}

function charactersIn(value: unknown, depth: number): number {
  if (typeof value === "string") {
    return value.startsWith("data:") ? TOKENS_PER_ATTACHMENT * CHARACTERS_PER_TOKEN : value.length;
  }
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return 0;
  let characters = 0;
  for (const item of Object.values(value)) characters += charactersIn(item, depth + 1);
  return characters;
}
