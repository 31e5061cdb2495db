import { type Maker, template } from "./event-template";

/** What the first element of an array says that it is. */
const EVENT = 0;
const TEMPLATE = 1;
/** Goes before the text of what is not JSON. */
const BROKEN = "\u0001";

/**
 * Turns what crosses for the events of a stream back into events: an event that repeats one before but for some values
 * crosses as those alone. The core's `template` module says what the shapes mean.
 */
export class EventDecoder {
  readonly #makers: Maker[] = [];
  #make: Maker | undefined;

  /** What could not be turned back into an event; nothing that follows it is looked at. */
  malformed: { readonly text: string; readonly cause: unknown } | undefined;

  /** Replaces what crossed by events, in place. */
  decode(crossed: unknown[]): unknown[] {
    let kept = 0;
    for (let at = 0; at < crossed.length; at++) {
      const item = crossed[at];
      try {
        if (typeof item === "string") {
          crossed[kept++] = (this.#make as Maker)(item);
        } else if (typeof item === "number") {
          this.#make = this.#makers[item];
        } else if (!Array.isArray(item)) {
          crossed[kept++] = item;
        } else if (item[0] === EVENT) {
          crossed[kept++] = item[1];
        } else if (item[0] === TEMPLATE) {
          this.#make = this.#makers[item[1]] = template(item[3], item[2]);
        } else {
          crossed[kept++] = (this.#make as Maker)(item);
        }
      } catch (cause) {
        this.malformed = { text: textOf(item), cause };
        // An event was counted before it was made.
        if (!isTemplate(item)) kept--;
        break;
      }
    }
    crossed.length = kept;
    return crossed;
  }
}

const isTemplate = (item: unknown): boolean => Array.isArray(item) && item[0] === TEMPLATE;

/** What crossed, for an error that shows it. It may be what can't be written either. */
function textOf(item: unknown): string {
  try {
    return JSON.stringify(item);
  } catch {
    return "";
  }
}

/** The event in the text of something that crossed, for an error that shows it. */
export function eventText(crossed: string): string {
  if (crossed.startsWith(BROKEN)) return crossed.slice(BROKEN.length);
  return crossed.startsWith("[") ? crossed.replace(/^\[(?:0|1,\d+,\[\[.*?\]\]),/, "").slice(0, -1) : crossed;
}
