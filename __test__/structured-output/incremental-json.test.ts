import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { IncrementalJson } from "../../ts/structured-output/incremental-json";
import { PartialReader } from "../../ts/structured-output/partial-reader";
import { peelJson } from "../../ts/structured-output/peel-json";

const numRuns = process.env.AURIKO_SOAK ? 20_000 : 300;

/** Reads a text in pieces of these sizes, and calls back after each. */
function read(text: string, sizes: readonly number[], each: (json: IncrementalJson) => void = () => {}) {
  const json = new IncrementalJson();
  let over = 0;
  for (let at = 0, turn = 0; at < text.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    const piece = text.slice(at, at + size);
    over += piece.length - json.push(piece);
    at += size;
    each(json);
  }
  json.end();
  return { json, rest: text.slice(text.length - over) };
}

/** Whether `before` is what `after` was earlier. */
function grewFrom(before: unknown, after: unknown): boolean {
  if (before === undefined) return true;
  if (typeof before === "string") return typeof after === "string" && after.startsWith(before);
  if (typeof before !== "object" || before === null) return Object.is(before, after);
  if (typeof after !== "object" || after === null || Array.isArray(before) !== Array.isArray(after))
    return false;
  return Object.entries(before).every(([key, value]) =>
    grewFrom(value, (after as Record<string, unknown>)[key]),
  );
}

function accepts(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const pieces = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 });
const indent = fc.constantFrom(undefined, 1, "\t");

describe("JSON that is read while it is written", () => {
  test("ends as what JSON.parse makes of it, however it is cut", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), indent, pieces, (source, space, sizes) => {
        const text = JSON.stringify(JSON.parse(source), null, space);
        const { json, rest } = read(text, sizes);
        expect(json.progress).toBe("complete");
        expect(rest).toBe("");
        expect(json.value).toStrictEqual(JSON.parse(text));
      }),
      { numRuns },
    );
  });

  test("never takes back what it has shown", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), pieces, (text, sizes) => {
        let before: unknown;
        read(text, sizes, (json) => {
          expect(grewFrom(before, json.value)).toBe(true);
          before = structuredClone(json.value);
        });
      }),
      { numRuns },
    );
  });

  test("is complete exactly where JSON.parse accepts the text", () => {
    const alphabet = fc.constantFrom(...'{}[],:"\\u00e9-+.eE10 \n\ttruefalsenull\u0001/'.split(""));
    const noise = fc.array(alphabet, { maxLength: 14 }).map((parts) => parts.join(""));
    const damaged = fc.tuple(fc.json({ maxDepth: 3 }), fc.nat(), alphabet).map(([text, at, character]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + character + text.slice(place + (at % 2));
    });
    fc.assert(
      fc.property(fc.oneof(noise, damaged), pieces, (text, sizes) => {
        const { json, rest } = read(text, sizes);
        expect(json.progress === "complete" && /^[ \n\r\t]*$/.test(rest)).toBe(accepts(text));
      }),
      { numRuns: numRuns * 4 },
    );
  });

  test("shows a member that comes a second time only when it is complete", () => {
    const seen: unknown[] = [];
    const { json } = read('{"a":[1],"a":{"b":2},"c":"d"}', [1], ({ value }) => {
      seen.push(structuredClone((value as { a?: unknown } | undefined)?.a));
    });
    expect(json.value).toStrictEqual({ a: { b: 2 }, c: "d" });
    expect(seen).not.toContainEqual({});
  });

  test("takes __proto__ for a name like any other", () => {
    const text = '{"__proto__":{"admin":true},"x":{"__proto__":"s"}}';
    const { json } = read(text, [3]);
    expect(json.value).toStrictEqual(JSON.parse(text));
    expect((json.value as { admin?: unknown }).admin).toBeUndefined();
  });

  test("never shows half of a surrogate pair", () => {
    read(JSON.stringify(["😀", "a😀b"]).replace("😀", "\\ud83d\\ude00"), [1], ({ value }) => {
      expect(JSON.stringify(value ?? null)).not.toMatch(/\\ud8/);
    });
  });

  test("reports each element of the first array once, when it is complete", () => {
    const elements: unknown[] = [];
    const json = new IncrementalJson((element) => elements.push(structuredClone(element)));
    for (const character of '{"note":"x","list":[1,{"a":[2]},"s",[]],"other":[3]}') json.push(character);
    expect(json.elementsKey).toBe("list");
    expect(elements).toEqual([1, { a: [2] }, "s", []]);
  });
});

describe("JSON that stands among other text", () => {
  test.each([
    ["a code fence", '```json\n{"a": [1, 2]}\n```', '{"a": [1, 2]}'],
    ["words around it", 'Here you are: {"a":"}"} I hope {that} helps [really].', '{"a":"}"}'],
    ["a bracket of prose before it", "[note] see {here}: [1,2]", "[1,2]"],
    ["an opening that was a mistake", '{ {"a":1}', '{"a":1}'],
    ["nothing", "no data here", undefined],
    ["two values", '{"a":1} or {"a":2}', undefined],
    ["a value that is cut off", 'Here: {"a":', undefined],
  ])("is found: %s", (_what, text, found) => {
    expect(peelJson(text)).toBe(found);
  });

  test("is found wherever it stands, and however the text is cut", () => {
    const prose = fc.string({ maxLength: 20 }).filter((text) => !/[[\]{}]/.test(text));
    const data = fc.oneof(
      fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }),
      fc.array(fc.jsonValue(), { minLength: 1 }),
    );
    fc.assert(
      fc.property(prose, data, prose, pieces, (before, value, after, sizes) => {
        const text = `${before}${JSON.stringify(value)}${after}`;
        expect(peelJson(text)).toBe(JSON.stringify(value));
        const reader = new PartialReader();
        for (let at = 0, turn = 0; at < text.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          reader.push(text.slice(at, at + size));
          at += size;
        }
        expect(reader.value).toStrictEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns },
    );
  });
});
