import { isObject, TooDeep } from "../../ts/streaming/plain-data";
import { check } from "./target";

interface Accumulator {
  readonly outgrown: unknown;
  add(event: Record<string, unknown>): unknown;
  toJSON(): unknown;
}

/** Folds the events of a text, and checks that plain JSON comes of it; false where one was refused for its depth. */
export function accumulate(accumulator: Accumulator, text: string): boolean {
  try {
    for (const event of eventsOf(text)) accumulator.add(event);
  } catch (error) {
    if (error instanceof TooDeep) return false;
    throw error;
  }
  const made = accumulator.outgrown === undefined ? accumulator.toJSON() : {};
  check(JSON.stringify(JSON.parse(JSON.stringify(made))) === JSON.stringify(made), "no plain JSON");
  return true;
}

/** The objects in the lines of a text: what is none never comes as far as this. */
function eventsOf(text: string): Record<string, unknown>[] {
  return text.split("\n").flatMap((line) => {
    try {
      const event: unknown = JSON.parse(line);
      return isObject(event) ? [event] : [];
    } catch {
      return [];
    }
  });
}
