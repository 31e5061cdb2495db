import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SseParser } from "../../ts/streaming/sse-parser";

/** Feeds bytes in pieces of the given sizes, again and again. */
function parse(bytes: Uint8Array, sizes: readonly number[]): string[] {
  const decoder = new TextDecoder();
  const parser = new SseParser();
  const events: string[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    events.push(...parser.push(decoder.decode(bytes.subarray(at, at + size), { stream: true })));
    at += size;
  }
  return events;
}

const all = (text: string) => new SseParser().push(text);

describe("the parser of server-sent events", () => {
  test.each([
    ["a space after the colon or none", "data: a\n\ndata:b\n\ndata:  c\n\n", ["a", "b", " c"]],
    ["several data lines", "data: a\ndata\ndata: b\n\n", ["a\n\nb"]],
    ["LF, CR LF and CR", "data: a\r\n\r\ndata: b\r\rdata: c\n\n", ["a", "b", "c"]],
    ["comments and other fields", ": hi\nevent: x\nid: 1\nretry: 5\ndata: a\n\n: ping\n\n", ["a"]],
    [
      "other line separators inside the data",
      'data: "\u2028\u2029\u0085\v\f"\n\n',
      ['"\u2028\u2029\u0085\v\f"'],
    ],
    ["a field that only begins like data", "database: a\n\n", []],
    ["an event without its blank line", "data: a\n\ndata: b\n", ["a"]],
    ["an event without data", "event: ping\n\n", []],
  ])("knows %s", (_what, text, events) => {
    expect(all(text)).toEqual(events);
  });

  test("finds the same events however the bytes are cut", () => {
    const newline = fc.constantFrom("\n", "\r\n", "\r");
    const payload = fc.string({ unit: "grapheme" }).map((text) => text.replace(/[\r\n]/g, " "));
    const event = fc.tuple(fc.array(payload, { minLength: 1, maxLength: 3 }), newline, fc.boolean());
    fc.assert(
      fc.property(
        fc.array(event),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        (events, sizes) => {
          const text = events
            .map(
              ([lines, end, ping]) =>
                (ping ? `: ping${end}` : "") + lines.map((line) => `data: ${line}${end}`).join("") + end,
            )
            .join("");
          const found = parse(new TextEncoder().encode(text), sizes);
          expect(found).toEqual(events.map(([lines]) => lines.join("\n")));
        },
      ),
      { numRuns: 500 },
    );
  });

  test("finds the same events in any bytes at all, however they are cut", () => {
    const noise = fc.array(
      fc.constantFrom("data", "data:", ": ", "\n", "\r", "\r\n", "x", "\n\n", "é", "🙂"),
    );
    fc.assert(
      fc.property(noise, fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }), (parts, sizes) => {
        const bytes = new TextEncoder().encode(parts.join(""));
        expect(parse(bytes, sizes)).toEqual(parse(bytes, [1 << 20]));
      }),
      { numRuns: 500 },
    );
  });

  test("refuses an event that never ends, instead of collecting it forever", () => {
    const parser = new SseParser();
    const piece = "x".repeat(1 << 20);
    parser.push("data: ");
    expect(() => {
      for (let i = 0; i < 20; i++) parser.push(piece);
    }).toThrow(/limit/);
  });

  test("does not count keep-alives towards the size of an event", () => {
    const parser = new SseParser();
    const pings = `: ${"x".repeat(1 << 20)}\n`;
    for (let i = 0; i < 20; i++) parser.push(pings);
    expect(parser.push("data: a\n\n")).toEqual(["a"]);
  });
});
