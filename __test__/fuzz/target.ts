/** Something that reads text from outside. */
export interface Target {
  /** Texts as they ought to be, to begin with. */
  readonly seeds: readonly string[];
  /** Words that mean something to it. */
  readonly words: readonly string[];
  /** Reads a text; throws where it does what it must not. */
  readonly read: (text: string) => void;
}

/** @throws Error unless the condition holds. */
export function check(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/** The text cut into pieces whose lengths its own characters decide, so that a seed repeats them. */
export function cut(text: string): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    const length = 1 + (text.charCodeAt(at) % 7);
    pieces.push(text.slice(at, at + length));
    at += length;
  }
  return pieces;
}
