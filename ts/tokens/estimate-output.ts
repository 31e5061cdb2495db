/** Output tokens of a request that sets no limit. */
export const ASSUMED_OUTPUT_TOKENS = 1_000;

/**
 * Characters that are taken for one token where only their number is known, as of a stream that is watched while it
 * arrives: fewer than most texts have, since a limit had better be reached a little early than late.
 */
export const CHARACTERS_PER_TOKEN = 3;

/** About how many tokens a text of this length has. */
export function tokensOfLength(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}
