/** One server-sent event as it came, and its data. */
export interface EventBlock {
  /** The lines of the event with the blank line that ends it. */
  readonly raw: string;
  /** The `data` lines joined; empty for comments. */
  readonly data: string;
}

const BLANK_LINE = /\r\n\r\n|\n\n|\r\r/;

/** Cuts a stream of bytes into events as they arrive; nothing is held back longer than its event takes. */
export async function* eventBlocks(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<EventBlock> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const piece of bytes) {
    rest += decoder.decode(piece, { stream: true });
    for (let match = BLANK_LINE.exec(rest); match !== null; match = BLANK_LINE.exec(rest)) {
      const end = match.index + match[0].length;
      yield blockOf(rest.slice(0, end));
      rest = rest.slice(end);
    }
  }
  rest += decoder.decode();
  if (rest.trim() !== "") yield blockOf(`${rest.trimEnd()}\n\n`);
}

function blockOf(raw: string): EventBlock {
  const data = raw
    .split(/\r\n|\n|\r/)
    .filter((line) => line.startsWith("data:"))
    .map((line) => line.slice(5).replace(/^ /, ""))
    .join("\n");
  return { raw, data };
}
