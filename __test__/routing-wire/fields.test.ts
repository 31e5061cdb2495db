import { describe, expect, test } from "vitest";
import {
  assistantMessage,
  type ChatCompletionMessageParam,
  type ChatCompletionTool,
  summarizeRouting,
} from "../../ts";
import { expectSent, messages, refusalOf, sendEverywhere, wire } from "./wire";

const model = "gpt-5.4";

describe("marks on a request", () => {
  test("are sent as they are", async () => {
    const both = await wire();
    const metadata = {
      tags: ["a", "b"],
      user_id: "u",
      trace_id: "t",
      custom_fields: { tenant: "acme", "": "empty" },
    };
    await sendEverywhere(both, { model, gateway: { metadata } }, { model, gateway: { metadata } });
  });

  test.each([
    [{ tag: ["a"] }, "gateway.metadata.tag"],
    [{ tags: "a" }, "gateway.metadata.tags"],
    [{ custom_fields: { n: 5 } }, "gateway.metadata.custom_fields.n"],
  ])("are refused when they are wrong: %j", async (metadata, param) => {
    const { gateway, client } = await wire();
    const call = client.chat.completions.create({
      model,
      messages,
      gateway: { metadata: metadata as never },
    });
    expect(await refusalOf(call)).toMatchObject({ param, attempts: 0 });
    expect(gateway.requests).toHaveLength(0);
  });
});

describe("extensions", () => {
  test("are sent as they are, for any provider; what Auriko removes comes back as warnings", async () => {
    const { gateway, client } = await wire();
    const extensions = {
      openai: { logit_bias: { "1": -100 }, nested: { api_key: "x" } },
      acme: { speed: "ludicrous" },
    };
    const completion = await client.chat.completions.create({ model, messages, extensions });
    expectSent(gateway, { messages, model, extensions });
    const warnings = summarizeRouting(completion.routing_metadata)?.warnings ?? [];
    expect(warnings.map(({ type }) => type).sort()).toEqual([
      "blocked_field",
      "blocked_field",
      "unknown_provider",
    ]);
    await client.responses.create({ model, input: "Hello", extensions });
    expectSent(gateway, { input: "Hello", model, extensions });
  });
});

describe("prompt caching", () => {
  const long = "Follow the rules of the house. ".repeat(400);

  test("cache_control reaches Anthropic, in system and user parts, and shows in the usage", async () => {
    const { gateway, client } = await wire();
    const marked: ChatCompletionMessageParam[] = [
      { role: "system", content: [{ type: "text", text: long, cache_control: { type: "ephemeral" } }] },
      {
        role: "user",
        content: [
          { type: "text", text: "Hello", cache_control: { type: "ephemeral" } },
          {
            type: "image_url",
            image_url: { url: "https://example.com/cat.png", detail: "low" },
            cache_control: { type: "ephemeral" },
          },
        ],
      },
    ];
    const params = { model: "claude-sonnet-4-20250514", messages: marked };
    const first = await client.chat.completions.create(params);
    expectSent(gateway, { messages: marked, model: params.model });
    expect(first.usage?.prompt_tokens_details?.cache_write_tokens).toBeGreaterThan(1000);
    const second = await client.chat.completions.create(params);
    expect(second.usage?.prompt_tokens_details?.cached_tokens).toBeGreaterThan(1000);
    expect(summarizeRouting(second.routing_metadata)?.cacheSavingsUsd).toBeGreaterThan(0);
  });

  test("prompt_cache_key, prompt_cache_retention, safety_identifier and user go out under their names", async () => {
    const { gateway, client } = await wire();
    const hints = {
      prompt_cache_key: "conversation-1",
      prompt_cache_retention: "24h",
      safety_identifier: "s",
      user: "u",
    };
    await client.chat.completions.create({ model: "gpt-4.1-mini", messages, ...hints });
    expectSent(gateway, { messages, model: "gpt-4.1-mini", ...hints });
    const { prompt_cache_retention: _, ...others } = hints;
    await client.responses.create({ model, input: "Hello", ...others });
    expectSent(gateway, { input: "Hello", model, ...others });
  });

  test("figures of a stream come at its end", async () => {
    const { client } = await wire();
    const params = { model, messages: [{ role: "system" as const, content: long }, ...messages] };
    await client.chat.completions.create(params);
    const stream = await client.chat.completions.create({ ...params, stream: true });
    expect(stream.usage).toBeNull();
    await stream.forEach(() => {});
    expect(stream.usage?.prompt_tokens_details?.cached_tokens).toBeGreaterThan(1000);
    expect(stream.routingMetadata?.cost?.cache_savings_percent).toBeGreaterThan(0);
  });
});

describe("reasoning", () => {
  test.each(["off", "low", "medium", "high", "xhigh"])(
    "effort %s goes out under its name",
    async (effort) => {
      const { gateway, client } = await wire();
      await client.chat.completions.create({ model, messages, reasoning_effort: effort });
      expectSent(gateway, { messages, model, reasoning_effort: effort });
      await client.responses.create({ model, input: "Hello", reasoning: { effort, summary: "auto" } });
      expectSent(gateway, { input: "Hello", model, reasoning: { effort, summary: "auto" } });
    },
  );

  test("is left out of the answer when that is asked for, and counted all the same", async () => {
    const { gateway, client } = await wire();
    const params = { model: "claude-sonnet-4-6", messages, reasoning_effort: "high" };
    const shown = await client.chat.completions.create(params);
    expect(shown.choices[0]?.message.reasoning_content).toBeTruthy();
    const hidden = await client.chat.completions.create({ ...params, reasoning: { exclude: true } });
    expectSent(gateway, {
      messages,
      model: params.model,
      reasoning_effort: "high",
      reasoning: { exclude: true },
    });
    expect(hidden.choices[0]?.message.reasoning_content).toBeUndefined();
    expect(hidden.usage?.completion_tokens_details?.reasoning_tokens).toBeGreaterThan(0);
  });

  test("a model that can't reason says so, with the field", async () => {
    const { client } = await wire();
    const call = client.chat.completions.create({ model: "gpt-4o", messages, reasoning_effort: "high" });
    expect(await refusalOf(call)).toMatchObject({
      code: "reasoning_not_supported",
      param: "reasoning_effort",
      attempts: 1,
    });
  });

  test("blocks and signatures go back unchanged, of a whole answer and of a streamed one", async () => {
    const reasoning = [
      { type: "thinking" as const, thinking: "Let me see.", signature: "c2ln" },
      { type: "redacted" as const, data: "ZW5jcnlwdGVk" },
    ];
    const { gateway, client } = await wire({ respond: { content: "42", reasoning } });
    const params = { model: "claude-sonnet-4-6", messages, reasoning_effort: "medium" };
    const whole = (await client.chat.completions.create(params)).choices[0]?.message;
    const streamed = await (await client.chat.completions.create({ ...params, stream: true })).finalMessage();
    for (const message of [whole, streamed]) {
      if (message === undefined) throw new Error("no message");
      const next = [...messages, assistantMessage(message), { role: "user" as const, content: "Go on." }];
      await client.chat.completions.create({ ...params, messages: next });
      const sent = gateway.lastRequest?.body as { messages: Record<string, unknown>[] };
      expect(sent.messages[1]).toMatchObject({ role: "assistant", content: "42", reasoning });
      expect(Object.values(sent.messages[1] ?? {})).not.toContain(null);
    }
  });
});

describe("tools", () => {
  const tools: ChatCompletionTool[] = [
    {
      type: "function",
      function: {
        name: "look",
        description: "Looks.",
        parameters: { type: "object", properties: { at: { type: ["string", "null"] } } },
        strict: true,
      },
    },
    { type: "function", function: { name: "wait" } },
  ];

  test.each(["auto", "required", "none", { type: "function", function: { name: "look" } }] as const)(
    "with tool_choice %j go out as they are",
    async (tool_choice) => {
      const { gateway, client } = await wire();
      const params = { tools, tool_choice, parallel_tool_calls: false };
      await client.chat.completions.create({ model, messages, ...params });
      expectSent(gateway, { messages, model, ...params });
    },
  );

  test("of the Responses API are flat, hosted ones are passed on", async () => {
    const { gateway, client } = await wire();
    const flat = [
      { type: "function", name: "look", parameters: { type: "object" } },
      { type: "web_search", search_context_size: "low" },
    ];
    await client.responses.create({ model, input: "Hello", tools: flat, tool_choice: "auto" });
    expectSent(gateway, { input: "Hello", model, tools: flat, tool_choice: "auto" });
  });

  test("that a provider does not force are refused, with the code", async () => {
    const { client } = await wire();
    const call = client.chat.completions.create({
      model: "deepseek-chat",
      messages,
      tools,
      tool_choice: "required",
      gateway: { routing: { providers: ["together_ai"] } },
    });
    expect(await refusalOf(call)).toMatchObject({ code: "tool_choice_required_not_supported" });
  });

  test("a call goes back with its signature, and its result with its id", async () => {
    const { gateway, client } = await wire({
      replies: [
        { toolCalls: [{ id: "call_1", name: "look", arguments: { at: "the sky" }, signature: "c2ln" }] },
      ],
    });
    const { choices } = await client.chat.completions.create({ model, messages, tools });
    const message = choices[0]?.message;
    if (message === undefined) throw new Error("no message");
    const next: ChatCompletionMessageParam[] = [
      ...messages,
      assistantMessage(message),
      { role: "tool", tool_call_id: "call_1", content: "blue" },
    ];
    await client.chat.completions.create({ model, messages: next, tools });
    const sent = gateway.lastRequest?.body as { messages: unknown[] };
    expect(sent.messages.slice(1)).toEqual([
      {
        role: "assistant",
        tool_calls: [
          {
            id: "call_1",
            type: "function",
            function: { name: "look", arguments: '{"at":"the sky"}' },
            provider_signature: "c2ln",
          },
        ],
      },
      { role: "tool", tool_call_id: "call_1", content: "blue" },
    ]);
  });
});

describe("routing metadata", () => {
  const base = {
    provider: "openai",
    provider_model_id: "gpt-5.4",
    model_canonical: "gpt-5.4",
    routing_strategy: "cost",
  };

  test.each([
    [
      "today's",
      { ...base, ttft_ms: 12, cost: { usd: 0.5 }, warnings: [{ type: "novel", code: "c", message: "m" }] },
      { costUsd: 0.5, ttftMs: 12, latencyMs: null, warnings: [{ type: "novel", code: "c", message: "m" }] },
    ],
    [
      "the older",
      { ...base, total_latency_ms: 900, tier: "flex", cost: { billable_cost_usd: 0.25 }, warnings: ["m"] },
      { costUsd: 0.25, latencyMs: 900, warnings: [{ type: null, code: null, message: "m" }] },
    ],
  ])(
    "of %s form comes out untouched, whole and streamed, and in one summary",
    async (_name, metadata, summary) => {
      const completion = { id: "c", object: "chat.completion", choices: [], routing_metadata: metadata };
      const choice = { index: 0, delta: { content: "Hi." }, finish_reason: "stop" };
      const chunk = { choices: [choice], routing_metadata: { ...metadata, novel: { x: 1 } } };
      const { client } = await wire({
        replies: [{ raw: { body: completion } }, { raw: { events: [chunk, "data: [DONE]"] } }],
      });
      const whole = await client.chat.completions.create({ model, messages });
      expect(whole.routing_metadata).toEqual(metadata);
      expect(summarizeRouting(whole.routing_metadata)).toMatchObject({ provider: "openai", ...summary });
      const stream = await client.chat.completions.create({ model, messages, stream: true });
      await stream.forEach(() => {});
      expect(stream.routingMetadata).toEqual({ ...metadata, novel: { x: 1 } });
      expect(summarizeRouting(stream.routingMetadata)).toMatchObject(summary);
    },
  );
});
