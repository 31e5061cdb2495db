import { afterEach, expect, test, vi } from "vitest";
import { question } from "../support/chat";
import { ObservedGateway } from "./observed-gateway";

const observed = new ObservedGateway();
const { telemetry } = observed;
afterEach(() => {
  vi.unstubAllEnvs();
});

const client = () => observed.client();
const written = (name: string) => {
  const value = telemetry.spans[0]?.attributes[name];
  return value === undefined ? undefined : JSON.parse(String(value));
};
const NAMES = [
  "gen_ai.input.messages",
  "gen_ai.output.messages",
  "gen_ai.system_instructions",
  "gen_ai.tool.definitions",
];

test("nobody's words are written unless that was asked for", async () => {
  observed.instrument();
  await client().chat.completions.create(question);
  for (const name of NAMES) expect(written(name)).toBeUndefined();
});

test.each(["true", "SPAN_ONLY", "SPAN_AND_EVENT"])("the environment may ask for it: %s", async (value) => {
  vi.stubEnv("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", value);
  observed.instrument();
  await client().chat.completions.create(question);
  expect(written("gen_ai.input.messages")).toEqual([
    { role: "user", parts: [{ type: "text", content: "Hello" }] },
  ]);
});

test.each(["EVENT_ONLY", "NO_CONTENT", ""])("the environment may not ask for it: %j", async (value) => {
  vi.stubEnv("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", value);
  observed.instrument();
  await client().chat.completions.create(question);
  expect(written("gen_ai.input.messages")).toBeUndefined();
});

test("a conversation with tools is written in the shape of the conventions, streamed answers too", async () => {
  observed.instrument({ captureContent: true });
  const tools = [
    { type: "function" as const, function: { name: "weather", parameters: { type: "object" } } },
  ];
  observed.gateway.enqueue({
    reasoning: "Let me see.",
    content: "Well:",
    toolCalls: [{ name: "weather", arguments: { city: "Rome" }, id: "call_2" }],
  });
  const stream = await client().chat.completions.create({
    model: "gpt-5.4",
    stream: true,
    tools,
    messages: [
      { role: "system", content: "Be brief." },
      {
        role: "user",
        content: [
          { type: "text", text: "Paris?" },
          { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
        ],
      },
      {
        role: "assistant",
        content: null,
        tool_calls: [
          { id: "call_1", type: "function", function: { name: "weather", arguments: '{"city":"Paris"}' } },
        ],
      },
      { role: "tool", tool_call_id: "call_1", content: "Rain" },
    ],
  });
  await stream.finalCompletion();
  expect(written("gen_ai.input.messages")).toEqual([
    { role: "system", parts: [{ type: "text", content: "Be brief." }] },
    { role: "user", parts: [{ type: "text", content: "Paris?" }, { type: "image_url" }] },
    {
      role: "assistant",
      parts: [{ type: "tool_call", id: "call_1", name: "weather", arguments: { city: "Paris" } }],
    },
    { role: "tool", parts: [{ type: "tool_call_response", id: "call_1", response: "Rain" }] },
  ]);
  const [answer] = written("gen_ai.output.messages");
  expect(answer.role).toBe("assistant");
  expect(answer.parts).toContainEqual({ type: "text", content: "Well:" });
  expect(answer.parts).toContainEqual({
    type: "tool_call",
    id: "call_2",
    name: "weather",
    arguments: { city: "Rome" },
  });
  expect(written("gen_ai.tool.definitions")).toEqual(tools);
});

test("a response's instructions, items and output are written likewise", async () => {
  observed.instrument({ captureContent: true });
  observed.gateway.enqueue("Sunny.");
  await client().responses.create({
    model: "gpt-5.4",
    instructions: "Be brief.",
    input: [
      { role: "user", content: "Rome?" },
      { type: "function_call", call_id: "call_1", name: "weather", arguments: "{}" },
      { type: "function_call_output", call_id: "call_1", output: "Sun" },
    ],
  });
  expect(written("gen_ai.system_instructions")).toEqual([{ type: "text", content: "Be brief." }]);
  expect(written("gen_ai.input.messages")).toEqual([
    { role: "user", parts: [{ type: "text", content: "Rome?" }] },
    { role: "assistant", parts: [{ type: "tool_call", id: "call_1", name: "weather", arguments: {} }] },
    { role: "tool", parts: [{ type: "tool_call_response", id: "call_1", response: "Sun" }] },
  ]);
  expect(written("gen_ai.output.messages")).toEqual([
    { role: "assistant", parts: [{ type: "text", content: "Sunny." }] },
  ]);
});

test("secrets that the SDK knows are not among the words", async () => {
  observed.instrument({ captureContent: true });
  const key = observed.gateway.apiKey;
  observed.gateway.enqueue(`Your key is ${key}.`);
  await client().chat.completions.create({
    ...question,
    messages: [{ role: "user", content: `Is ${key} my key?` }],
  });
  expect(JSON.stringify(telemetry.spans.map(({ attributes }) => attributes))).not.toContain(key);
  expect(JSON.stringify(written("gen_ai.output.messages"))).toContain("Your key is");
});
