import { describe, expect, test } from "vitest";
import type { ChatCompletion, ChatCompletionChunk } from "../../ts/chat";
import { ChatCompletionStream } from "../../ts/streaming";
import { routing } from "./chat-chunks";
import { done, eof, ScriptedReader } from "./scripted-reader";

type Loose = { [key: string]: unknown };

interface Twin {
  chunks: Loose[];
  whole: Loose;
}

const base = { id: "c-1", created: 1_790_000_000, model: "m" };
const event = (choices: Loose[], more: Loose = {}): Loose => ({
  ...base,
  object: "chat.completion.chunk",
  choices,
  ...more,
});
const delta = (fields: Loose, more: Loose = {}): Loose =>
  event([{ index: 0, delta: fields, finish_reason: null, ...more }]);
const whole = (choice: Loose, more: Loose = {}): Loose => ({
  ...base,
  object: "chat.completion",
  choices: [{ index: 0, ...choice }],
  ...more,
});
const usage = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 };
const call = (id: string, name: string, args: string): Loose => ({
  id,
  type: "function",
  function: { name, arguments: args },
});

/** One stream per habit, beside the answer that the same request gives without streaming. */
const twins: Record<string, Twin> = {
  "role first, nulls everywhere, usage on a last chunk without choices": {
    chunks: [
      delta({ role: "assistant", content: "", refusal: null }, { logprobs: null }),
      delta({ content: "Hi" }, { logprobs: null }),
      delta({ content: " there" }, { logprobs: null }),
      delta({}, { logprobs: null, finish_reason: "stop" }),
      event([], { usage, system_fingerprint: "fp_1" }),
      event([], { routing_metadata: routing }),
    ],
    whole: whole(
      {
        message: { role: "assistant", content: "Hi there", refusal: null },
        logprobs: null,
        finish_reason: "stop",
      },
      { usage, system_fingerprint: "fp_1", routing_metadata: routing },
    ),
  },
  "role repeated in every chunk, usage growing with every chunk, finish reason with the last text": {
    chunks: [
      {
        ...delta({ role: "assistant", content: "Hi" }),
        usage: { ...usage, completion_tokens: 1, total_tokens: 12 },
      },
      { ...delta({ role: "assistant", content: " there" }, { finish_reason: "stop" }), usage },
    ],
    whole: whole({ message: { role: "assistant", content: "Hi there" }, finish_reason: "stop" }, { usage }),
  },
  "thinking with signatures, then a tool call whose arguments come in pieces": {
    chunks: [
      delta({ role: "assistant", reasoning_content: "Look it " }),
      delta({ reasoning_content: "up." }),
      delta({ reasoning_signature: "c2ln" }),
      delta({ reasoning_redacted_data: "xyz" }),
      delta({ content: "One moment." }),
      delta({ tool_calls: [{ index: 0, ...call("t1", "find", "") }] }),
      delta({ tool_calls: [{ index: 0, function: { arguments: '{"q":' } }] }),
      delta({ tool_calls: [{ index: 0, function: { arguments: '"x"}' } }] }),
      delta({}, { finish_reason: "tool_calls", native_finish_reason: "tool_use" }),
      event([], { usage }),
    ],
    whole: whole(
      {
        message: {
          role: "assistant",
          content: "One moment.",
          reasoning_content: "Look it up.",
          reasoning: [
            { type: "thinking", thinking: "Look it up.", signature: "c2ln" },
            { type: "redacted", data: "xyz" },
          ],
          tool_calls: [call("t1", "find", '{"q":"x"}')],
        },
        finish_reason: "tool_calls",
        native_finish_reason: "tool_use",
      },
      { usage },
    ),
  },
  "whole tool calls with signatures, all with index 0, and no content": {
    chunks: [
      delta({
        role: "assistant",
        content: null,
        tool_calls: [{ index: 0, ...call("a", "find", '{"q":1}'), provider_signature: "s1" }],
      }),
      delta({ tool_calls: [{ index: 0, ...call("b", "find", '{"q":2}') }] }),
      delta({}, { finish_reason: "tool_calls" }),
    ],
    whole: whole({
      message: {
        role: "assistant",
        content: null,
        tool_calls: [
          { ...call("a", "find", '{"q":1}'), provider_signature: "s1" },
          call("b", "find", '{"q":2}'),
        ],
      },
      finish_reason: "tool_calls",
    }),
  },
  "tool calls without index, opened by an empty string of content": {
    chunks: [
      delta({ role: "assistant", content: "" }),
      delta({ tool_calls: [call("a", "find", "{}"), call("b", "read", "{}")] }),
      delta({ content: "" }, { finish_reason: "tool_calls" }),
    ],
    whole: whole({
      message: {
        role: "assistant",
        content: null,
        tool_calls: [call("a", "find", "{}"), call("b", "read", "{}")],
      },
      finish_reason: "tool_calls",
    }),
  },
  "reasoning text beside null content, a new time in every chunk": {
    chunks: [
      { ...delta({ role: "assistant", content: null, reasoning_content: "Hm" }), created: base.created },
      { ...delta({ content: null, reasoning_content: "m." }), created: base.created + 1 },
      { ...delta({ content: "42", reasoning_content: null }), created: base.created + 2 },
      {
        ...delta({ content: "", reasoning_content: null }, { finish_reason: "stop" }),
        usage,
        created: base.created + 3,
      },
    ],
    whole: whole(
      { message: { role: "assistant", content: "42", reasoning_content: "Hmm." }, finish_reason: "stop" },
      { usage },
    ),
  },
  "an empty first chunk for content filters, without id and model": {
    chunks: [
      { ...event([]), id: "", model: "", created: 0, prompt_filter_results: [{ prompt_index: 0 }] },
      delta({ role: "assistant", content: "Hi" }),
      delta({}, { finish_reason: "stop", content_filter_results: { hate: { filtered: false } } }),
    ],
    whole: whole(
      {
        message: { role: "assistant", content: "Hi" },
        finish_reason: "stop",
        content_filter_results: { hate: { filtered: false } },
      },
      { prompt_filter_results: [{ prompt_index: 0 }] },
    ),
  },
  "text and a generated image": {
    chunks: [
      delta({ role: "assistant", content: "Here:" }),
      delta({ images: [{ type: "image", mime_type: "image/png", data: "aGk=", thought_signature: "t" }] }),
      delta({}, { finish_reason: "stop" }),
    ],
    whole: whole({
      message: {
        role: "assistant",
        content: "Here:",
        images: [{ type: "image", mime_type: "image/png", data: "aGk=", thought_signature: "t" }],
      },
      finish_reason: "stop",
    }),
  },
  "log probabilities with every token, cut by the token limit": {
    chunks: [
      delta({ role: "assistant", content: "A" }, { logprobs: { content: [{ token: "A", logprob: -1 }] } }),
      delta({ content: "B" }, { logprobs: { content: [{ token: "B", logprob: -2 }] } }),
      delta({}, { finish_reason: "length", logprobs: null }),
    ],
    whole: whole({
      message: { role: "assistant", content: "AB" },
      logprobs: {
        content: [
          { token: "A", logprob: -1 },
          { token: "B", logprob: -2 },
        ],
      },
      finish_reason: "length",
    }),
  },
  "an answer of nothing at all": {
    chunks: [delta({ role: "assistant", content: "" }), delta({}, { finish_reason: "stop" })],
    whole: whole({ message: { role: "assistant", content: "" }, finish_reason: "stop" }),
  },
};

describe("a stream replays to the answer that the call without streaming gives", () => {
  test.each(Object.entries(twins))("%s", async (_habit, { chunks, whole: expected }) => {
    for (const end of [done, eof]) {
      const script = [structuredClone(chunks) as unknown as ChatCompletionChunk[], end];
      const completion: ChatCompletion = await new ChatCompletionStream({
        reader: new ScriptedReader(script),
      }).finalCompletion();
      expect(completion).toEqual(expected);
    }
  });

  test.each(Object.entries(twins))(
    "%s, through server-sent events and back",
    async (_habit, { chunks, whole: expected }) => {
      const script = [...chunks.map((chunk) => [chunk]), done];
      const stream = new ChatCompletionStream({ reader: new ScriptedReader(script) });
      const received = ChatCompletionStream.fromReadableStream(stream.toReadableStream());
      expect(await received.finalCompletion()).toEqual(expected);
    },
  );
});
