/** Where servers put the text of an error, the likeliest place first. */
const places = [
  "message",
  "error",
  "detail",
  "error_message",
  "error_description",
  "msg",
  "reason",
  "errors",
] as const;
/** How deep the text is looked for: `{error: {error: {message}}}` in a list, and a little more. */
const MAX_DEPTH = 5;
/** The most characters of the server's words that a message repeats. */
const MAX_WORDS = 2000;
/** Texts of a list that are told; some servers list a fault per field. */
const MAX_LISTED = 5;

/**
 * The text in which a server says what went wrong, wherever in a JSON value it stands; `null` if there is none. Servers
 * of other makers nest it, put it into a list, or call it `detail`.
 */
export function serverWords(value: unknown): string | null {
  const words = wordsIn(value, MAX_DEPTH);
  if (words === null) return null;
  return words.length > MAX_WORDS ? `${words.slice(0, MAX_WORDS)}…` : words;
}

function wordsIn(value: unknown, depth: number): string | null {
  if (typeof value === "string") return value.trim() === "" ? null : value;
  if (typeof value !== "object" || value === null || depth === 0) return null;
  if (Array.isArray(value)) return wordsOfList(value, depth - 1);
  for (const place of places) {
    if (!Object.hasOwn(value, place)) continue;
    const words = wordsIn((value as Record<string, unknown>)[place], depth - 1);
    if (words !== null) return words;
  }
  return null;
}

/** Texts that stand in a list by themselves are data; in objects they are told, one after another. */
function wordsOfList(list: readonly unknown[], depth: number): string | null {
  const told: string[] = [];
  for (const item of list.slice(0, MAX_LISTED)) {
    const words = typeof item === "object" ? wordsIn(item, depth) : null;
    if (words !== null) told.push(words);
  }
  return told.length === 0 ? null : told.join("; ");
}

/**
 * Whether an event in the place of a chunk, or a document in the place of a stream, reports an error: it has one, or it
 * has no choices but a text that servers report errors with.
 */
export function reportsError(value: Readonly<Record<string, unknown>>): boolean {
  const { error, object, choices } = value;
  if (error !== null && error !== undefined) return true;
  if (object === "error") return true;
  if (object !== undefined || Array.isArray(choices)) return false;
  return serverWords(value.message) !== null || serverWords(value.detail) !== null;
}
