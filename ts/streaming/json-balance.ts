/**
 * Tells when a JSON object that comes in pieces is complete, without parsing what came before again: arguments of a tool
 * call may come a character at a time.
 */
export class JsonBalance {
  #depth = 0;
  #inString = false;
  #escaped = false;
  #begun = false;

  /** Takes in the next piece. */
  add(text: string): void {
    for (let at = 0; at < text.length; at++) this.#step(text.charCodeAt(at));
  }

  /** Whether anything but blanks and bare words has come. */
  get begun(): boolean {
    return this.#begun;
  }

  /** Whether every bracket and quote that was opened is closed, and there was one. */
  get isComplete(): boolean {
    return this.#begun && this.#depth === 0 && !this.#inString;
  }

  #step(code: number): void {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (code === BACKSLASH) this.#escaped = true;
      else if (code === QUOTE) this.#inString = false;
      return;
    }
    if (code === QUOTE) this.#inString = true;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) this.#depth++;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) this.#depth--;
    else return;
    this.#begun = true;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
