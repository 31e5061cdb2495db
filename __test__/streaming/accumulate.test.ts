import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ChatCompletion, ChatCompletionChunk, Delta } from "../../ts/chat";
import { ChatCompletionStream } from "../../ts/streaming";
import { chunk, chunkOf, routing, stop, tail, text, usage } from "./chat-chunks";
import { done, ScriptedReader } from "./scripted-reader";

function fold(...chunks: ChatCompletionChunk[]): Promise<ChatCompletion> {
  return new ChatCompletionStream({ reader: new ScriptedReader([chunks, done]) }).finalCompletion();
}

async function message(...chunks: ChatCompletionChunk[]) {
  return (await fold(...chunks)).choices[0]?.message;
}

/** A delta with pieces of tool calls as loosely shaped as providers send them. */
function calls(...pieces: unknown[]): ChatCompletionChunk {
  return chunk({ tool_calls: pieces as NonNullable<Delta["tool_calls"]> });
}

describe("the final completion", () => {
  test("equals what the call without streaming would have returned", async () => {
    const completion = await fold(
      chunk({ role: "assistant", content: "", refusal: null }, { finish_reason: null, logprobs: null }),
      chunk({ content: "Hel" }, { finish_reason: null, logprobs: null }),
      chunk({ content: "lo" }, { finish_reason: null, logprobs: null }),
      chunk({}, { finish_reason: "stop", native_finish_reason: "end_turn", logprobs: null }),
      tail(),
    );
    expect(completion).toEqual({
      id: "chatcmpl-1",
      object: "chat.completion",
      created: 1_790_000_000,
      model: "gpt-5",
      choices: [
        {
          index: 0,
          message: { role: "assistant", content: "Hello", refusal: null },
          finish_reason: "stop",
          native_finish_reason: "end_turn",
          logprobs: null,
        },
      ],
      usage,
      routing_metadata: routing,
    });
  });

  test.each([
    { role: "assistant" },
    { role: null },
    { refusal: null },
    { tool_calls: null },
    { reasoning_content: null },
    { reasoning: null },
    { role: "assistant", refusal: null, tool_calls: null, reasoning_content: null, reasoning: null },
    { role: "critic" },
    { refusal: "no" },
    { reasoning: "so" },
    { strange: 1 },
  ])("is the same whether a server sends %j with every piece or in chunks of its own", async (given) => {
    const fields = given as Partial<Delta>;
    const beside = await message(
      chunk({ content: "Hel" }),
      chunk({ content: "l", ...fields }),
      chunk({ ...fields, content: "o" }),
      chunk({ content: "!", ...fields }),
      stop(),
    );
    const pieces = ["Hel", "l", "o", "!"].map((content) => chunk({ content }));
    const apart = [pieces[0], chunk(fields), pieces[1], chunk(fields), pieces[2], chunk(fields), pieces[3]];
    expect(beside).toEqual(await message(...(apart as ChatCompletionChunk[]), stop()));
  });

  test("takes id, model and time from the first chunk that has them", async () => {
    const completion = await fold(
      chunkOf([], { id: "", model: "", created: 0 }),
      chunk({ content: "a" }),
      chunkOf([{ index: 0, delta: { content: "b" } }], { id: "other", created: 5 }),
      stop(),
    );
    expect(completion).toMatchObject({ id: "chatcmpl-1", model: "gpt-5", created: 1_790_000_000 });
    expect(completion.choices[0]?.message.content).toBe("ab");
  });

  test("keeps several choices apart, in the order of their index", async () => {
    const completion = await fold(
      chunkOf([{ index: 1, delta: { content: "B" } }]),
      chunkOf([{ index: 0, delta: { content: "A" } }]),
      chunkOf([{ index: 1, delta: { content: "b" }, finish_reason: "length" }]),
      chunkOf([{ index: 0, delta: { content: "a" }, finish_reason: "stop" }]),
    );
    expect(
      completion.choices.map((choice) => [choice.index, choice.message.content, choice.finish_reason]),
    ).toEqual([
      [0, "Aa", "stop"],
      [1, "Bb", "length"],
    ]);
  });

  test("has usage and route of trailing chunks without choices, the newest of each", async () => {
    const older = { ...usage, completion_tokens: 1 };
    const completion = await fold(
      chunkOf([{ index: 0, delta: { content: "a" } }], { usage: older }),
      stop(),
      chunkOf([], { usage }),
      chunkOf([], { routing_metadata: routing, usage: null }),
    );
    expect(completion).toMatchObject({ usage, routing_metadata: routing });
  });

  test("keeps log probabilities of all chunks", async () => {
    const completion = await fold(
      chunk({ content: "a" }, { logprobs: { content: [{ token: "a" }], refusal: null } }),
      chunk({ content: "b" }, { logprobs: { content: [{ token: "b" }], refusal: null } }),
      chunk({}, { finish_reason: "stop", logprobs: null }),
    );
    expect(completion.choices[0]?.logprobs).toEqual({
      content: [{ token: "a" }, { token: "b" }],
      refusal: null,
    });
  });

  test("keeps the last value of fields that the SDK does not know, on every level", async () => {
    const completion = await fold(
      chunkOf([{ index: 0, delta: { content: "a", annotations: [1], x_text: "ab" }, x_choice: 1 }], {
        x_top: "old",
      }),
      chunkOf([{ index: 0, delta: { content: "b", annotations: [2], x_text: "cd" }, x_choice: 2 }], {
        x_top: "new",
      }),
      chunkOf([{ index: 0, delta: { content: "c" }, finish_reason: "stop" }], { __proto__x: true }),
      chunkOf([{ index: 0, delta: { content: "d" } }], JSON.parse('{"__proto__": {"polluted": true}}')),
    );
    expect(completion).toMatchObject({ x_top: "new", __proto__x: true });
    expect(completion.choices[0]).toMatchObject({
      x_choice: 2,
      message: { annotations: [1, 2], x_text: "cd" },
    });
    expect(Object.hasOwn(completion, "polluted") || "polluted" in {}).toBe(false);
  });

  test("does not change when the caller changes a chunk or an earlier snapshot", async () => {
    const stream = new ChatCompletionStream({
      reader: new ScriptedReader([
        [chunk({ content: "a", images: [{ type: "image", mime_type: "x", data: "1" }] })],
        [stop()],
        done,
      ]),
    });
    await stream.forEach((event) => {
      const [choice] = event.choices;
      if (choice?.delta.content) choice.delta.content = "changed";
      choice?.delta.images?.splice(0);
      stream.currentCompletion.choices[0]?.message.images?.splice(0);
    });
    expect(stream.currentCompletion.choices[0]?.message).toMatchObject({
      content: "a",
      images: [{ data: "1" }],
    });
  });
});

describe("messages of other kinds than text", () => {
  test("a refusal leaves content null", async () => {
    expect(
      await message(
        chunk({ role: "assistant", content: "" }),
        chunk({ refusal: "I " }),
        chunk({ refusal: "won't" }),
        stop(),
      ),
    ).toEqual({ role: "assistant", content: null, refusal: "I won't" });
  });

  test("images come whole and stay in order", async () => {
    const image = (data: string) => ({ type: "image" as const, mime_type: "image/png", data });
    const folded = await message(chunk({ images: [image("1")] }), chunk({ images: [image("2")] }), stop());
    expect(folded?.images).toEqual([image("1"), image("2")]);
  });

  test("reasoning text is kept whole, and as one block per signature", async () => {
    expect(
      await message(
        chunk({ reasoning_content: "think " }),
        chunk({ reasoning_content: "hard" }),
        chunk({ reasoning_signature: "sig1" }),
        chunk({ reasoning_redacted_data: "xyz" }),
        chunk({ reasoning_content: "again" }),
        chunk({ reasoning_signature: "sig2" }),
        chunk({ content: "So." }),
        stop(),
      ),
    ).toEqual({
      role: "assistant",
      content: "So.",
      reasoning_content: "think hardagain",
      reasoning: [
        { type: "thinking", thinking: "think hard", signature: "sig1" },
        { type: "redacted", data: "xyz" },
        { type: "thinking", thinking: "again", signature: "sig2" },
      ],
    });
  });

  test("reasoning without a signature makes no block, since it could not be sent back", async () => {
    expect(await message(chunk({ reasoning_content: "hm" }), text("a"), stop())).toEqual({
      role: "assistant",
      content: "a",
      reasoning_content: "hm",
    });
  });

  test("a signature that comes twice is kept once", async () => {
    const folded = await message(
      chunk({ reasoning_content: "a", reasoning_signature: "s" }),
      chunk({ reasoning_signature: "s" }),
      stop(),
    );
    expect(folded?.reasoning).toEqual([{ type: "thinking", thinking: "a", signature: "s" }]);
  });

  test("a deprecated function call is put together", async () => {
    const folded = await message(
      chunk({ function_call: { name: "f", arguments: "" } }),
      chunk({ function_call: { arguments: '{"a"' } }),
      chunk({ function_call: { arguments: ":1}" } }),
      chunk({}, { finish_reason: "function_call" }),
    );
    expect(folded).toMatchObject({ content: null, function_call: { name: "f", arguments: '{"a":1}' } });
  });
});

describe("tool calls", () => {
  const weather = { id: "c1", type: "function", function: { name: "weather", arguments: '{"city":"Oslo"}' } };
  const time = { id: "c2", type: "function", function: { name: "time", arguments: "{}" } };

  test.each<[string, ChatCompletionChunk[]]>([
    [
      "in the documented shape",
      [
        calls({ index: 0, id: "c1", type: "function", function: { name: "weather", arguments: "" } }),
        calls({ index: 0, function: { arguments: '{"city":' } }),
        calls({ index: 0, function: { arguments: '"Oslo"}' } }),
        calls({ index: 1, id: "c2", type: "function", function: { name: "time", arguments: "{}" } }),
      ],
    ],
    [
      "interleaved",
      [
        calls(
          { index: 1, id: "c2", function: { name: "time" } },
          { index: 0, id: "c1", function: { name: "weather" } },
        ),
        calls({ index: 0, function: { arguments: '{"city":' } }, { index: 1, function: { arguments: "{" } }),
        calls({ index: 1, function: { arguments: "}" } }, { index: 0, function: { arguments: '"Oslo"}' } }),
      ],
    ],
    [
      "with the same index for all of them",
      [
        calls({ index: 0, id: "c1", function: { name: "weather", arguments: '{"city":' } }),
        calls({ index: 0, function: { arguments: '"Oslo"}' } }),
        calls({ index: 0, id: "c2", function: { name: "time", arguments: "{}" } }),
      ],
    ],
    [
      "with id, type and name repeated in every piece",
      [
        calls({ index: 0, id: "c1", type: "function", function: { name: "weather", arguments: '{"city":' } }),
        calls({ index: 0, id: "c1", type: "function", function: { name: "weather", arguments: '"Oslo"}' } }),
        calls({ index: 1, id: "c2", type: "function", function: { name: "time", arguments: "{" } }),
        calls({ index: 1, id: "c2", type: "function", function: { name: "time", arguments: "}" } }),
      ],
    ],
    [
      "with empty id and name in later pieces",
      [
        calls({ index: 0, id: "c1", function: { name: "weather", arguments: '{"city":' } }),
        calls({ index: 0, id: "", type: null, function: { name: "", arguments: '"Oslo"}' } }),
        calls({ index: 1, id: "c2", function: { name: "time", arguments: "{}" } }),
      ],
    ],
    [
      "without any index, one after another",
      [
        calls({ id: "c1", function: { name: "weather", arguments: '{"city":' } }),
        calls({ function: { arguments: '"Oslo"}' } }),
        calls({ id: "c2", function: { name: "time", arguments: "{}" } }),
      ],
    ],
    [
      "without any index, all in one list, with an object for arguments",
      [
        calls(
          { id: "c1", function: { name: "weather", arguments: { city: "Oslo" } } },
          { id: "c2", function: { name: "time", arguments: {} } },
        ),
      ],
    ],
    [
      "without any index, recognised by their id",
      [
        calls({ id: "c1", function: { name: "weather", arguments: '{"city":' } }),
        calls({ id: "c2", function: { name: "time", arguments: "{" } }),
        calls({ id: "c1", function: { arguments: '"Oslo"}' } }),
        calls({ id: "c2", function: { arguments: "}" } }),
      ],
    ],
    [
      "with an id that changes with every piece",
      [
        calls({ index: 0, id: "c1", function: { name: "weather", arguments: '{"city":' } }),
        calls({ index: 0, id: "zz", function: { arguments: '"Oslo"}' } }),
        calls({ index: 1, id: "c2", function: { name: "time", arguments: "{}" } }),
      ],
    ],
  ])("%s come out right", async (_shape, chunks) => {
    const completion = await fold(...chunks, chunk({}, { finish_reason: "tool_calls" }));
    expect(completion.choices[0]?.message).toEqual({
      role: "assistant",
      content: null,
      tool_calls: [weather, time],
    });
  });

  test("without ids get ids that tell them apart, so that they can be answered", async () => {
    const folded = await message(
      calls({ index: 0, function: { name: "a", arguments: "{}" } }),
      calls({ index: 0, function: { name: "b", arguments: "{}" } }),
      calls({ function: { name: "b", arguments: "{}" } }),
    );
    expect(folded?.tool_calls?.map((call) => [call.id, call.function.name])).toEqual([
      ["call_0_0", "a"],
      ["call_0_1", "b"],
      ["call_0_2", "b"],
    ]);
  });

  test("keep their provider signature and unknown fields", async () => {
    const folded = await message(
      calls({
        index: 0,
        id: "c1",
        provider_signature: "sig",
        x: 1,
        function: { name: "a", arguments: "{}", y: 2 },
      }),
      calls({ index: 0, provider_signature: null }),
    );
    expect(folded?.tool_calls?.[0]).toMatchObject({ provider_signature: "sig", x: 1, function: { y: 2 } });
  });
});

describe("any way to cut a message into deltas", () => {
  const plainText = fc.string({ unit: "binary", maxLength: 30 });
  const original = fc.record({
    content: plainText,
    reasoning: plainText,
    refusal: plainText,
    tools: fc.array(fc.record({ name: fc.stringMatching(/^[a-z]{1,8}$/), arguments: plainText }), {
      maxLength: 3,
    }),
  });

  /** Cuts a text at random places, empty pieces included. */
  function cut(value: string, random: () => number): string[] {
    const pieces: string[] = [];
    let rest = value;
    while (rest !== "") {
      const size = Math.floor(random() * 5);
      pieces.push(rest.slice(0, size));
      rest = rest.slice(size);
    }
    return pieces;
  }

  test("folds to the same completion", async () => {
    await fc.assert(
      fc.asyncProperty(original, fc.integer(), async (whole, seed) => {
        let state = seed;
        const random = () => {
          state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
          return state / 0x80000000;
        };
        const chunks = [
          ...cut(whole.reasoning, random).map((piece) => chunk({ reasoning_content: piece })),
          ...cut(whole.content, random).map((piece) => chunk({ content: piece })),
          ...cut(whole.refusal, random).map((piece) => chunk({ refusal: piece })),
          ...whole.tools.flatMap((tool, index) => [
            calls({ index, id: `c${index}`, function: { name: tool.name } }),
            ...cut(tool.arguments, random).map((piece) => calls({ index, function: { arguments: piece } })),
          ]),
        ];
        const folded = await message(...chunks, stop());
        expect(folded?.content ?? "").toBe(whole.content);
        expect(folded?.reasoning_content ?? "").toBe(whole.reasoning);
        expect(folded?.refusal ?? "").toBe(whole.refusal);
        expect((folded?.tool_calls ?? []).map((call) => call.function)).toEqual(whole.tools);
      }),
      { numRuns: 200 },
    );
  });

  test("has the same result whether or not chunks carry further fields", async () => {
    const shapes: fc.Arbitrary<[Partial<ChatCompletionChunk>, object]> = fc.tuple(
      fc.constantFrom(
        {},
        { usage: null },
        { system_fingerprint: "fp" },
        { system_fingerprint: null },
        { x: 1 },
      ),
      fc.constantFrom(
        {},
        { finish_reason: null },
        { logprobs: null },
        { native_finish_reason: null },
        { y: 2 },
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.string(), shapes)), async (pieces) => {
        const chunks = pieces.map(([content, [top, choice]]) =>
          chunkOf([{ index: 0, delta: { content }, ...choice }], top),
        );
        const folded = await fold(chunk({ role: "assistant" }), ...chunks, stop());
        const has = (key: string) => pieces.some(([, [top, choice]]) => key in top || key in choice);
        expect(folded.choices[0]?.message.content ?? "").toBe(pieces.map(([content]) => content).join(""));
        expect("x" in folded).toBe(has("x"));
        expect("y" in (folded.choices[0] ?? {})).toBe(has("y"));
        expect("logprobs" in (folded.choices[0] ?? {})).toBe(has("logprobs"));
        expect("system_fingerprint" in folded).toBe(has("system_fingerprint"));
      }),
      { numRuns: 200 },
    );
  });
});

describe("memory", () => {
  test("does not grow with the number of chunks beyond the text itself", async () => {
    const reader = new ScriptedReader([]);
    let batches = 0;
    reader.drain = () => (++batches > 4000 ? done : Array.from({ length: 50 }, () => text("word ")));
    const stream = new ChatCompletionStream({ reader });
    const before = process.memoryUsage().heapUsed;
    let most = 0;
    let seen = 0;
    await stream.forEach(() => {
      if (++seen % 2000 === 0) most = Math.max(most, process.memoryUsage().heapUsed - before);
    });
    // 200,000 chunks of some 400 bytes would be 80 MB; their text is 1 MB, and the young generation holds 32 MB at most.
    expect(most).toBeLessThan(60_000_000);
    expect((await stream.finalText()).length).toBe(1_000_000);
  });
});
