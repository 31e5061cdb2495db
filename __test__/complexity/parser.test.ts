import { describe, expect, test } from "vitest";
import { SseParser } from "../../ts/streaming/sse-parser";
import { countWork } from "./count-work";

/** Operations per character when a text arrives in pieces of a size. */
function workPerCharacter(text: string, piece: number): number {
  const parser = new SseParser();
  const work = countWork(() => {
    for (let at = 0; at < text.length; at += piece) parser.push(text.slice(at, at + piece));
  });
  return work / text.length;
}

const sizes = [10_000, 40_000, 160_000];

const shapes: readonly (readonly [string, (size: number) => string])[] = [
  ["one long event", (size) => `data: ${"x".repeat(size)}\n\n`],
  ["many events", (size) => 'data: {"a":1}\n\n'.repeat(size / 15)],
  ["many lines of one event", (size) => `${"data: x\n".repeat(size / 8)}\n`],
  ["lines that end with a carriage return", (size) => "data: x\r\r".repeat(size / 9)],
  ["both line ends, one far from the other", (size) => `${"data: x\n\n".repeat(size / 9)}data: y\r\r`],
  ["comments only", (size) => ": ping\n".repeat(size / 7)],
];

describe("the parser of server-sent events", () => {
  test.each(shapes)("looks at each character a few times, however long the text: %s", (_what, make) => {
    for (const piece of [1, 13, 4096, Number.MAX_SAFE_INTEGER]) {
      const costs = sizes.map((size) => workPerCharacter(make(size), piece));
      // Two searches for a line end, one copy, and the beginnings of lines.
      for (const cost of costs) expect(cost).toBeLessThan(8);
      expect(Math.max(...costs)).toBeLessThan(Math.min(...costs) * 1.5);
    }
  });
});
