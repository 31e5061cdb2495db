import { JsonText, type TextToken } from "./json-text";

/** How far a JSON value has come. */
export type JsonProgress = "empty" | "open" | "complete" | "malformed";

type Container = Record<string, unknown> | unknown[];

/** An object or an array whose end has not come. */
interface Frame {
  readonly container: Container;
  /** The member of an object whose value is awaited or growing. */
  key: string | undefined;
  /** Set while a member is built whose name came before: until it is complete, the earlier value stands. */
  aside: boolean;
}

/** What may come next, outside of strings and literals. */
type Expected = "value" | "firstValue" | "key" | "firstKey" | "colon" | "comma" | "nothing";

/** Called with every complete element of the array whose elements are reported. */
export type ElementListener = (element: unknown) => void;

const literals: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["null", null],
]);
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const DELIMITERS = ' \n\r\t,:]}[{"';
/** Beyond this, what looks like a number is not one that anybody wrote; it bounds the text that is kept. */
const MAX_LITERAL = 4_096;

/**
 * A JSON value that is read while it is written. Every character is looked at once, and `value` is one object that grows
 * in place, so that reading costs what the text is long, however small its pieces are.
 *
 * What `value` shows only ever grows: strings by their end, arrays by an element, objects by a member; numbers and
 * literals appear when they are complete. Exactly the texts that `JSON.parse` accepts become `complete`.
 */
export class IncrementalJson {
  progress: JsonProgress = "empty";
  /** The value so far; `undefined` before anything of it can be shown. */
  value: unknown;
  /** The member of the root that holds the elements which are reported; `null` when the root itself is the array. */
  elementsKey: string | null | undefined;

  private expected: Expected = "value";
  private readonly frames: Frame[] = [];
  private string: JsonText | undefined;
  private stringIsKey = false;
  private literal = "";
  private elements: unknown[] | undefined;
  private changes = 0;

  constructor(private readonly onElement?: ElementListener) {}

  /** Takes in the next piece from `from` on; says how far it got: less than the end when the value is over before. */
  push(piece: string, from = 0): number {
    let at = from;
    while (at < piece.length && (this.progress === "empty" || this.progress === "open")) {
      if (this.string !== undefined) at = this.readString(this.string, piece, at);
      else if (this.literal !== "") at = this.readLiteral(piece, at);
      else at = this.readMark(piece, at);
    }
    this.showString();
    return at;
  }

  /** The text is over: a number at its end is complete now. */
  end(): void {
    if (this.literal !== "" && this.frames.length === 0) this.finishLiteral();
    if (this.progress === "open") this.progress = "malformed";
  }

  /** Grows with everything that changes `value`. */
  get version(): number {
    return this.changes;
  }

  // ── Characters ────────────────────────────────────────────────────────────────────────────────────────────────────

  private readMark(piece: string, at: number): number {
    const character = piece[at] as string;
    if (character === " " || character === "\n" || character === "\r" || character === "\t") return at + 1;
    if (this.progress === "empty") this.progress = "open";
    switch (character) {
      case "{":
        this.open({});
        break;
      case "[":
        this.open([]);
        break;
      case "}":
      case "]":
        this.close(character);
        break;
      case ",":
        this.separate();
        break;
      case ":":
        this.expected = this.expected === "colon" ? "value" : this.malformed();
        break;
      case '"':
        this.openString();
        break;
      default:
        if (this.expectsValue() && "-0123456789tfn".includes(character)) this.literal = character;
        else this.malformed();
    }
    return this.isMalformed ? at : at + 1;
  }

  private get isMalformed(): boolean {
    return this.progress === "malformed";
  }

  private separate(): void {
    const frame = this.frames.at(-1);
    if (this.expected !== "comma" || frame === undefined) this.malformed();
    else this.expected = Array.isArray(frame.container) ? "value" : "key";
  }

  private openString(): void {
    this.stringIsKey = this.expected === "key" || this.expected === "firstKey";
    if (this.stringIsKey || this.expectsValue()) this.string = new JsonText();
    else this.malformed();
  }

  private readString(string: JsonText, piece: string, at: number): number {
    const [token, next]: TextToken = string.read(piece, at);
    if (token === "malformed") this.malformed();
    if (token !== "end") return next;
    this.string = undefined;
    if (!this.stringIsKey) {
      this.complete(string.text);
      return next;
    }
    const frame = this.frames.at(-1) as Frame;
    frame.key = string.text;
    frame.aside = Object.hasOwn(frame.container, string.text);
    this.expected = "colon";
    return next;
  }

  /** A string that is still being written is shown as far as it came, once per piece. */
  private showString(): void {
    if (this.string !== undefined && !this.stringIsKey && this.string.grew()) this.put(this.string.text);
  }

  private readLiteral(piece: string, from: number): number {
    let at = from;
    while (at < piece.length && !DELIMITERS.includes(piece[at] as string)) at++;
    this.literal += piece.slice(from, at);
    if (at < piece.length || this.literal.length > MAX_LITERAL) this.finishLiteral();
    return at;
  }

  private finishLiteral(): void {
    const { literal } = this;
    this.literal = "";
    if (literals.has(literal)) this.complete(literals.get(literal));
    else if (NUMBER.test(literal)) this.complete(Number(literal));
    else this.malformed();
  }

  // ── Structure ─────────────────────────────────────────────────────────────────────────────────────────────────────

  private expectsValue(): boolean {
    return this.expected === "value" || this.expected === "firstValue";
  }

  private open(container: Container): void {
    if (!this.expectsValue()) {
      this.malformed();
      return;
    }
    this.noteElements(container);
    this.put(container);
    this.frames.push({ container, key: undefined, aside: false });
    this.expected = Array.isArray(container) ? "firstValue" : "firstKey";
  }

  /** The elements that are reported: those of the root, or of the first array that is a member of the root. */
  private noteElements(container: Container): void {
    if (this.elements !== undefined || !Array.isArray(container) || this.frames.length > 1) return;
    this.elements = container;
    this.elementsKey = this.frames[0]?.key ?? null;
  }

  private close(mark: "}" | "]"): void {
    const frame = this.frames.at(-1);
    const empty = mark === "]" ? "firstValue" : "firstKey";
    const fits = frame !== undefined && Array.isArray(frame.container) === (mark === "]");
    if (!fits || (this.expected !== "comma" && this.expected !== empty)) {
      this.malformed();
      return;
    }
    this.frames.pop();
    this.complete(frame.container);
  }

  /** Puts a value that is or will be complete in its place. */
  private put(value: unknown): void {
    const frame = this.frames.at(-1);
    this.changes++;
    if (frame === undefined) {
      this.value = value;
    } else if (Array.isArray(frame.container)) {
      // A string or container that grows takes the same place again; what follows a comma takes the next.
      const { container } = frame;
      const place = this.openElement(frame) ? container.length - 1 : container.length;
      container[place] = value;
      frame.key = "";
    } else if (!frame.aside) {
      setMember(frame.container, frame.key as string, value);
    }
  }

  /** In arrays, `key` is set while the last element is unfinished. */
  private openElement(frame: Frame): boolean {
    return frame.key !== undefined;
  }

  private complete(value: unknown): void {
    const frame = this.frames.at(-1);
    if (frame !== undefined) frame.aside = false;
    this.put(value);
    if (frame !== undefined) frame.key = undefined;
    if (frame !== undefined && frame.container === this.elements) this.onElement?.(value);
    this.expected = frame === undefined ? "nothing" : "comma";
    if (frame === undefined) this.progress = "complete";
  }

  private malformed(): "nothing" {
    this.progress = "malformed";
    this.expected = "nothing";
    return "nothing";
  }
}

/** `__proto__` is a name like any other in JSON. */
function setMember(container: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== "__proto__") container[key] = value;
  else Object.defineProperty(container, key, { value, enumerable: true, writable: true, configurable: true });
}
