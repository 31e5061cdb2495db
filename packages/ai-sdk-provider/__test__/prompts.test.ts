import { describe, expect, test } from "vitest";
import { createAuriko } from "../src";
import { createAuriko as createV4 } from "../src/v4";
import type { CallOptions } from "./replay";
import { reaching, runningGateway } from "./running-gateway";

const gateway = await runningGateway();

/** What a prompt becomes, and what is warned about. */
async function send(endpoint: "chat" | "responses", options: CallOptions) {
  const auriko = createAuriko(reaching(gateway));
  gateway.respondWith({ raw: { body: endpoint === "chat" ? completion : response } });
  const { warnings } = await auriko[endpoint]("gpt-4o").doGenerate(options);
  return { warnings, body: gateway.lastRequest?.body as Record<string, unknown> };
}

const completion = {
  id: "c",
  object: "chat.completion",
  created: 1,
  model: "m",
  choices: [{ index: 0, message: { role: "assistant", content: "" }, finish_reason: "stop" }],
};
const response = { id: "r", object: "response", created_at: 1, model: "m", status: "completed", output: [] };
const user = (...content: Extract<CallOptions["prompt"][number], { role: "user" }>["content"][number][]) => ({
  role: "user" as const,
  content,
});
const auriko = (options: Record<string, unknown>) => ({ providerOptions: { auriko: options } });

describe("what a tool gave back is sent as text", () => {
  const outputs = [
    [{ type: "text", value: "plain" }, "plain"],
    [{ type: "json", value: { a: [1] } }, '{"a":[1]}'],
    [{ type: "json", value: null }, "null"],
    [{ type: "error-text", value: "It broke" }, "It broke"],
    [{ type: "error-json", value: { code: 7 } }, '{"code":7}'],
    [{ type: "execution-denied", reason: "Not now" }, "Not now"],
    [{ type: "execution-denied" }, "The execution of this tool was denied."],
    [
      {
        type: "content",
        value: [
          { type: "text", text: "a" },
          { type: "text", text: "b" },
        ],
      },
      "a\nb",
    ],
  ] as const;

  test.each(outputs)("%j", async (output, text) => {
    const result = { type: "tool-result" as const, toolCallId: "call_1", toolName: "look", output };
    const prompt = [user({ type: "text", text: "Hi" }), { role: "tool" as const, content: [result] }];
    const chat = await send("chat", { prompt });
    expect((chat.body.messages as unknown[]).at(-1)).toEqual({
      role: "tool",
      tool_call_id: "call_1",
      content: text,
    });
    const responses = await send("responses", { prompt });
    expect((responses.body.input as unknown[]).at(-1)).toEqual({
      type: "function_call_output",
      call_id: "call_1",
      output: text,
    });
  });

  test("files in it are named and warned about", async () => {
    const output = { type: "content" as const, value: [{ type: "file-data", mediaType: "image/png" }] };
    const result = { type: "tool-result" as const, toolCallId: "call_1", toolName: "look", output };
    const { body, warnings } = await send("chat", { prompt: [{ role: "tool", content: [result] }] });
    expect(body.messages).toEqual([
      { role: "tool", tool_call_id: "call_1", content: "[image/png left out]" },
    ]);
    expect(warnings).toMatchObject([{ type: "unsupported", feature: "files in tool results" }]);
  });
});

test("cache marks are read from a message, a part, and from prompts written for the Anthropic provider", async () => {
  const cache = { type: "ephemeral" };
  const { body } = await send("chat", {
    prompt: [
      { role: "system", content: "Rules", ...auriko({ cacheControl: cache }) },
      {
        ...user({ type: "text", text: "a" }, { type: "text", text: "b" }),
        ...auriko({ cacheControl: cache }),
      },
      user({ type: "text", text: "c", providerOptions: { anthropic: { cacheControl: cache } } }),
      user({ type: "text", text: "plain" }),
    ],
  });
  expect(body.messages).toEqual([
    { role: "system", content: [{ type: "text", text: "Rules", cache_control: cache }] },
    {
      role: "user",
      content: [
        { type: "text", text: "a" },
        { type: "text", text: "b", cache_control: cache },
      ],
    },
    { role: "user", content: [{ type: "text", text: "c", cache_control: cache }] },
    { role: "user", content: "plain" },
  ]);
});

test("images are sent by address or as data, with their detail, whatever the version calls them", async () => {
  const jpeg = Buffer.from("ffd8ffe000104a4649460001", "hex");
  const base64 = jpeg.toString("base64");
  const { body, warnings } = await send("chat", {
    prompt: [
      user(
        { type: "file", mediaType: "image/*", data: new Uint8Array(jpeg) },
        {
          type: "file",
          mediaType: "image",
          data: { type: "data", data: base64 },
          ...auriko({ imageDetail: "low" }),
        },
        { type: "file", mediaType: "image/png", data: new URL("https://example.com/A.png") },
        {
          type: "file",
          mediaType: "image/png",
          data: { type: "url", url: new URL("https://example.com/b.png") },
        },
        { type: "file", mediaType: "text/markdown", data: { type: "text", text: "# Title" } },
        {
          type: "file",
          mediaType: "image/png",
          data: { type: "reference", reference: { openai: "file-1" } },
        },
      ),
    ],
  });
  const url = `data:image/jpeg;base64,${base64}`;
  expect((body.messages as { content: unknown }[])[0]?.content).toEqual([
    { type: "image_url", image_url: { url } },
    { type: "image_url", image_url: { url, detail: "low" } },
    { type: "image_url", image_url: { url: "https://example.com/A.png" } },
    { type: "image_url", image_url: { url: "https://example.com/b.png" } },
    { type: "text", text: "# Title" },
  ]);
  expect(warnings).toHaveLength(1);
});

test("a tool's input that was no valid JSON goes back as the model wrote it", async () => {
  const call = { type: "tool-call" as const, toolCallId: "call_1", toolName: "look", input: '{"city":' };
  const { body } = await send("chat", { prompt: [{ role: "assistant", content: [call] }] });
  expect(body.messages).toMatchObject([{ tool_calls: [{ function: { arguments: '{"city":' } }] }]);
});

test("system messages become instructions of Responses, later ones stay where they are", async () => {
  const { body } = await send("responses", {
    prompt: [
      { role: "system", content: "One" },
      { role: "system", content: "Two" },
      user({ type: "text", text: "Hi" }),
      { role: "system", content: "Three" },
    ],
  });
  expect(body.instructions).toBe("One\n\nTwo");
  expect(body.input).toEqual([
    { type: "message", role: "user", content: "Hi" },
    { type: "message", role: "system", content: "Three" },
  ]);
});

test("reasoning, phases and hosted results of Responses become the items that they were", async () => {
  const item = { id: "ws_1", type: "web_search_call", status: "completed" };
  const { body } = await send("responses", {
    prompt: [
      {
        role: "assistant",
        content: [
          { type: "reasoning", text: "One", ...auriko({ itemId: "rs_1" }) },
          { type: "reasoning", text: "Two", ...auriko({ itemId: "rs_1", encryptedContent: "enc" }) },
          { type: "reasoning", text: "", ...auriko({ itemId: "rs_2", encryptedContent: "enc-2" }) },
          { type: "reasoning", text: "Of another provider" },
          { type: "tool-call", toolCallId: "ws_1", toolName: "search", input: {}, providerExecuted: true },
          {
            type: "tool-result",
            toolCallId: "ws_1",
            toolName: "search",
            output: { type: "json", value: item },
          },
          { type: "text", text: "Found", ...auriko({ itemId: "msg_1", phase: "final_answer" }) },
        ],
      },
    ],
  });
  expect(body.input).toEqual([
    {
      type: "reasoning",
      id: "rs_1",
      summary: [
        { type: "summary_text", text: "One" },
        { type: "summary_text", text: "Two" },
      ],
      encrypted_content: "enc",
    },
    { type: "reasoning", id: "rs_2", summary: [], encrypted_content: "enc-2" },
    item,
    {
      type: "message",
      role: "assistant",
      id: "msg_1",
      phase: "final_answer",
      content: [{ type: "output_text", text: "Found" }],
    },
  ]);
});

test("tools, tool choice and strictness are written as each endpoint wants them", async () => {
  const inputSchema = { type: "object", properties: {} };
  const options: CallOptions = {
    prompt: [user({ type: "text", text: "Hi" })],
    tools: [{ type: "function", name: "look", description: "Looks", inputSchema, strict: true }],
    toolChoice: { type: "tool", toolName: "look" },
    providerOptions: { auriko: { parallelToolCalls: false } },
  };
  const chat = await send("chat", options);
  expect(chat.body).toMatchObject({
    tools: [
      {
        type: "function",
        function: { name: "look", description: "Looks", parameters: inputSchema, strict: true },
      },
    ],
    tool_choice: { type: "function", function: { name: "look" } },
    parallel_tool_calls: false,
  });
  const responses = await send("responses", options);
  expect(responses.body).toMatchObject({
    tools: [{ type: "function", name: "look", description: "Looks", parameters: inputSchema, strict: true }],
    tool_choice: { type: "function", name: "look" },
    parallel_tool_calls: false,
  });
  for (const type of ["auto", "none", "required"] as const) {
    expect((await send("chat", { ...options, toolChoice: { type } })).body.tool_choice).toBe(type);
  }
  const { body } = await send("chat", { prompt: options.prompt, tools: [], toolChoice: { type: "auto" } });
  expect(body).not.toHaveProperty("tools");
  expect(body).not.toHaveProperty("tool_choice");
});

test("a hosted tool can't be had from chat completions, which is a warning", async () => {
  const tool = { type: "provider" as const, id: "auriko.web_search", name: "search", args: {} };
  const prompt = [user({ type: "text", text: "Hi" })];
  const chat = await send("chat", { prompt, tools: [tool] });
  expect(chat.warnings).toMatchObject([{ type: "unsupported", feature: "provider tool auriko.web_search" }]);
  expect(chat.body).not.toHaveProperty("tools");
  const responses = await send("responses", {
    prompt,
    tools: [{ ...tool, args: { size: "high" } }],
    toolChoice: { type: "tool", toolName: "search" },
  });
  expect(responses.body).toMatchObject({
    tools: [{ type: "web_search", size: "high" }],
    tool_choice: { type: "web_search" },
  });
});

test("JSON is asked for with a schema, with a strict one, or without any", async () => {
  const prompt = [user({ type: "text", text: "JSON please" })];
  const schema = { type: "object" };
  const named = { type: "json" as const, schema, name: "person", description: "A person" };
  expect((await send("chat", { prompt, responseFormat: named })).body.response_format).toEqual({
    type: "json_schema",
    json_schema: { name: "person", description: "A person", schema },
  });
  const strict = { providerOptions: { auriko: { strictJsonSchema: true } } };
  expect(
    (await send("chat", { prompt, responseFormat: { type: "json", schema }, ...strict })).body
      .response_format,
  ).toEqual({ type: "json_schema", json_schema: { name: "response", schema, strict: true } });
  expect((await send("chat", { prompt, responseFormat: { type: "json" } })).body.response_format).toEqual({
    type: "json_object",
  });
  expect((await send("chat", { prompt, responseFormat: { type: "text" } })).body).not.toHaveProperty(
    "response_format",
  );
  expect((await send("responses", { prompt, responseFormat: named })).body.text).toEqual({
    format: { type: "json_schema", name: "person", schema },
  });
});

test("reasoning of Responses is asked for by its own names", async () => {
  const { body } = await send("responses", {
    prompt: [user({ type: "text", text: "Hi" })],
    reasoning: "minimal",
    providerOptions: {
      auriko: { reasoningSummary: "auto", include: ["reasoning.encrypted_content"], maxToolCalls: 2 },
    },
  });
  expect(body).toMatchObject({
    reasoning: { effort: "minimal", summary: "auto" },
    include: ["reasoning.encrypted_content"],
    max_tool_calls: 2,
  });
});

test("token probabilities and refusals of a whole answer are in its metadata", async () => {
  const logprobs = { content: [{ token: "a", logprob: -1 }] };
  gateway.respondWith({
    raw: {
      body: {
        ...completion,
        system_fingerprint: "fp",
        service_tier: "flex",
        choices: [
          {
            index: 0,
            message: { role: "assistant", refusal: "No." },
            finish_reason: "content_filter",
            native_finish_reason: "safety",
            logprobs,
          },
        ],
      },
    },
  });
  const model = createV4({ baseURL: gateway.baseUrl, apiKey: gateway.apiKey })("gpt-4o");
  const result = await model.doGenerate({ prompt: [user({ type: "text", text: "Hi" })] });
  expect(result.finishReason).toEqual({ unified: "content-filter", raw: "content_filter" });
  expect(result.content).toEqual([
    { type: "reasoning", text: "", providerMetadata: { auriko: { refusal: "No." } } },
  ]);
  expect(result.providerMetadata.auriko).toMatchObject({
    refusal: "No.",
    nativeFinishReason: "safety",
    systemFingerprint: "fp",
    serviceTier: "flex",
    logprobs,
  });
});

test("an answer without any choice is an empty answer, not a crash", async () => {
  gateway.respondWith({ raw: { body: { ...completion, choices: [] } } });
  const model = createAuriko(reaching(gateway))("gpt-4o");
  const result = await model.doGenerate({ prompt: [user({ type: "text", text: "Hi" })] });
  expect(result.content).toEqual([]);
  expect(result.finishReason).toEqual({ unified: "other", raw: undefined });
});
