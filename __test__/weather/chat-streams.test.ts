import { describe, expect, test } from "vitest";
import type { ChatCompletionChunk } from "../../ts/chat";
import { APIStatusError, type AurikoAPIError, RateLimitError, StreamTruncatedError } from "../../ts/errors";
import { ChatCompletionStream } from "../../ts/streaming";
import { done, eof, ScriptedReader, type ScriptStep } from "../streaming/scripted-reader";

type Loose = { [key: string]: unknown };

const chunk = (delta: unknown, more: Loose = {}): Loose => ({
  id: "c",
  object: "chat.completion.chunk",
  created: 1,
  model: "m",
  choices: [{ index: 0, delta, ...more }],
});
const calls = (...tool_calls: Loose[]): Loose => chunk({ tool_calls });
const stop = chunk({}, { finish_reason: "stop" });
const streamOf = (...script: ScriptStep[]) =>
  new ChatCompletionStream({ reader: new ScriptedReader(script) });
const completionOf = (...chunks: unknown[]) => streamOf([...chunks], done).finalCompletion();
const messageOf = async (...chunks: unknown[]) =>
  (await completionOf(...chunks)).choices[0]?.message as unknown;
const errorOf = (stream: ChatCompletionStream): Promise<AurikoAPIError> =>
  stream.finalCompletion().then(
    () => Promise.reject(new Error("the stream did not fail")),
    (error) => error,
  );
const callsOf = async (...chunks: unknown[]) => {
  const message = (await messageOf(...chunks)) as { tool_calls?: { function: Loose }[] };
  return message.tool_calls?.map((call) => [call.function.name, call.function.arguments]);
};

describe("an empty finish reason is none", () => {
  const chunks = [
    chunk({ content: "a" }, { finish_reason: "" }),
    chunk({ content: "b" }, { finish_reason: "" }),
  ];

  test("so the last one that says something counts", async () => {
    const completion = await completionOf(...chunks, chunk({}, { finish_reason: "tool_calls" }));
    expect(completion.choices[0]?.finish_reason).toBe("tool_calls");
  });

  test("so a body that ends without another is cut short", async () => {
    expect(await errorOf(streamOf([...chunks], eof))).toBeInstanceOf(StreamTruncatedError);
  });
});

describe("an event nested thousands of objects deep", () => {
  const nested = (depth: number): unknown =>
    JSON.parse(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`) as unknown;

  test.each([129, 3_500, 5_000, 100_000])("fails its own stream with a typed error: %i", async (depth) => {
    for (const chunks of [
      [{ ...chunk({ content: "a" }), x: nested(depth) }],
      [chunk({ content: "a", x: nested(depth) })],
      [chunk({ content: "a", annotations: [nested(depth)] })],
      [chunk({ content: [nested(depth)] })],
      [calls({ index: 0, x: nested(depth), function: { name: "f" } })],
      [chunk({}, { logprobs: { content: [nested(depth)] } })],
    ]) {
      const error = await errorOf(streamOf([chunk({ content: "before" })], chunks, done));
      expect(error).toBeInstanceOf(APIStatusError);
      expect(error).toMatchObject({ code: "invalid_response", retryable: false });
      expect(error.partial).toMatchObject({
        choices: [{ message: { content: expect.stringContaining("before") } }],
      });
    }
  });

  test("is kept as deep as 120 levels", async () => {
    const completion = await completionOf({ ...chunk({ content: "a" }), x: nested(120) }, stop);
    expect(JSON.stringify(completion.x)).toBe(JSON.stringify(nested(120)));
  });

  test("reaches everyone else who waits, whoever asks last", async () => {
    const stream = streamOf([{ ...chunk({}), x: nested(5_000) }], done);
    const settled = await Promise.allSettled([
      stream.finalText(),
      stream.finalMessage(),
      stream.finalCompletion(),
    ]);
    expect(settled.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  });
});

describe("reasoning in a field that the API does not have", () => {
  const heard = async (...chunks: unknown[]) => {
    const stream = streamOf([...chunks, stop], done);
    const pieces: string[] = [];
    stream.on("reasoning", (delta, soFar) => pieces.push(`${delta}|${soFar}`));
    const message = (await stream.finalMessage()) as unknown as Loose;
    return { pieces, message };
  };

  test("is reasoning, and stands in the message as it would without streaming", async () => {
    const { pieces, message } = await heard(chunk({ reasoning: "Let " }), chunk({ reasoning: "me" }));
    expect(pieces).toEqual(["Let |Let ", "me|Let me"]);
    expect(message).toEqual({ role: "assistant", content: null, reasoning: "Let me" });
  });

  test("is heard once where both fields bring it", async () => {
    const { pieces, message } = await heard(
      chunk({ reasoning: "a", reasoning_content: "a" }),
      chunk({ reasoning_content: "b", reasoning: "b" }),
    );
    expect(pieces).toEqual(["a|a", "b|ab"]);
    expect(message).toMatchObject({ reasoning: "ab", reasoning_content: "ab" });
  });

  test("may have details beside it, whose pieces are joined block by block", async () => {
    const detail = (index: number, text: string, more: Loose = {}) => ({
      reasoning_details: [{ type: "reasoning.text", index, text, ...more }],
    });
    const { message } = await heard(
      chunk({ reasoning: "a", ...detail(0, "a", { format: "x", signature: null }) }),
      chunk({ reasoning: "b", ...detail(0, "b", { signature: "s" }) }),
      chunk({ reasoning: "c", ...detail(1, "c") }),
      chunk({ reasoning_details: [{ type: "reasoning.encrypted", index: 1, data: "z" }] }),
    );
    expect(message).toEqual({
      role: "assistant",
      content: null,
      reasoning: "abc",
      reasoning_details: [
        { type: "reasoning.text", index: 0, text: "ab", format: "x", signature: "s" },
        { type: "reasoning.text", index: 1, text: "c" },
        { type: "reasoning.encrypted", index: 1, data: "z" },
      ],
    });
  });
});

describe("content that is a list of parts", () => {
  const thought = (text: string) =>
    chunk({ content: [{ type: "thinking", thinking: [{ type: "text", text }] }] });
  const chunks = () => [
    thought("Hm"),
    thought("m."),
    chunk({ content: [{ type: "text", text: "4" }] }),
    chunk({ content: "2" }),
    stop,
  ];

  test("is text and reasoning to whoever asks for those", async () => {
    const log: string[] = [];
    const stream = streamOf(chunks(), done)
      .on("content", (delta, soFar) => log.push(`content ${delta} ${soFar}`))
      .on("reasoning", (delta, soFar) => log.push(`reasoning ${delta} ${soFar}`));
    expect(await stream.finalText()).toBe("42");
    expect(log).toEqual(["reasoning Hm Hm", "reasoning m. Hmm.", "content 4 4", "content 2 42"]);
    const pieces: string[] = [];
    for await (const piece of streamOf(chunks(), done).textStream) pieces.push(piece);
    expect(pieces).toEqual(["4", "2"]);
  });

  test("comes as it is in chunks, and as one list in the message", async () => {
    const seen: unknown[] = [];
    await streamOf(chunks(), done).forEach((event) => void seen.push(structuredClone(event)));
    expect(seen).toEqual(chunks());
    expect(await messageOf(...chunks())).toEqual({
      role: "assistant",
      content: [
        { type: "thinking", thinking: [{ type: "text", text: "Hmm." }] },
        { type: "text", text: "42" },
      ],
    });
  });

  test("keeps text that came before the first list, and parts of unknown types", async () => {
    const message = await messageOf(
      chunk({ content: "a" }),
      chunk({ content: [{ type: "reference", ids: [1] }, { type: "thinking", thinking: "t" }, null, 7] }),
      stop,
    );
    expect(message).toMatchObject({
      content: [
        { type: "text", text: "a" },
        { type: "reference", ids: [1] },
        { type: "thinking", thinking: "t" },
      ],
    });
  });
});

describe("an error in the place of a chunk", () => {
  test.each<[string, unknown, string]>([
    ["bare, with a number for a code", { message: "upstream overloaded", code: 503 }, "upstream overloaded"],
    ["as detail", { detail: "Not enough memory" }, "Not enough memory"],
    ["as a list of details", { detail: [{ loc: ["body"], msg: "field required" }] }, "field required"],
    ["as an object of type error", { object: "error", code: 400, message: "bad prompt" }, "bad prompt"],
    ["in the envelope, without a code", { error: { message: "boom", type: "x", code: null } }, "boom"],
    ["in the envelope, with a number", { error: { message: "boom", code: 502, metadata: {} } }, "boom"],
    ["as text", { error: "boom" }, "boom"],
    ["in an envelope within an envelope", { error: { error: { message: "boom" } } }, "boom"],
  ])("throws with the server's words: %s", async (_shape, event, words) => {
    const error = await errorOf(streamOf([chunk({ content: "a" }), event], done));
    expect(error).toMatchObject({
      name: "APIStatusError",
      code: "malformed_response",
      statusCode: 200,
      message: words,
    });
    expect(error.body).toBe(event);
    expect(error.partial).toMatchObject({ choices: [{ message: { content: "a" } }] });
  });

  test("keeps its class and code where it has them, bare or not", async () => {
    const error = { type: "rate_limit_error", code: "rate_limit_exceeded", message: "slow down" };
    for (const event of [error, { error }])
      expect(await errorOf(streamOf([event], done))).toBeInstanceOf(RateLimitError);
  });
});

describe("an end before anything was said", () => {
  test.each([
    ["[DONE] alone", [done]],
    ["[DONE] after a chunk without choices", [[{ ...chunk({}), choices: [] }], done]],
    ["nothing at all", [eof]],
  ] as [string, ScriptStep[]][])("is truncation: %s", async (_what, script) => {
    expect(await errorOf(streamOf(...script))).toBeInstanceOf(StreamTruncatedError);
  });
});

describe("tool calls", () => {
  test("that begin with an empty object lose it when the real arguments follow", async () => {
    for (const placeholder of ["{}", "{ }", {}]) {
      expect(
        await callsOf(
          calls({ index: 0, id: "a", function: { name: "f", arguments: placeholder } }),
          calls({ index: 0, function: { arguments: '{"a"' } }),
          calls({ index: 0, function: { arguments: ":1}" } }),
        ),
      ).toEqual([["f", '{"a":1}']]);
    }
  });

  test("whose arguments are an empty object keep it", async () => {
    expect(
      await callsOf(
        calls({ index: 0, id: "a", function: { name: "f", arguments: "{}" } }),
        calls({ index: 0, function: { arguments: "" } }),
        calls({ index: 0, function: { arguments: "\n" } }),
      ),
    ).toEqual([["f", "{}\n"]]);
  });

  test("that share an index without ids are told apart by a name after complete JSON, be it the same", async () => {
    expect(
      await callsOf(
        calls({ index: 0, function: { name: "f", arguments: '{"a":1}' } }),
        calls({ index: 0, function: { name: "f", arguments: '{"a":2}' } }),
        calls({ index: 0, function: { name: "g", arguments: "" } }),
        calls({ index: 0, function: { arguments: "{}" } }),
      ),
    ).toEqual([
      ["f", '{"a":1}'],
      ["f", '{"a":2}'],
      ["g", "{}"],
    ]);
  });

  test("repeat their name without beginning another call while the arguments are on their way, and at the end", async () => {
    expect(
      await callsOf(
        calls({ index: 0, function: { name: "f", arguments: '{"a":' } }),
        calls({ index: 0, function: { name: "f", arguments: "1}" } }),
        calls({ index: 0, function: { name: "f", arguments: "" } }),
      ),
    ).toEqual([["f", '{"a":1}']]);
  });
});

describe("fields that mean something in single chunks only", () => {
  test("do not pile up: the last value counts, padding stays in its chunk", async () => {
    const citations = ["https://a", "https://b"];
    const piece = (content: string) => ({
      ...chunk({ content, channel: "analysis", obfuscation: "x" }, { obfuscation: "y" }),
      citations,
      obfuscation: "zzz",
    });
    const completion = await completionOf(piece("a"), piece("b"), piece("c"), stop);
    expect(completion).toEqual({
      id: "c",
      object: "chat.completion",
      created: 1,
      model: "m",
      choices: [
        {
          index: 0,
          message: { role: "assistant", content: "abc", channel: "analysis" },
          finish_reason: "stop",
        },
      ],
      citations,
    });
  });

  test("spoken output grows in its data and its transcript", async () => {
    const message = await messageOf(
      chunk({ audio: { id: "a", data: "AA", transcript: "Hel" } }),
      chunk({ audio: { data: "BB", transcript: "lo", expires_at: 5 } }),
    );
    expect(message).toMatchObject({ audio: { id: "a", data: "AABB", transcript: "Hello", expires_at: 5 } });
  });
});

describe("an extension of Object.prototype", () => {
  test("shows up nowhere, and __proto__ in JSON stays data", async () => {
    const prototype = Object.prototype as unknown as Record<string, unknown>;
    prototype.extension = { polluted: true };
    try {
      const chunks = [
        chunk(JSON.parse('{"content":"a","__proto__":{"x":1}}')),
        calls({ index: 0, id: "c", function: { name: "f", arguments: "{}" } }),
        stop,
      ];
      const text = JSON.stringify(await completionOf(...(chunks as unknown as ChatCompletionChunk[])));
      expect(text).not.toContain("polluted");
      expect(text).toContain('"__proto__":{"x":1}');
    } finally {
      delete prototype.extension;
    }
  });
});
