import { describe, expect, test } from "vitest";
import { aurikoMetadata } from "../src";
import { finishOf, replay, transcript } from "./replay";
import { runningGateway } from "./running-gateway";

const gateway = await runningGateway();

const parts = (name: string) => replay(gateway, `chat/${name}.chunks`);

test("a stream opens with its warnings and its identity, and closes with usage, route and cost", async () => {
  const all = await parts("plain-text");
  expect(all.slice(0, 2)).toEqual([
    { type: "stream-start", warnings: [] },
    { type: "response-metadata", id: "chatcmpl-1", modelId: "gpt-4o", timestamp: new Date(1767225600_000) },
  ]);
  expect(transcript(all)).toEqual([
    "text-start 0",
    "text-delta 0 Hello",
    "text-delta 0 , world",
    "text-end 0",
  ]);
  const { usage, finishReason, ...finish } = finishOf(all);
  expect(finishReason).toEqual({ unified: "stop", raw: "stop" });
  expect(usage).toEqual({
    inputTokens: { total: 5, noCache: 5, cacheRead: undefined, cacheWrite: undefined },
    outputTokens: { total: 7, text: 7, reasoning: undefined },
    raw: { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 },
  });
  expect(aurikoMetadata(finish)).toMatchObject({
    provider: "openai",
    providerModelId: "gpt-4o-2024-11-20",
    model: "gpt-4o",
    strategy: "cost-focus",
    ttftMs: 120,
    costUsd: 0.0001,
    cacheSavingsUsd: 0.00004,
    cacheSavingsPercent: 30,
    warnings: [],
    route: { provider: "openai" },
    usage: { total_tokens: 12 },
  });
});

const weather = (id: string, city: string) => [
  `tool-input-start ${id} weather`,
  `tool-input-delta ${id} {"city":"${city}"}`,
];
const done = (id: string, name: string, input: string) => [
  `tool-input-end ${id}`,
  `tool-call ${id} ${name} ${input}`,
];

test.each<[fixture: string, lines: string[], finish: string]>([
  [
    "tools-without-index",
    [
      "tool-input-start call_a weather",
      'tool-input-delta call_a {"city":',
      'tool-input-delta call_a "Paris"}',
      "tool-input-start call_b time",
      'tool-input-delta call_b {"zone":"CET"}',
      ...done("call_a", "weather", '{"city":"Paris"}'),
      ...done("call_b", "time", '{"zone":"CET"}'),
    ],
    "tool-calls",
  ],
  [
    "tools-all-at-index-zero",
    [
      ...weather("call_a", "Paris"),
      ...weather("call_b", "Rome"),
      ...done("call_a", "weather", '{"city":"Paris"}'),
      ...done("call_b", "weather", '{"city":"Rome"}'),
    ],
    "tool-calls",
  ],
  [
    "tools-interleaved",
    [
      "text-start 0",
      "text-delta 0 Both then.",
      "text-end 0",
      "tool-input-start call_a weather",
      'tool-input-delta call_a {"ci',
      "tool-input-start call_b time",
      'tool-input-delta call_b {"zo',
      'tool-input-delta call_b ne":"CET"}',
      'tool-input-delta call_a ty":"Paris"}',
      ...done("call_a", "weather", '{"city":"Paris"}'),
      ...done("call_b", "time", '{"zone":"CET"}'),
    ],
    "tool-calls",
  ],
  [
    "tool-name-in-pieces",
    ["tool-input-start call_a weather", "tool-input-delta call_a {}", ...done("call_a", "weather", "{}")],
    "tool-calls",
  ],
  [
    "tool-arguments-before-name",
    [...weather("call_a", "Paris"), ...done("call_a", "weather", '{"city":"Paris"}')],
    "tool-calls",
  ],
  [
    "tool-arguments-as-object",
    [...weather("call_a", "Paris"), ...done("call_a", "weather", '{"city":"Paris"}')],
    "tool-calls",
  ],
  ["tool-without-arguments", ["tool-input-start call_a now", ...done("call_a", "now", "{}")], "tool-calls"],
  [
    "tool-between-texts",
    [
      "text-start 0",
      "text-delta 0 One",
      "text-end 0",
      "tool-input-start call_a now",
      "text-start 1",
      "text-delta 1 Two",
      "text-end 1",
      // An empty object is told late, since some servers begin with one and send the arguments after it.
      "tool-input-delta call_a {}",
      ...done("call_a", "now", "{}"),
    ],
    "tool-calls",
  ],
  [
    "reasoning-with-signatures",
    [
      "reasoning-start 0",
      "reasoning-delta 0 First ",
      "reasoning-delta 0 thought.",
      'reasoning-end 0 {"signature":"sig-1"}',
      "reasoning-start 1",
      'reasoning-end 1 {"redactedData":"hidden"}',
      "reasoning-start 2",
      "reasoning-delta 2 Second.",
      'reasoning-end 2 {"signature":"sig-2"}',
      "text-start 3",
      "text-delta 3 Answer",
      "text-end 3",
    ],
    "stop",
  ],
  [
    "reasoning-without-signature",
    [
      "reasoning-start 0",
      "reasoning-delta 0 Hm.",
      "reasoning-end 0",
      "text-start 1",
      "text-delta 1 Yes",
      "text-end 1",
    ],
    "stop",
  ],
  [
    "signature-alone",
    [
      "text-start 0",
      "text-delta 0 Yes",
      "text-end 0",
      "reasoning-start 1",
      'reasoning-end 1 {"signature":"sig"}',
    ],
    "stop",
  ],
  [
    "images",
    [
      "text-start 0",
      "text-delta 0 Here:",
      "text-end 0",
      'file image/webp UklGRg== {"signature":"th"}',
      "text-start 1",
      "text-delta 1 done",
      "text-end 1",
    ],
    "stop",
  ],
  ["refusal", ["reasoning-start 0", 'reasoning-end 0 {"refusal":"I won\'t"}'], "content-filter"],
  ["second-choice", ["text-start 0", "text-delta 0 A", "text-end 0"], "stop"],
  ["nulls-everywhere", ["text-start 0", "text-delta 0 Hi", "text-end 0"], "stop"],
  ["unknown-finish", ["text-start 0", "text-delta 0 Hi", "text-end 0"], "other"],
  ["finish-with-last-text", ["text-start 0", "text-delta 0 Hi", "text-end 0"], "stop"],
  ["empty", [], "stop"],
])("%s", async (fixture, lines, finish) => {
  const all = await parts(fixture);
  expect(transcript(all)).toEqual(lines);
  expect(finishOf(all).finishReason.unified).toBe(finish);
});

describe("tool calls without an id of their own", () => {
  test.each([
    ["tools-without-ids", 0],
    ["tools-same-id-twice", 1],
  ] as const)("%s: each call gets one, and its parts agree on it", async (fixture, kept) => {
    const all = await parts(fixture);
    const calls = all.flatMap((part) => (part.type === "tool-call" ? [part.toolCallId] : []));
    expect(new Set(calls).size).toBe(2);
    expect(calls.filter((id) => id === "call_a")).toHaveLength(kept);
    for (const type of ["tool-input-start", "tool-input-delta", "tool-input-end"] as const) {
      expect(all.flatMap((part) => (part.type === type ? [part.id] : []))).toEqual(calls);
    }
  });
});

test("an answer without usage and route says so instead of guessing", async () => {
  const { usage, providerMetadata } = finishOf(await parts("no-usage-no-route"));
  expect(usage.inputTokens.total).toBeUndefined();
  expect(usage).not.toHaveProperty("raw");
  expect(aurikoMetadata({ providerMetadata })).toMatchObject({
    provider: null,
    costUsd: null,
    route: null,
    usage: null,
  });
});

describe("streams that break", () => {
  test.each<[fixture: string, lines: (string | RegExp)[]]>([
    ["truncated-text", ["text-start 0", "text-delta 0 Hal", "text-end 0", /^error The stream ended before/]],
    [
      "truncated-tool",
      ["tool-input-start call_a weather", 'tool-input-delta call_a {"ci', /^error The stream ended/],
    ],
    ["error-event", ["text-start 0", "text-delta 0 Hal", "text-end 0", "error [openai] The provider failed"]],
    ["not-json", ["text-start 0", "text-delta 0 Hal", "text-end 0", /^error /]],
  ])("%s: what was open is closed, nothing is completed, the error is a part", async (fixture, lines) => {
    const all = await parts(fixture);
    const shown = transcript(all);
    expect(shown).toHaveLength(lines.length);
    for (const [index, line] of lines.entries()) {
      if (typeof line === "string") expect(shown[index]).toBe(line);
      else expect(shown[index]).toMatch(line);
    }
    expect(finishOf(all).finishReason).toEqual({ unified: "error", raw: undefined });
  });

  test("cost that was known before the error is in the last part", async () => {
    const { usage, providerMetadata } = finishOf(await parts("error-with-cost"));
    expect(usage.inputTokens.total).toBe(5);
    expect(aurikoMetadata({ providerMetadata })).toMatchObject({ costUsd: 0.0001, provider: "openai" });
  });

  test("the error says whether another attempt may help", async () => {
    const errorOf = async (fixture: string) => {
      const part = (await parts(fixture)).find(({ type }) => type === "error");
      return part?.type === "error"
        ? (part.error as { isRetryable: boolean; statusCode?: number })
        : undefined;
    };
    expect(await errorOf("error-event")).toMatchObject({ isRetryable: true, statusCode: 200 });
    expect(await errorOf("truncated-text")).toMatchObject({ isRetryable: true });
    expect(await errorOf("not-json")).toMatchObject({ isRetryable: false });
  });
});

test("raw chunks come right before what they become", async () => {
  const all = await replay(gateway, "chat/plain-text.chunks", { includeRawChunks: true });
  const types = all.map(({ type }) => type);
  expect(types.slice(0, 3)).toEqual(["stream-start", "raw", "response-metadata"]);
  expect(types.filter((type) => type === "raw")).toHaveLength(5);
});
