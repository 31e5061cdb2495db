import { estimateTokens } from "./estimate-tokens";

/** Tokens that a message costs beside its content. */
export const TOKENS_PER_MESSAGE = 4;
/** Tokens that every prompt costs beside its messages. */
export const TOKENS_PER_PROMPT = 3;

/** What an image or a file counts in a prompt; its encoded length says nothing about its price. */
const TOKENS_PER_ATTACHMENT = 1_000;
const MAX_DEPTH = 32;

/** Fields whose texts the model reads. */
const spoken = ["messages", "input", "instructions"] as const;
/** Fields that are shown to the model as they are, names included. */
const definitions = ["tools", "response_format", "text"] as const;

type Body = Readonly<Record<string, unknown>>;

/** About how many tokens the prompt of a request has, of either API. */
export function estimatePromptTokens(body: Body): number {
  let tokens = 0;
  for (const field of spoken) tokens += tokensIn(body[field], 0);
  for (const field of definitions) {
    if (body[field] !== undefined && body[field] !== null)
      tokens += estimateTokens(JSON.stringify(body[field]));
  }
  for (const list of [body.messages, body.input]) {
    if (Array.isArray(list)) tokens += list.length * TOKENS_PER_MESSAGE;
  }
  return tokens === 0 ? 0 : tokens + TOKENS_PER_PROMPT;
}

/**
 * How many of these stand before the last mark for the prompt cache (`cache_control`), that is, what a provider that
 * charges for it writes to the cache; 0 without a mark.
 */
export function estimateMarkedTokens(body: Body): number {
  const { messages } = body;
  if (!Array.isArray(messages)) return 0;
  let marked = messages.length;
  while (marked > 0 && !isMarked(messages[marked - 1], 0)) marked--;
  return marked === 0 ? 0 : estimatePromptTokens({ ...body, messages: messages.slice(0, marked) });
}

function tokensIn(value: unknown, depth: number): number {
  if (typeof value === "string") {
    return value.startsWith("data:") ? TOKENS_PER_ATTACHMENT : estimateTokens(value);
  }
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return 0;
  if (isImage(value)) return TOKENS_PER_ATTACHMENT;
  let tokens = 0;
  for (const [key, item] of Object.entries(value)) {
    if (!unspoken.has(key)) tokens += tokensIn(item, depth + 1);
  }
  return tokens;
}

/** What belongs to the form of a message, not to its text. */
const unspoken: ReadonlySet<string> = new Set(["role", "type", "cache_control"]);

function isImage(value: object): boolean {
  const { type } = value as { type?: unknown };
  return type === "image_url" || type === "input_image";
}

function isMarked(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null || depth > 4) return false;
  if ("cache_control" in value && value.cache_control) return true;
  return Object.values(value).some((item) => isMarked(item, depth + 1));
}
