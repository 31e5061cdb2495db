/** What `read` found, and where to go on: the piece is used up, the string has ended, or it is none. */
export type TextToken = readonly [token: "more" | "end" | "malformed", next: number];

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** A JSON string that comes in pieces, from behind its opening quote. */
export class JsonText {
  private joined = "";
  /** An escape that is not complete, from its backslash on. */
  private escape = "";
  /** A first half of a surrogate pair, not shown before the second has come. */
  private held = "";
  private changed = true;

  /** The text so far. */
  get text(): string {
    return this.joined;
  }

  /** Whether there is more than at the last time of asking. */
  grew(): boolean {
    const { changed } = this;
    this.changed = false;
    return changed;
  }

  read(piece: string, from: number): TextToken {
    let at = from;
    while (at < piece.length) {
      if (this.escape !== "") {
        if (!this.addToEscape(piece[at] as string)) return ["malformed", at];
        at++;
        continue;
      }
      const end = endOfPlainText(piece, at);
      if (end > at) this.append(piece.slice(at, end));
      if (end === piece.length) return ["more", end];
      const code = piece.charCodeAt(end);
      if (code === QUOTE) {
        this.joined += this.held;
        this.held = "";
        return ["end", end + 1];
      }
      if (code !== BACKSLASH) return ["malformed", end];
      this.escape = "\\";
      at = end + 1;
    }
    return ["more", at];
  }

  private addToEscape(character: string): boolean {
    if (this.escape === "\\" && character !== "u") {
      const meant = Object.hasOwn(escapes, character) ? escapes[character] : undefined;
      this.escape = "";
      if (meant === undefined) return false;
      this.append(meant);
      return true;
    }
    this.escape += character;
    if (this.escape.length > 2 && !/[0-9a-fA-F]/.test(character)) return false;
    if (this.escape.length < 6) return true;
    this.append(String.fromCharCode(Number.parseInt(this.escape.slice(2), 16)));
    this.escape = "";
    return true;
  }

  /** Only the piece is looked at: a look at the whole text would copy it. */
  private append(piece: string): void {
    const text = this.held + piece;
    const last = text.charCodeAt(text.length - 1);
    const half = last >= 0xd800 && last <= 0xdbff;
    this.held = half ? text.slice(-1) : "";
    this.joined += half ? text.slice(0, -1) : text;
    this.changed = true;
  }
}

/** Where a quote, a backslash or a control character ends the plain text. */
function endOfPlainText(piece: string, from: number): number {
  for (let at = from; at < piece.length; at++) {
    const code = piece.charCodeAt(at);
    if (code === QUOTE || code === BACKSLASH || code < 0x20) return at;
  }
  return piece.length;
}
