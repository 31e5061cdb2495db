/** Tokens that a message costs beside its content. */
export const TOKENS_PER_MESSAGE = 4;

/** Tokens that every prompt costs beside its messages. */
export const TOKENS_PER_PROMPT = 3;

type CharacterClass = "word" | "ideograph" | "break" | "space" | "mark";

/**
 * Estimates how many tokens a text has: a run of letters or digits counts one token for every four characters begun,
 * every other visible character (punctuation, and each ideograph, kana or hangul syllable) counts one, and white space
 * counts nothing except for line breaks, which count one per run. No tokenizer agrees with it exactly; it is close for
 * English and code, and the same everywhere.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  let wordLength = 0;
  let previous: CharacterClass = "space";
  for (const character of text) {
    const current = classOf(character);
    if (current === "word") {
      if (previous !== "word") wordLength = 0;
      if (wordLength % 4 === 0) tokens += 1;
      wordLength += 1;
    } else if (
      current === "ideograph" ||
      current === "mark" ||
      (current === "break" && previous !== "break")
    ) {
      tokens += 1;
    }
    previous = current;
  }
  return tokens;
}

function classOf(character: string): CharacterClass {
  const code = character.charCodeAt(0);
  if (code < 0x80) {
    const letter = (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
    if (letter || (code >= 0x30 && code <= 0x39)) return "word";
    if (code === 0x0a || code === 0x0d) return "break";
    return code <= 0x20 ? "space" : "mark";
  }
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(character))
    return "ideograph";
  if (/[\p{L}\p{N}\p{M}]/u.test(character)) return "word";
  return /\s/u.test(character) ? "space" : "mark";
}

/** Tokens of an image: 85 for `detail: "low"`, otherwise 765. */
export function estimateImageTokens(detail: unknown): number {
  return detail === "low" ? 85 : 765;
}
