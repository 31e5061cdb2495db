/** A source of numbers that a seed repeats. */
export class Dice {
  constructor(private state: number) {}

  /** A whole number from 0 up to below `end`. */
  below(end: number): number {
    this.state = (Math.imul(this.state ^ (this.state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    let mixed = this.state ^ (this.state >>> 12);
    mixed = Math.imul(mixed, 0x297a2d39);
    return ((mixed ^ (mixed >>> 15)) >>> 0) % end;
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
}

/** What breaks parsers: ends, quotes, depths, numbers at the edge, characters that take several units. */
const ANYWHERE = [
  ...[
    '"',
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\n",
    "\r",
    "\r\n",
    "\n\n",
    "\0",
    " ",
    "null",
    "true",
    "-0",
    "1e999",
  ],
  ...[
    "9007199254740993",
    "-1",
    "0.1",
    "\\u0000",
    "\\ud800",
    "\u{1f600}",
    "\u2028",
    "\ufeff",
    "\ufffd",
    "__proto__",
  ],
  ...['"constructor"', "{}", "[]", '""', "%00", "%E0%A4%A", "//", "..", "?", "#", "é"],
];

const MAX_LENGTH = 4096;

type Mutation = (text: string, dice: Dice, other: string, words: readonly string[]) => string;

const at = (text: string, dice: Dice) => dice.below(text.length + 1);
const insert = (text: string, place: number, piece: string) =>
  text.slice(0, place) + piece + text.slice(place);

const mutations: readonly Mutation[] = [
  (text, dice, _other, words) => insert(text, at(text, dice), dice.of(words)),
  (text, dice) => insert(text, at(text, dice), String.fromCharCode(dice.below(256))),
  (text, dice) => {
    const place = at(text, dice);
    return text.slice(0, place) + text.slice(place + 1 + dice.below(8));
  },
  (text, dice) => {
    const [from, length] = [at(text, dice), 1 + dice.below(32)];
    return insert(text, at(text, dice), text.slice(from, from + length));
  },
  (text, dice) =>
    insert(
      text,
      at(text, dice),
      dice.of(["{", "[", '{"a":', '["a",', "\n", "data: "]).repeat(dice.below(200)),
    ),
  (text, dice, other) => text.slice(0, at(text, dice)) + other.slice(at(other, dice)),
  (text, dice, other) => insert(text, at(text, dice), other.slice(0, 1 + dice.below(64))),
  (text, dice) => text.slice(0, at(text, dice)),
  (text, dice) =>
    text.replace(/-?\d+/, () => String(dice.of([0, -1, 1, 255, 1e6, 2 ** 31, 2 ** 53, -0.5, 1e21]))),
];

/** An input made of one that is known, with something of another and of the words that mean something here. */
export function mutated(text: string, other: string, words: readonly string[], dice: Dice): string {
  let changed = text;
  const known = [...ANYWHERE, ...words];
  for (let count = 1 + dice.below(4); count > 0; count--)
    changed = dice.of(mutations)(changed, dice, other, known);
  return changed.slice(0, MAX_LENGTH);
}
