import { copyOf, isObject, type Json, sizeInMemory } from "./plain-data";
import type { Tally } from "./tally";
import { TextParts } from "./text-parts";

/** About what a place takes in memory besides its text, in characters. */
const PLACE_OVERHEAD = 128;

/** Where in an item something grows. `arguments` has one place, at position 0. */
type List = "content" | "summary" | "arguments";

interface Slot {
  part: Json | undefined;
  text: TextParts | undefined;
}

interface Item {
  item: Json | undefined;
  readonly content: Map<number, Slot>;
  readonly summary: Map<number, Slot>;
  readonly arguments: Map<number, Slot>;
}

/** The output of a response while it grows. Kept in maps, because indices come from outside and may be of any size. */
export class ResponseParts {
  private readonly items = new Map<number, Item>();
  private latestList: List | undefined;
  private latestOutput: unknown;
  private latestPosition: unknown;
  private latestText: TextParts | undefined;

  constructor(private readonly tally: Tally) {}

  /** The text at a place; consecutive deltas belong to the same one, so that one is kept at hand. */
  textAt(list: List, output: unknown, position: unknown): TextParts {
    const latest = this.latestText;
    const same = this.latestList === list && this.latestOutput === output && this.latestPosition === position;
    if (same && latest !== undefined) return latest;
    const slot = this.slotAt(list, output, position);
    slot.text ??= new TextParts();
    this.latestList = list;
    this.latestOutput = output;
    this.latestPosition = position;
    this.latestText = slot.text;
    return slot.text;
  }

  /** Sets the whole text at a place. */
  setText(list: List, output: unknown, position: unknown, text: unknown): void {
    if (typeof text !== "string") return;
    const parts = this.textAt(list, output, position);
    // The deltas before it were counted; what came without any is counted here.
    this.tally.overhead += Math.max(0, text.length - parts.length);
    parts.set(text);
  }

  /** Sets a part; what it says replaces what was collected there, being at least as complete. */
  setPart(list: List, output: unknown, position: unknown, part: unknown): void {
    if (!isObject(part)) return;
    const slot = this.slotAt(list, output, position);
    this.tally.overhead += Math.max(0, sizeInMemory(part) - sizeInMemory(slot.part));
    slot.part = part;
    slot.text = undefined;
    this.latestText = undefined;
  }

  /** Sets an item, likewise. */
  setItem(output: unknown, item: unknown): void {
    if (!isObject(item)) return;
    const before = this.items.get(indexOf(output))?.item;
    this.tally.overhead += Math.max(0, sizeInMemory(item) - sizeInMemory(before));
    this.items.set(indexOf(output), { item, content: new Map(), summary: new Map(), arguments: new Map() });
    this.latestText = undefined;
  }

  private slotAt(list: List, output: unknown, position: unknown): Slot {
    const index = indexOf(output);
    let item = this.items.get(index);
    if (item === undefined) {
      item = { item: undefined, content: new Map(), summary: new Map(), arguments: new Map() };
      this.items.set(index, item);
      this.tally.overhead += PLACE_OVERHEAD;
    }
    const slots = item[list];
    let slot = slots.get(indexOf(position));
    if (slot === undefined) {
      slot = { part: undefined, text: undefined };
      slots.set(indexOf(position), slot);
      this.tally.overhead += PLACE_OVERHEAD;
    }
    return slot;
  }

  /** The output items so far, in order. */
  toJSON(): Json[] {
    return inOrder(this.items).map(([, item]) => writeItem(item));
  }
}

function writeItem(collected: Item): Json {
  const item = collected.item === undefined ? emptyItem(collected) : copyOf(collected.item);
  const [spelled] = collected.arguments.values();
  if (spelled?.text !== undefined) item.arguments = spelled.text.toString();
  if (collected.content.size > 0) item.content = writeParts(item.content, collected.content, "output_text");
  if (collected.summary.size > 0) item.summary = writeParts(item.summary, collected.summary, "summary_text");
  return item;
}

function writeParts(present: unknown, slots: Map<number, Slot>, type: string): unknown[] {
  const parts: unknown[] = Array.isArray(present) ? present : [];
  for (const [position, { part, text }] of inOrder(slots)) {
    const written = part === undefined ? { type, text: "" } : copyOf(part);
    if (text !== undefined) written.text = text.toString();
    if (position < parts.length) parts[position] = written;
    else parts.push(written);
  }
  return parts;
}

/** An item whose own event never came; what came for it says what it is. */
function emptyItem(collected: Item): Json {
  if (collected.arguments.size > 0) return { type: "function_call" };
  if (collected.summary.size > 0) return { type: "reasoning" };
  return { type: "message", role: "assistant" };
}

function inOrder<T>(map: Map<number, T>): [number, T][] {
  return [...map].sort(([a], [b]) => a - b);
}

function indexOf(value: unknown): number {
  return typeof value === "number" ? value : 0;
}
