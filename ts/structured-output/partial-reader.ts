import { IncrementalJson } from "./incremental-json";
import { nextOpening } from "./peel-json";

/**
 * Reads the object or array that an answer holds while the answer is written, past a code fence or words before it.
 * Nothing that was shown is ever taken back: what turns out to be no JSON ends the reading, and the final result says why.
 */
export class PartialReader {
  private json = new IncrementalJson();
  private elements: unknown[] = [];
  private shown = 0;
  private searching = true;
  /** Something was shown: that stays so, and looking at an object of many members again costs each time what it holds. */
  private begun = false;

  /** Takes in the next piece of the answer; says whether there is more to show. */
  push(piece: string): boolean {
    let at = 0;
    while (at < piece.length) {
      if (this.searching) {
        at = nextOpening(piece, at);
        if (at < 0) break;
        this.json = new IncrementalJson((element) => this.elements.push(element));
        this.searching = false;
      }
      at = this.json.push(piece, at);
      if (this.json.progress !== "malformed" || this.hasContent()) break;
      this.searching = true;
    }
    if (!this.hasContent() || this.json.version === this.shown) return false;
    this.shown = this.json.version;
    return true;
  }

  /** What has come of it: the same object each time, growing. */
  get value(): unknown {
    return this.json.value;
  }

  /** Where in the root the elements stand; `null` when the root is the array. */
  get elementsKey(): string | null {
    return this.json.elementsKey ?? null;
  }

  /** The elements that were completed since the last call. */
  takeElements(): unknown[] {
    const { elements } = this;
    if (elements.length > 0) this.elements = [];
    return elements;
  }

  /** An opening bracket alone may still belong to prose. */
  private hasContent(): boolean {
    const { value, progress } = this.json;
    this.begun ||=
      progress === "complete" || (value !== undefined && Object.keys(value as object).length > 0);
    return this.begun;
  }
}
