/** Pieces that are joined at once. Large enough to make joins rare, small enough to be read often. */
const PIECES_PER_JOIN = 256;

/**
 * Text that grows by small pieces. Appending to a string would leave one heap node per piece for as long as the text
 * lives, several times the size of the text itself; joining in blocks keeps one node per few hundred pieces.
 */
export class TextParts {
  private joined = "";
  private pieces: string[] = [];

  append(piece: string): void {
    this.pieces.push(piece);
    if (this.pieces.length >= PIECES_PER_JOIN) this.join();
  }

  private join(): void {
    this.joined += this.pieces.join("");
    this.pieces = [];
  }

  /** Replaces all text. */
  set(text: string): void {
    this.joined = text;
    this.pieces = [];
  }

  toString(): string {
    if (this.pieces.length > 0) this.join();
    return this.joined;
  }
}
