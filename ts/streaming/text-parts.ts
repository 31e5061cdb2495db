/** Pieces that are joined at once. Large enough to make joins rare, small enough to be read often. */
const PIECES_PER_JOIN = 256;

/**
 * Text that grows by small pieces. Appending each to a string would leave one heap node per piece for as long as the
 * text lives, several times the size of the text itself, and costs five times as much in collections; joining in blocks
 * keeps one node per few hundred pieces. The list is used again, since growing it would cost as much as the join.
 */
export class TextParts {
  private joined = "";
  private readonly pieces: string[] = [];
  private count = 0;

  append(piece: string): void {
    this.pieces[this.count++] = piece;
    if (this.count === PIECES_PER_JOIN) this.join();
  }

  private join(): void {
    const pieces = this.count === PIECES_PER_JOIN ? this.pieces : this.pieces.slice(0, this.count);
    this.joined += pieces.join("");
    this.count = 0;
  }

  /** Replaces all text. */
  set(text: string): void {
    this.joined = text;
    this.count = 0;
  }

  /** How many characters there are. */
  get length(): number {
    return this.toString().length;
  }

  toString(): string {
    if (this.count > 0) this.join();
    return this.joined;
  }
}
