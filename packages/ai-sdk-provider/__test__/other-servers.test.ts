import { type Gateway, startGateway } from "@auriko/sdk/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAuriko } from "../src";
import { collect } from "./versions";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

type Loose = { [key: string]: unknown };
const prompt = [{ role: "user" as const, content: [{ type: "text" as const, text: "Hi" }] }];
const provider = () => createAuriko({ baseURL: gateway.baseUrl, apiKey: gateway.apiKey });

const chunk = (delta: unknown, more: Loose = {}) => ({
  id: "c",
  object: "chat.completion.chunk",
  created: 1,
  model: "m",
  choices: [{ index: 0, delta, ...more }],
});

async function chat(...chunks: unknown[]) {
  gateway.enqueue({ raw: { events: [...chunks, "[DONE]"] } });
  const { stream } = await provider()("gpt-4o").doStream({ prompt });
  return sorted((await collect(stream as never)) as Loose[]);
}

async function responses(...events: unknown[]) {
  gateway.enqueue({ raw: { events } });
  const { stream } = await provider().responses("gpt-5.4").doStream({ prompt });
  return sorted((await collect(stream as never)) as Loose[]);
}

function sorted(parts: Loose[]) {
  const joined = (type: string) => parts.map((part) => (part.type === type ? part.delta : "")).join("");
  const of = (type: string) => parts.filter((part) => part.type === type);
  return {
    text: joined("text-delta"),
    texts: of("text-start").length,
    reasoning: joined("reasoning-delta"),
    calls: of("tool-call").map(({ toolName, input }) => [toolName, input]),
    inputs: joined("tool-input-delta"),
    sources: of("source"),
    finish: (of("finish")[0]?.finishReason as { unified: string } | undefined)?.unified,
    errors: of("error").map(({ error }) => (error as Error).message),
  };
}

async function answer(message: Loose, more: Loose = {}) {
  gateway.enqueue({
    raw: {
      body: {
        id: "c",
        object: "chat.completion",
        created: 1,
        model: "m",
        choices: [{ index: 0, message, ...more }],
      },
    },
  });
  return provider()("gpt-4o").doGenerate({ prompt });
}

describe("streams of chat completions", () => {
  test("an empty finish reason in every chunk ends neither a block nor a tool call", async () => {
    const none = { finish_reason: "" };
    const parts = await chat(
      chunk({ content: "a" }, none),
      chunk({ content: "b" }, none),
      chunk({ tool_calls: [{ index: 0, id: "x", function: { name: "f", arguments: "" } }] }, none),
      chunk({ tool_calls: [{ index: 0, function: { arguments: '{"a":1}' } }] }, none),
      chunk({}, { finish_reason: "tool_calls" }),
    );
    expect(parts).toMatchObject({ text: "ab", texts: 1, calls: [["f", '{"a":1}']], finish: "tool-calls" });
  });

  test("reasoning as text in `reasoning` is reasoning, once", async () => {
    expect(
      await chat(chunk({ reasoning: "a" }), chunk({ reasoning: "b", reasoning_content: "b" })),
    ).toMatchObject({
      reasoning: "ab",
      errors: [],
    });
  });

  test("content in parts is text and reasoning", async () => {
    const parts = await chat(
      chunk({ content: [{ type: "thinking", thinking: [{ type: "text", text: "Hm." }] }] }),
      chunk({ content: [{ type: "text", text: "4" }] }),
      chunk({ content: "2" }, { finish_reason: "stop" }),
    );
    expect(parts).toMatchObject({ text: "42", reasoning: "Hm.", finish: "stop" });
  });

  test("an empty object that arguments begin with is told to nobody", async () => {
    const piece = (args: string, name?: string) =>
      chunk({ tool_calls: [{ index: 0, id: "x", function: { arguments: args, ...(name && { name }) } }] });
    const parts = await chat(piece("{}", "f"), piece('{"a"'), piece(":1}"));
    expect(parts).toMatchObject({ inputs: '{"a":1}', calls: [["f", '{"a":1}']] });
  });

  test("parallel calls without ids at one index are several", async () => {
    const piece = (args: string) =>
      chunk({ tool_calls: [{ index: 0, function: { name: "f", arguments: args } }] });
    const { calls } = await chat(piece('{"a":1}'), piece('{"a":2}'));
    expect(calls).toEqual([
      ["f", '{"a":1}'],
      ["f", '{"a":2}'],
    ]);
  });

  test("a refusal is no text, and no good end", async () => {
    const parts = await chat(chunk({ refusal: "No." }), chunk({}, { finish_reason: "stop" }));
    expect(parts).toMatchObject({ text: "", finish: "content-filter" });
  });
});

describe("whole chat completions", () => {
  test("reasoning as text, and content in parts", async () => {
    expect((await answer({ reasoning: "Hm.", content: "4" })).content).toEqual([
      { type: "reasoning", text: "Hm." },
      { type: "text", text: "4" },
    ]);
    const parts = [
      { type: "thinking", thinking: [{ type: "text", text: "Hm." }] },
      { type: "text", text: "4" },
    ];
    expect((await answer({ content: parts })).content).toEqual([
      { type: "reasoning", text: "Hm." },
      { type: "text", text: "4" },
    ]);
  });

  test("a custom tool's call and a cited file", async () => {
    const { content, finishReason } = await answer(
      {
        content: null,
        tool_calls: [{ id: "x", type: "custom", custom: { name: "sql", input: "select 1" } }],
        annotations: [{ type: "file_citation", file_citation: { file_id: "f", filename: "a.pdf" } }],
      },
      { finish_reason: "stop" },
    );
    expect(content).toMatchObject([
      { type: "tool-call", toolName: "sql", input: '"select 1"' },
      { type: "source", sourceType: "document", title: "a.pdf" },
    ]);
    expect(finishReason).toMatchObject({ unified: "tool-calls" });
  });
});

describe("streams of Responses", () => {
  const ended = (response: Loose, type = "response.completed") => ({
    type,
    response: { id: "r", object: "response", created_at: 1, model: "m", output: [], ...response },
  });

  test("text whose deltas have another id than its item is shown once", async () => {
    const item = {
      type: "message",
      id: "item",
      role: "assistant",
      content: [{ type: "output_text", text: "Hi" }],
    };
    const parts = await responses(
      { type: "response.output_item.added", output_index: 0, item: { ...item, content: [] } },
      {
        type: "response.output_text.delta",
        output_index: 0,
        content_index: 0,
        item_id: "delta",
        delta: "Hi",
      },
      { type: "response.output_item.done", output_index: 0, item },
      ended({ status: "completed" }),
    );
    expect(parts).toMatchObject({ text: "Hi", texts: 1, finish: "stop" });
  });

  test("a failed response without a status is an error", async () => {
    const parts = await responses(
      ended({ error: { code: "internal_error", message: "boom" } }, "response.failed"),
    );
    expect(parts).toMatchObject({ errors: ["boom"], finish: "error" });
  });

  test("calls that the caller has to carry out are tool calls, and files that are cited are sources", async () => {
    const items = [
      { type: "custom_tool_call", id: "i1", call_id: "c1", name: "sql", input: "select 1" },
      { type: "apply_patch_call", id: "i2", call_id: "c2", operation: { type: "delete_file", path: "a" } },
      {
        type: "message",
        id: "i3",
        content: [
          {
            type: "output_text",
            text: "See",
            annotations: [
              { type: "file_citation", file_id: "f", filename: "a.pdf", index: 1 },
              { type: "container_file_citation", file_id: "g", container_id: "k", filename: "b.csv" },
            ],
          },
        ],
      },
    ];
    const parts = await responses(
      ...items.map((item, output_index) => ({ type: "response.output_item.done", output_index, item })),
      ended({ status: "completed", output: items }),
    );
    expect(parts.calls).toEqual([
      ["sql", '"select 1"'],
      ["apply_patch", '{"type":"delete_file","path":"a"}'],
    ]);
    expect(parts.sources).toMatchObject([{ title: "a.pdf" }, { title: "b.csv" }]);
    expect(parts.finish).toBe("tool-calls");
  });

  test("such a call comes back as its item, with an output of its kind", async () => {
    const item = { type: "custom_tool_call", id: "i1", call_id: "c1", name: "sql", input: "select 1" };
    gateway.enqueue({ raw: { body: ended({ status: "completed", output: [item] }).response } });
    const { content } = await provider().responses("gpt-5.4").doGenerate({ prompt });
    const [call] = content as unknown as { toolCallId: string; toolName: string; providerMetadata: never }[];
    gateway.enqueue({ content: "ok" });
    await provider()
      .responses("gpt-5.4")
      .doGenerate({
        prompt: [
          ...prompt,
          {
            role: "assistant",
            content: [
              {
                type: "tool-call",
                toolCallId: "c1",
                toolName: "sql",
                input: "select 1",
                providerOptions: call?.providerMetadata,
              },
            ],
          },
          {
            role: "tool",
            content: [
              {
                type: "tool-result",
                toolCallId: "c1",
                toolName: "sql",
                output: { type: "text", value: "1" },
              },
            ],
          },
        ],
      })
      .catch(() => {});
    const sent = gateway.requests.at(-1)?.body as { input: unknown[] } | undefined;
    expect(sent?.input.slice(1)).toEqual([
      item,
      { type: "custom_tool_call_output", call_id: "c1", output: "1" },
    ]);
  });
});
