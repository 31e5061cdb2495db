import { afterEach, beforeEach, expect, it } from "vitest";
import { type Gateway, startGateway } from "../../gateway";
import { type Body, chat, chatChunks, chatError, hello, post } from "./call-gateway";

let gateway: Gateway;
beforeEach(async () => {
  gateway = await startGateway({ seed: 5 });
});
afterEach(() => gateway.close());

const text = (body: Awaited<ReturnType<typeof chat>>): string | null | undefined =>
  body.choices[0]?.message.content;
const weather = {
  type: "function",
  function: {
    name: "get_weather",
    parameters: {
      type: "object",
      properties: { city: { type: "string" }, unit: { enum: ["celsius", "fahrenheit"] } },
      required: ["city", "unit"],
    },
  },
};
const deltas = (chunks: readonly Body[]): Body[] =>
  chunks.flatMap((chunk) => (chunk.choices as { delta: Body }[]).map((choice) => choice.delta));

it("uses queued replies in order, then the standing one, then its own", async () => {
  gateway.enqueue("one", { content: "two" });
  gateway.respondWith("standing");
  expect(gateway.repliesLeft).toBe(2);
  const said = [];
  for (let index = 0; index < 3; index += 1) said.push(text(await chat(gateway)));
  expect(said).toEqual(["one", "two", "standing"]);
  gateway.respondWith(undefined);
  expect(text(await chat(gateway))).toContain("Simulated answer from gpt-4o at OpenAI. You wrote: “Hello”");
});

it("asks a function with the recorded request", async () => {
  gateway.respondWith(async (request) => {
    const { messages } = request.body as typeof hello;
    return messages[0]?.content === "Hello" ? `You said ${messages[0].content}` : undefined;
  });
  expect(text(await chat(gateway))).toBe("You said Hello");
  expect(text(await chat(gateway, { ...hello, messages: [{ role: "user", content: "Bye" }] }))).toContain(
    "Simulated",
  );
});

it("answers with an error when a reply function throws, and goes on", async () => {
  gateway.enqueue(() => {
    throw new Error("oops");
  });
  expect(await chatError(gateway, hello)).toMatchObject({
    status: 500,
    code: "internal_error",
    message: expect.stringContaining("oops"),
  });
  expect((await post(gateway, "chat/completions", hello)).status).toBe(200);
});

it("makes tool calls with everything in place", async () => {
  gateway.enqueue({
    toolCalls: [
      { name: "get_weather", arguments: { city: "Rome" }, signature: "sig" },
      { name: "go", arguments: "{broken", id: "mine" },
    ],
  });
  const { choices } = await chat(gateway);
  expect(choices[0]).toMatchObject({
    finish_reason: "tool_calls",
    message: {
      content: null,
      tool_calls: [
        {
          id: expect.stringMatching(/^call_/),
          type: "function",
          provider_signature: "sig",
          function: { name: "get_weather", arguments: '{"city":"Rome"}' },
        },
        { id: "mine", type: "function", function: { name: "go", arguments: "{broken" } },
      ],
    },
  });
});

it("streams tool calls in pieces that add up", async () => {
  const call = { name: "get_weather", arguments: { city: "Rio de Janeiro", unit: "celsius" } };
  gateway.enqueue({ content: "Let me look.", toolCalls: [call, call] });
  const pieces = deltas(await chatChunks(gateway)).flatMap(
    (delta) => (delta.tool_calls ?? []) as { index: number; function: { arguments: string } }[],
  );
  const joined = (index: number) =>
    pieces
      .filter((piece) => piece.index === index)
      .map((piece) => piece.function.arguments)
      .join("");
  expect([joined(0), joined(1)]).toEqual([JSON.stringify(call.arguments), JSON.stringify(call.arguments)]);
});

it("calls a tool that the question is about, answers when it has the result", async () => {
  const question = { role: "user", content: "What is the weather in Paris?" };
  const first = await chat(gateway, { ...hello, messages: [question], tools: [weather] });
  const call = first.choices[0]?.message.tool_calls?.[0];
  const written = JSON.parse(call?.function.arguments ?? "") as Body;
  expect(written.city).toBe("Paris");
  expect(["celsius", "fahrenheit"]).toContain(written.unit);
  const messages = [
    question,
    first.choices[0]?.message,
    { role: "tool", tool_call_id: "x", content: "18 degrees" },
  ];
  const second = await chat(gateway, { ...hello, messages, tools: [weather] });
  expect(second.choices[0]).toMatchObject({
    finish_reason: "stop",
    message: { content: expect.stringContaining("18 degrees") },
  });
});

it("never calls a tool with tool_choice none, always with required or a name", async () => {
  const ask = async (choice: unknown) =>
    (
      await chat(gateway, {
        ...hello,
        messages: [{ role: "user", content: "weather" }],
        tools: [weather],
        tool_choice: choice,
      })
    ).choices[0]?.message.tool_calls?.length;
  expect(await ask("none")).toBeUndefined();
  expect(await ask("required")).toBe(1);
  expect(await ask({ type: "function", function: { name: "get_weather" } })).toBe(1);
});

it("converts functions and function_call of the older form", async () => {
  const body = { ...hello, functions: [weather.function], function_call: { name: "get_weather" } };
  expect((await chat(gateway, body)).choices[0]?.message.tool_calls).toHaveLength(1);
});

it("sends reasoning as text, as signed blocks and as redacted ones", async () => {
  gateway.enqueue({
    reasoning: [
      { type: "thinking", thinking: "First this.", signature: "s1" },
      { type: "redacted", data: "xyz" },
    ],
    content: "Done",
  });
  const { choices } = await chat(gateway);
  expect(choices[0]?.message).toMatchObject({
    reasoning_content: "First this.",
    reasoning: [
      { type: "thinking", thinking: "First this.", signature: "s1" },
      { type: "redacted", data: "xyz" },
    ],
  });
  gateway.enqueue({
    reasoning: [
      { type: "thinking", thinking: "So so.", signature: "s2" },
      { type: "redacted", data: "abc" },
    ],
    content: "Done",
  });
  const streamed = deltas(await chatChunks(gateway));
  expect(streamed.map((delta) => delta.reasoning_content ?? "").join("")).toBe("So so.");
  expect(streamed.find((delta) => delta.reasoning_signature)?.reasoning_signature).toBe("s2");
  expect(streamed.find((delta) => delta.reasoning_redacted_data)?.reasoning_redacted_data).toBe("abc");
});

it("refuses, and produces images", async () => {
  gateway.enqueue({ refusal: "I won't." }, { images: [{ data: "AAAA", mimeType: "image/webp" }] });
  expect((await chat(gateway)).choices[0]?.message).toMatchObject({ refusal: "I won't.", content: null });
  const images = deltas(await chatChunks(gateway)).flatMap((delta) => (delta.images ?? []) as Body[]);
  expect(images).toEqual([{ type: "image", mime_type: "image/webp", data: "AAAA" }]);
});

it("cuts a stream exactly where the script says", async () => {
  gateway.enqueue({ chunks: ["a", "bc", "", "def"] });
  const contents = deltas(await chatChunks(gateway))
    .slice(1)
    .flatMap((delta) => ("content" in delta ? [delta.content] : []));
  expect(contents).toEqual(["a", "bc", "", "def"]);
});

it("gives log probabilities for every token, as many alternatives as asked for", async () => {
  gateway.enqueue("one two");
  const { choices } = await chat(gateway, { ...hello, logprobs: true, top_logprobs: 3 });
  type Entry = { token: string; logprob: number; top_logprobs: { logprob: number }[] };
  const content = (choices[0]?.logprobs?.content ?? []) as Entry[];
  expect(content.map((entry) => entry.token).join("")).toBe("one two");
  for (const entry of content) {
    expect(entry.logprob).toBeLessThanOrEqual(0);
    expect(entry.top_logprobs).toHaveLength(3);
    expect(entry.top_logprobs[0]?.logprob).toBe(entry.logprob);
    expect(entry.top_logprobs[1]?.logprob).toBeLessThan(entry.logprob);
  }
});

it("stops at a stop sequence and at the token limit", async () => {
  gateway.respondWith("one two three four five six");
  const stopped = await chat(gateway, { ...hello, stop: ["four", "three"] });
  expect([text(stopped), stopped.choices[0]?.finish_reason]).toEqual(["one two ", "stop"]);
  const limited = await chat(gateway, { ...hello, max_completion_tokens: 3 });
  expect(limited.choices[0]?.finish_reason).toBe("length");
  expect(limited.usage.completion_tokens).toBeLessThanOrEqual(3);
});

it("gives several choices, the same or scripted ones", async () => {
  expect((await chat(gateway, { ...hello, n: 3 })).choices).toHaveLength(3);
  gateway.enqueue({ choices: [{ content: "A" }, { content: "B", finishReason: "length" }] });
  const chunks = await chatChunks(gateway, { ...hello, n: 2 });
  const said = (index: number) =>
    chunks
      .flatMap((chunk) => chunk.choices as { index: number; delta: Body }[])
      .filter((choice) => choice.index === index)
      .map((choice) => choice.delta.content ?? "")
      .join("");
  expect([said(0), said(1)]).toEqual(["A", "B"]);
});

it("lets a script change usage and metadata, and leave metadata out", async () => {
  gateway.enqueue({
    content: "x",
    usage: { prompt_tokens: 7, prompt_tokens_details: { cached_tokens: 3 } },
    routingMetadata: { provider: "elsewhere" },
  });
  const changed = await chat(gateway);
  expect(changed.usage).toMatchObject({
    prompt_tokens: 7,
    prompt_tokens_details: { cached_tokens: 3, text_tokens: expect.any(Number) },
  });
  expect(changed.routing_metadata.provider).toBe("elsewhere");
  gateway.enqueue({ content: "x", routingMetadata: null });
  expect(await chat(gateway)).not.toHaveProperty("routing_metadata");
});

it("sends a scripted error, a raw body and raw events", async () => {
  gateway.enqueue({ error: { code: "model_unavailable", provider: "openai", suggestion: "Wait." } });
  expect(await chatError(gateway, hello)).toMatchObject({
    status: 503,
    code: "model_unavailable",
    provider: "openai",
    suggestion: "Wait.",
  });
  gateway.enqueue({ raw: { status: 418, headers: { "x-pot": "tea" }, body: { short: true } } });
  const pot = await post(gateway, "chat/completions", hello);
  expect([pot.status, pot.headers.get("x-pot"), await pot.json()]).toEqual([418, "tea", { short: true }]);
  gateway.enqueue({ raw: { events: [{ a: 1 }, ": comment", "[DONE]"] } });
  const events = await post(gateway, "chat/completions", hello);
  expect(await events.text()).toBe('data: {"a":1}\n\n: comment\n\ndata: [DONE]\n\n');
});

it("delays and spoils a single reply", async () => {
  gateway.enqueue({ content: "late", delayMs: 60 }, { content: "cut", fault: "truncate" });
  const began = performance.now();
  expect(text(await chat(gateway))).toBe("late");
  expect(performance.now() - began).toBeGreaterThan(50);
  await expect(chat(gateway)).rejects.toThrow();
});

it("records what was sent", async () => {
  await post(gateway, "chat/completions?trace=1", hello, { "x-mine": "yes" });
  expect(gateway.lastRequest).toMatchObject({
    index: 0,
    method: "POST",
    path: "/v1/chat/completions",
    query: { trace: "1" },
    headers: { "x-mine": "yes", authorization: `Bearer ${gateway.apiKey}` },
    body: hello,
    bodyText: JSON.stringify(hello),
    status: 200,
    httpVersion: "1.1",
  });
  expect(await gateway.lastRequest?.closed).toBe("complete");
  gateway.reset();
  expect(gateway.requests).toEqual([]);
});

it("waits for a request that has not come yet", async () => {
  const waiting = gateway.waitForRequest((request) => request.path.endsWith("/models"));
  await chat(gateway);
  await fetch(`${gateway.baseUrl}/models`);
  expect((await waiting).method).toBe("GET");
});

it("warns about ignored fields, blocked extensions and unknown providers", async () => {
  const body = {
    ...hello,
    metadata: { a: "b" },
    extensions: { openai: { logit_bias: {}, nested: { api_key: "x" }, fine: 1 }, acme: {} },
  };
  const types = (await chat(gateway, body)).routing_metadata.warnings?.map((warning) => warning.type);
  expect(types).toEqual(["unsupported_field", "blocked_field", "blocked_field", "unknown_provider"]);
});

it.each([
  ["gpt-5.4", "max", "xhigh"],
  ["claude-sonnet-4-6", "xhigh", "max"],
  ["grok-3-mini", "medium", "high"],
  ["minimax-m2", "low", "dropped"],
])("changes an effort that %s does not know, %s to %s, with a warning", async (model, effort, expected) => {
  const { routing_metadata: metadata } = await chat(gateway, { ...hello, model, reasoning_effort: effort });
  expect(metadata.warnings).toEqual([
    expect.objectContaining({ type: "unsupported_parameter", message: expect.stringContaining(expected) }),
  ]);
});

it("drops the effort next to tools, and sampling next to reasoning, where models can't have both", async () => {
  const withTools = await chat(gateway, {
    ...hello,
    model: "gpt-5.4",
    reasoning_effort: "high",
    tools: [weather],
  });
  expect(withTools.routing_metadata.warnings?.[0]?.message).toContain("reasoning_effort was dropped");
  expect(withTools.usage.completion_tokens_details.reasoning_tokens).toBe(0);
  const sampled = { ...hello, model: "claude-sonnet-4-6", reasoning_effort: "low", temperature: 1 };
  expect((await chat(gateway, sampled)).routing_metadata.warnings?.[0]?.message).toContain("temperature");
});

it("lets a reply strike before the headers or take the answer's place", async () => {
  gateway.enqueue(
    { content: "lost", fault: "close;at=start" },
    { content: "lost", fault: "html;status=504" },
  );
  await expect(post(gateway, "chat/completions", hello)).rejects.toThrow();
  const page = await post(gateway, "chat/completions", hello);
  expect([page.status, page.headers.get("content-type")]).toEqual([504, "text/html; charset=utf-8"]);
  expect(gateway.lastRequest?.faults).toEqual([{ kind: "html", status: 504 }]);
});
