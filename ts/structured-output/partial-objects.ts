import type { DeepPartial, ElementOf } from "./deep-partial";
import type { Typed } from "./output-format";
import { PartialReader } from "./partial-reader";
import { validateElement } from "./validate-element";

/** Iterates over what `select` makes of a stream's events, passing over `undefined`. */
export type Selecting<Event> = <Item>(select: (event: Event) => Item | undefined) => AsyncIterable<Item>;

/** Gives the piece of the answer that an event brings; a new one is made for each reading. */
export type AnswerText<Event> = () => (event: Event) => string | undefined;

/** The data as far as it came, each time that it has grown. */
export function partialObjects<T, Event>(
  selecting: Selecting<Event>,
  answerText: AnswerText<Event>,
): AsyncIterable<DeepPartial<T>> {
  return {
    [Symbol.asyncIterator]: () => {
      const reader = new PartialReader();
      const textOf = answerText();
      const select = (event: Event): DeepPartial<T> | undefined => {
        const text = textOf(event);
        return text !== undefined && reader.push(text) ? (reader.value as DeepPartial<T>) : undefined;
      };
      return selecting(select)[Symbol.asyncIterator]();
    },
  };
}

/** The elements of the data's array, each when it is complete. */
export function elements<T, Event>(
  selecting: Selecting<Event>,
  answerText: AnswerText<Event>,
  format: Typed<unknown> | undefined,
): AsyncIterable<ElementOf<T>> {
  return {
    [Symbol.asyncIterator]: () => {
      const reader = new PartialReader();
      const textOf = answerText();
      const batches = selecting((event: Event) => {
        const text = textOf(event);
        if (text === undefined || !reader.push(text)) return undefined;
        const completed = reader.takeElements();
        return completed.length > 0 ? completed : undefined;
      });
      // The stream is claimed here and now, not with the first step of the generator.
      return validated(batches[Symbol.asyncIterator](), reader, format);
    },
  };
}

async function* validated<T>(
  batches: AsyncIterator<unknown[]>,
  reader: PartialReader,
  format: Typed<unknown> | undefined,
): AsyncGenerator<ElementOf<T>, void, undefined> {
  let index = 0;
  try {
    for (let step = await batches.next(); step.done !== true; step = await batches.next()) {
      for (const element of step.value) {
        yield (await validateElement(element, { index, reader, format })) as ElementOf<T>;
        index++;
      }
    }
  } finally {
    await batches.return?.();
  }
}
