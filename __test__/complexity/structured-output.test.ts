import { describe, expect, test } from "vitest";
import { PartialReader } from "../../ts/structured-output/partial-reader";
import { peelJson } from "../../ts/structured-output/peel-json";
import { countWork } from "./count-work";

const sizes = [2_000, 8_000, 32_000];

const texts: readonly (readonly [string, (size: number) => string])[] = [
  ["one long text", (size) => JSON.stringify({ text: "word ".repeat(size / 5) })],
  ["escapes", (size) => JSON.stringify({ text: "\n\u0001\\".repeat(size / 3) })],
  ["a long list of numbers", (size) => JSON.stringify(Array.from({ length: size / 4 }, (_, at) => at))],
  [
    "a long list of objects",
    (size) => JSON.stringify({ items: Array(size / 20).fill({ name: "tea", n: 1 }) }),
  ],
  [
    "an object of many members",
    (size) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: size / 10 }, (_, at) => [`k${at}`, at]))),
  ],
  ["deep nesting", (size) => "[".repeat(size / 2) + "]".repeat(size / 2)],
  ["brackets that begin nothing", (size) => "[x {y ".repeat(size / 6)],
  ["prose before the data", (size) => `${"so it goes (and on) ".repeat(size / 20)}{"a":1}`],
];

/** What is read of a text by index, counted by handing it over in pieces that count. */
function looksPerCharacter(text: string, piece: number): number {
  const reader = new PartialReader();
  const work = countWork(() => {
    for (let at = 0; at < text.length; at += piece) reader.push(text.slice(at, at + piece));
  });
  return work / text.length;
}

/** Characters that the reader looks at, one by one. */
function characterLooks(text: string, run: () => void): number {
  const { charCodeAt } = String.prototype;
  let looks = 0;
  String.prototype.charCodeAt = function (this: string, at: number) {
    looks++;
    return charCodeAt.call(this, at);
  };
  try {
    run();
  } finally {
    String.prototype.charCodeAt = charCodeAt;
  }
  return looks / text.length;
}

function expectFlat(costs: readonly number[], atMost: number): void {
  for (const cost of costs) expect(cost).toBeLessThan(atMost);
  expect(Math.max(...costs)).toBeLessThan(Math.min(...costs) * 1.5 + 0.5);
}

test("an object of very many members is read to its end, a character at a time", () => {
  // Looking at all members with each character is work that no counter here sees; it would take minutes.
  const members = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`k${at}`, at]));
  const reader = new PartialReader();
  for (const character of JSON.stringify(members)) reader.push(character);
  expect(reader.value).toEqual(members);
});

describe("data that is read while it is written costs the same per character in a long answer as in a short one", () => {
  test.each(texts)("%s", (_what, make) => {
    for (const piece of [1, 7, 4_096]) {
      expectFlat(
        sizes.map((size) => looksPerCharacter(make(size), piece)),
        8,
      );
      expectFlat(
        sizes.map((size) => {
          const text = make(size);
          const reader = new PartialReader();
          return characterLooks(text, () => {
            for (let at = 0; at < text.length; at += piece) reader.push(text.slice(at, at + piece));
          });
        }),
        6,
      );
    }
  });

  test.each(texts)("when it is searched for in the whole text: %s", (_what, make) => {
    expectFlat(
      sizes.map((size) => countWork(() => peelJson(make(size))) / size),
      12,
    );
  });
});
