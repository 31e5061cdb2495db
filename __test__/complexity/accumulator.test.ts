import { describe, expect, test } from "vitest";
import type { ChatCompletionChunk, Delta } from "../../ts/chat";
import { ChatAccumulator } from "../../ts/streaming/chat-accumulator";
import { ResponseAccumulator } from "../../ts/streaming/response-accumulator";
import { chunk, text } from "../streaming/chat-chunks";
import { countWork, Watched } from "./count-work";

type Json = Record<string, unknown>;

interface Accumulator {
  add(event: Json): unknown;
  toJSON(): Json;
}

/** What it costs to take in `count` events: looks at the events, and work of the built-in operations. */
function cost(accumulator: Accumulator, count: number, event: (at: number) => object): number {
  const watched = new Watched();
  const work = countWork(() => {
    for (let at = 0; at < count; at++) accumulator.add(watched.of(event(at)) as Json);
  });
  return (watched.looks + work) / count;
}

/** The cost of an event must not depend on how many came before. */
function expectFlat(make: () => Accumulator, event: (at: number) => object, atMost: number): void {
  const costs = [1_500, 12_000].map((count) => cost(make(), count, event));
  for (const each of costs) expect(each).toBeLessThan(atMost);
  expect(Math.max(...costs)).toBeLessThan(Math.min(...costs) * 1.5);
}

const calls = (...pieces: object[]): ChatCompletionChunk =>
  chunk({ tool_calls: pieces as NonNullable<Delta["tool_calls"]> });
const called = (at: number) => ({ name: at === 0 ? "look_up" : undefined, arguments: '{"a":1},' });

const chat: readonly (readonly [string, (at: number) => object])[] = [
  ["text", () => text("word ")],
  ["text with the role in every chunk", () => chunk({ role: "assistant", content: "word " })],
  [
    "text with log probabilities",
    () => chunk({ content: "word " }, { logprobs: { content: [{ token: "word " }] } as never }),
  ],
  ["reasoning", () => chunk({ reasoning_content: "because " })],
  [
    "reasoning and text in turns",
    (at) => chunk(at % 2 === 0 ? { reasoning_content: "because " } : { content: "so " }),
  ],
  ["a refusal", () => chunk({ refusal: "no " })],
  ["fields that are not known", () => chunk({ images: ["x"], mood: "fine " } as never)],
  [
    "arguments of one tool call",
    (at) => calls({ index: 0, id: at === 0 ? "call_1" : undefined, function: called(at) }),
  ],
  [
    "arguments without an index",
    (at) => calls({ id: at === 0 ? "call_1" : undefined, function: called(at) }),
  ],
  [
    "arguments with the call's name in every piece, without an index",
    () => calls({ function: { name: "look_up", arguments: '{"a":1},' } }),
  ],
  [
    "arguments of two choices in turns",
    (at) => {
      const piece = { index: 0, id: at < 2 ? "call_1" : undefined, function: called(at < 2 ? 0 : 1) };
      return { ...calls(piece), choices: [{ index: at % 2, delta: { tool_calls: [piece] } }] };
    },
  ],
];

const responses: readonly (readonly [string, (at: number) => object])[] = [
  ["text", () => ({ type: "response.output_text.delta", output_index: 0, content_index: 0, delta: "word " })],
  [
    "text of several parts in turns",
    (at) => ({ type: "response.output_text.delta", output_index: at % 3, content_index: 0, delta: "word " }),
  ],
  [
    "summaries of reasoning",
    () => ({
      type: "response.reasoning_summary_text.delta",
      output_index: 0,
      summary_index: 0,
      delta: "word ",
    }),
  ],
  [
    "arguments of a call",
    () => ({ type: "response.function_call_arguments.delta", output_index: 1, delta: "[1]," }),
  ],
];

describe("a chunk of a chat stream costs the same at the end of a long message as at its beginning", () => {
  test.each(chat)("%s", (_what, event) => {
    expectFlat(() => new ChatAccumulator() as unknown as Accumulator, event, 200);
  });
});

describe("an event of a Responses stream costs the same at the end of a long message as at its beginning", () => {
  test.each(responses)("%s", (_what, event) => {
    expectFlat(() => new ResponseAccumulator() as unknown as Accumulator, event, 120);
  });
});

describe("a message so far", () => {
  test("costs no more than its length, once", () => {
    const accumulator = new ChatAccumulator();
    for (let at = 0; at < 10_000; at++) accumulator.add(text("word ") as unknown as Json);
    const first = countWork(() => accumulator.toJSON());
    const second = countWork(() => accumulator.toJSON());
    expect(first).toBeLessThan(2_000);
    expect(second).toBeLessThan(100);
  });
});

describe("one event with many tool calls", () => {
  test.each<[string, (at: number) => object]>([
    [
      "each with its index",
      (index) => ({ index, id: `c${index}`, function: { name: "f", arguments: "{}" } }),
    ],
    ["each without one", (index) => ({ id: `c${index}`, function: { name: "f", arguments: "{}" } })],
    ["all at one index, without ids", () => ({ index: 0, function: { name: "f", arguments: "{}" } })],
    ["counted downwards", (at) => ({ index: -at, id: `c${at}`, function: { name: "f", arguments: "{}" } })],
  ])("costs as much per call as one with few: %s", (_what, call) => {
    const costs = [1_000, 8_000].map((count) => {
      const event = calls(...Array.from({ length: count }, (_, at) => call(at)));
      const accumulator = new ChatAccumulator() as unknown as Accumulator;
      const each = cost(accumulator, 1, () => event) / count;
      const { choices } = accumulator.toJSON() as { choices: { message: { tool_calls: unknown[] } }[] };
      expect(choices[0]?.message.tool_calls).toHaveLength(count);
      return each;
    });
    expect(Math.max(...costs)).toBeLessThan(Math.min(...costs) * 1.5);
  });
});

describe("a part that began with very many fields costs its pieces no more than another", () => {
  const MANY = 40_000;
  const fields = Object.fromEntries(Array.from({ length: MANY }, (_, at) => [`field_${at}`, at]));

  // Copied for each piece, it would take minutes.
  test.each<[string, (part: object) => object]>([
    ["of content", (part) => ({ content: [{ type: "text", text: "x", ...part }] })],
    ["of thinking", (part) => ({ content: [{ type: "thinking", thinking: "x", ...part }] })],
    [
      "of a list of thoughts",
      (part) => ({ content: [{ type: "thinking", thinking: [{ type: "text", text: "x", ...part }] }] }),
    ],
    [
      "of reasoning details",
      (part) => ({ reasoning_details: [{ type: "reasoning.text", index: 0, text: "x", ...part }] }),
    ],
  ])("%s", (_what, delta) => {
    const accumulator = new ChatAccumulator() as unknown as Accumulator;
    accumulator.add(chunk(delta(fields) as never) as unknown as Json);
    for (let at = 1; at < MANY; at++) accumulator.add(chunk(delta({}) as never) as unknown as Json);
    const text = JSON.stringify(accumulator.toJSON());
    expect(text).toContain("x".repeat(MANY));
    expect(text).toContain(`"field_${MANY - 1}":${MANY - 1}`);
  });
});
