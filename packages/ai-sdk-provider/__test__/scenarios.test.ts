import { type Gateway, startGateway } from "@auriko/sdk/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { type AurikoProviderMetadata, aurikoMetadata, totalCostUsd } from "../src";
import { collect, type Provider, quiet, versions } from "./versions";

interface ChatBody {
  messages: Record<string, unknown>[];
  [field: string]: unknown;
}

let gateway: Gateway;
beforeAll(async () => {
  quiet();
  gateway = await startGateway({ seed: 7 });
});
afterAll(() => gateway.close());
beforeEach(() => gateway.reset());

const body = (index = -1) => gateway.requests.at(index)?.body as ChatBody;
const silent = { onError: () => {} };

describe.each(versions)("$title", ({ ai, major, createAuriko, hostedTool }) => {
  let auriko: Provider;
  beforeAll(() => {
    auriko = createAuriko({ baseURL: gateway.baseUrl, apiKey: gateway.apiKey });
  });

  const weather = ai.tool({
    description: "The weather at a place",
    inputSchema: z.object({ city: z.string() }),
    execute: async ({ city }: { city: string }) => ({ city, celsius: 21 }),
  });

  describe.each(["chat", "responses"] as const)("over %s", (endpoint) => {
    const model = () => auriko[endpoint](endpoint === "chat" ? "gpt-4o" : "gpt-5.4");

    test("generateText gives text, finish reason, response and everything that Auriko says", async () => {
      gateway.enqueue("Good day!");
      const result = await ai.generateText({ model: model(), prompt: "Greet me" });
      expect(result.text).toBe("Good day!");
      expect(result.finishReason).toBe("stop");
      expect(result.response.id).toBeTruthy();
      expect(result.response.modelId).toContain("gpt");
      expect(result.response.timestamp).toBeInstanceOf(Date);
      expect(result.response.headers).toMatchObject({ "x-request-id": gateway.lastRequest?.id });
      const metadata = aurikoMetadata(result) as AurikoProviderMetadata;
      expect(metadata).toMatchObject({
        provider: "openai",
        strategy: "cost-focus",
        requestId: gateway.lastRequest?.id,
        route: gateway.lastRequest?.routingMetadata,
      });
      expect(metadata.costUsd).toBeGreaterThan(0);
      expect(metadata.durationMs).toBeGreaterThan(0);
      expect(metadata.headers["x-ratelimit-limit-requests"]).toBe("1000000");
    });

    test("streamText gives the text in pieces, and the same at its end", async () => {
      gateway.enqueue({ chunks: ["Good ", "day", "!"] });
      const result = ai.streamText({ model: model(), prompt: "Greet me" });
      expect(await collect(result.textStream)).toEqual(["Good ", "day", "!"]);
      expect(await result.finishReason).toBe("stop");
      const metadata = aurikoMetadata({ providerMetadata: await result.providerMetadata });
      expect(metadata?.provider).toBe("openai");
      expect(metadata?.costUsd).toBeGreaterThan(0);
      expect(metadata?.route).toEqual(gateway.lastRequest?.routingMetadata);
      expect(metadata?.requestId).toBe(gateway.lastRequest?.id);
      expect((await result.response).headers).toMatchObject({ "x-request-id": gateway.lastRequest?.id });
    });

    test("no token is lost: cached, written, reasoning and total", async () => {
      const usage =
        endpoint === "chat"
          ? {
              prompt_tokens: 100,
              completion_tokens: 50,
              total_tokens: 150,
              prompt_tokens_details: { cached_tokens: 60, cache_write_tokens: 10 },
              completion_tokens_details: { reasoning_tokens: 20 },
            }
          : {
              input_tokens: 100,
              output_tokens: 50,
              total_tokens: 150,
              input_tokens_details: { cached_tokens: 60, cache_write_tokens: 10 },
              output_tokens_details: { reasoning_tokens: 20 },
            };
      gateway.respondWith({ content: "Yes", usage });
      const whole = await ai.generateText({ model: model(), prompt: "Count" });
      const stream = ai.streamText({ model: model(), prompt: "Count" });
      await stream.consumeStream();
      gateway.respondWith(undefined);
      for (const [used, metadata] of [
        [whole.usage, whole.providerMetadata],
        [await stream.usage, await stream.providerMetadata],
      ] as const) {
        expect(used).toMatchObject({ inputTokens: 100, outputTokens: 50, totalTokens: 150 });
        if (major === 5) expect(used).toMatchObject({ reasoningTokens: 20, cachedInputTokens: 60 });
        else {
          expect(used.inputTokenDetails).toEqual({
            noCacheTokens: 30,
            cacheReadTokens: 60,
            cacheWriteTokens: 10,
          });
          expect(used.outputTokenDetails).toEqual({ textTokens: 30, reasoningTokens: 20 });
          expect(used.raw).toMatchObject(usage);
        }
        // Version 5 has no field for tokens written to a cache; the metadata keep them for all.
        expect(aurikoMetadata({ providerMetadata: metadata })?.usage).toMatchObject(usage);
      }
    });

    test("a tool loop runs over several steps, streamed and whole, and its cost adds up", async () => {
      for (const mode of ["whole", "streamed"] as const) {
        gateway.reset();
        gateway.enqueue(
          {
            content: "Let me look.",
            toolCalls: [{ name: "weather", arguments: { city: "Paris" }, id: "call_1" }],
          },
          { toolCalls: [{ name: "weather", arguments: { city: "Rome" }, id: "call_2" }] },
          "21 °C in both.",
        );
        const call = {
          model: model(),
          tools: { weather },
          prompt: "Weather in Paris and Rome?",
          stopWhen: ai.stepCountIs(5),
        };
        const result = mode === "whole" ? await ai.generateText(call) : ai.streamText(call);
        expect(await result.text).toBe("21 °C in both.");
        const steps = await result.steps;
        expect(steps.map((step) => step.finishReason)).toEqual(["tool-calls", "tool-calls", "stop"]);
        expect(steps[0]?.toolResults[0]).toMatchObject({ toolCallId: "call_1", output: { celsius: 21 } });
        const costs = steps.map((step) => aurikoMetadata(step)?.costUsd ?? 0);
        expect(costs.every((cost) => cost > 0)).toBe(true);
        expect(totalCostUsd(steps)).toBeCloseTo(
          costs.reduce((sum, cost) => sum + cost),
          12,
        );
        if (endpoint === "chat") {
          expect(body().messages.slice(1)).toEqual([
            {
              role: "assistant",
              content: "Let me look.",
              tool_calls: [
                {
                  id: "call_1",
                  type: "function",
                  function: { name: "weather", arguments: '{"city":"Paris"}' },
                },
              ],
            },
            { role: "tool", tool_call_id: "call_1", content: '{"city":"Paris","celsius":21}' },
            {
              role: "assistant",
              tool_calls: [
                {
                  id: "call_2",
                  type: "function",
                  function: { name: "weather", arguments: '{"city":"Rome"}' },
                },
              ],
            },
            { role: "tool", tool_call_id: "call_2", content: '{"city":"Rome","celsius":21}' },
          ]);
        } else {
          const { input } = body() as unknown as { input: Record<string, unknown>[] };
          expect(input.map((item) => item.type)).toEqual([
            "message",
            "message",
            "function_call",
            "function_call_output",
            "function_call",
            "function_call_output",
          ]);
          expect(input[1]).toMatchObject({
            role: "assistant",
            content: [{ type: "output_text", text: "Let me look." }],
          });
          expect(input[2]).toMatchObject({
            call_id: "call_1",
            name: "weather",
            arguments: '{"city":"Paris"}',
          });
          expect(input[3]).toMatchObject({ call_id: "call_1", output: '{"city":"Paris","celsius":21}' });
        }
      }
    });

    test("tool inputs stream before the call is made", async () => {
      gateway.enqueue(
        { toolCalls: [{ name: "weather", arguments: { city: "Paris-la-Défense" }, id: "call_1" }] },
        "Done",
      );
      const { fullStream } = ai.streamText({ model: model(), tools: { weather }, prompt: "Weather?" });
      const parts = (await collect(fullStream)).filter(({ type }) => type.startsWith("tool-"));
      const deltas = parts.filter(({ type }) => type === "tool-input-delta") as unknown as {
        delta: string;
      }[];
      expect(deltas.length).toBeGreaterThan(1);
      expect(deltas.map(({ delta }) => delta).join("")).toBe('{"city":"Paris-la-Défense"}');
      expect([...new Set(parts.map(({ type }) => type))]).toEqual([
        "tool-input-start",
        "tool-input-delta",
        "tool-input-end",
        "tool-call",
        "tool-result",
      ]);
    });

    test("parallel tool calls all run", async () => {
      gateway.enqueue({
        toolCalls: [
          { name: "weather", arguments: { city: "Paris" }, id: "call_1" },
          { name: "weather", arguments: { city: "Rome" }, id: "call_2" },
        ],
      });
      const result = ai.streamText({ model: model(), tools: { weather }, prompt: "Weather?" });
      expect((await result.toolResults).map(({ toolCallId, input }) => [toolCallId, input])).toEqual([
        ["call_1", { city: "Paris" }],
        ["call_2", { city: "Rome" }],
      ]);
    });

    test("generateObject and streamObject send the schema and give the object", async () => {
      const schema = z.object({ name: z.string(), age: z.number() });
      gateway.respondWith({ json: { name: "Ada", age: 36 } });
      const whole = await ai.generateObject({ model: model(), schema, prompt: "Who?" });
      expect(whole.object).toEqual({ name: "Ada", age: 36 });
      expect(aurikoMetadata(whole)?.costUsd).toBeGreaterThan(0);
      const sent = endpoint === "chat" ? body().response_format : (body().text as { format: unknown }).format;
      expect(sent).toMatchObject({ type: "json_schema" });
      expect(JSON.stringify(sent)).toContain('"required":["name","age"]');
      const stream = ai.streamObject({ model: model(), schema, prompt: "Who?" });
      expect((await collect(stream.partialObjectStream)).at(-1)).toEqual({ name: "Ada", age: 36 });
      expect(await stream.object).toEqual({ name: "Ada", age: 36 });
      gateway.respondWith(undefined);
    });

    test("Output.object works with text generation", async () => {
      gateway.enqueue({ json: { name: "Ada" } });
      const output = ai.Output.object({ schema: z.object({ name: z.string() }) });
      const result = await ai.generateText({
        model: model(),
        prompt: "Who?",
        ...(major === 5 ? { experimental_output: output } : { output }),
      } as Parameters<typeof ai.generateText>[0]);
      const made =
        major === 5 ? (result as { experimental_output?: unknown }).experimental_output : result.output;
      expect(made).toEqual({ name: "Ada" });
    });

    test("images and text files of a prompt are sent, other files are warned about", async () => {
      const png = Buffer.from("89504e470d0a1a0a0000000d", "hex");
      const result = await ai.generateText({
        model: model(),
        messages: [
          {
            role: "user",
            content: [
              { type: "text", text: "What is this?" },
              { type: "image", image: new Uint8Array(png) },
              { type: "image", image: new URL("https://example.com/a.png") },
              { type: "file", data: new TextEncoder().encode("hello"), mediaType: "text/plain" },
              { type: "file", data: new Uint8Array([37, 80, 68, 70]), mediaType: "application/pdf" },
            ],
          },
        ],
      });
      const url = `data:image/png;base64,${png.toString("base64")}`;
      if (endpoint === "chat") {
        expect(body().messages[0]?.content).toEqual([
          { type: "text", text: "What is this?" },
          { type: "image_url", image_url: { url } },
          { type: "image_url", image_url: { url: "https://example.com/a.png" } },
          { type: "text", text: "hello" },
        ]);
      } else {
        expect((body().input as { content: unknown }[])[0]?.content).toEqual([
          { type: "input_text", text: "What is this?" },
          { type: "input_image", image_url: url },
          { type: "input_image", image_url: "https://example.com/a.png" },
          { type: "input_text", text: "hello" },
        ]);
      }
      expect(JSON.stringify(result.warnings)).toContain("application/pdf");
    });

    test("images that the model makes come out as files", async () => {
      const data = Buffer.from("89504e470d0a1a0a", "hex").toString("base64");
      gateway.respondWith({ content: "Here.", images: [{ data }] });
      const whole = await ai.generateText({ model: model(), prompt: "Draw" });
      expect(whole.files[0]).toMatchObject({ mediaType: "image/png", base64: data });
      const stream = ai.streamText({ model: model(), prompt: "Draw" });
      expect((await stream.files)[0]).toMatchObject({ mediaType: "image/png", base64: data });
      gateway.respondWith(undefined);
    });

    test("an abort shows as an abort and closes the connection", async () => {
      gateway.enqueue({ chunks: ["One", "two"], fault: "stall;after=3" });
      const abort = new AbortController();
      let aborted = false;
      const result = ai.streamText({
        model: model(),
        prompt: "Slowly",
        abortSignal: abort.signal,
        onAbort: () => {
          aborted = true;
        },
        ...silent,
      });
      const types: string[] = [];
      for await (const part of result.fullStream) {
        types.push(part.type);
        if (types.length === 2) setTimeout(() => abort.abort(), 20);
      }
      expect(types.at(-1)).toBe("abort");
      expect(types).not.toContain("error");
      expect(aborted).toBe(true);
      expect(await gateway.lastRequest?.closed).toBe("client");
    });

    test("an abort of generateText rejects with an AbortError at once", async () => {
      gateway.enqueue({ content: "Never", delayMs: 60_000 });
      const call = ai.generateText({
        model: model(),
        prompt: "Slowly",
        abortSignal: AbortSignal.timeout(50),
      });
      await expect(call).rejects.toMatchObject({ name: "AbortError" });
      expect(gateway.requests).toHaveLength(1);
    });

    test("a stream that ends too early is an error, and what had come is kept", async () => {
      gateway.enqueue({
        chunks: ["Half ", "an answer"],
        fault: `truncate;after=${endpoint === "chat" ? 2 : 5}`,
      });
      const errors: unknown[] = [];
      const result = ai.streamText({
        model: model(),
        prompt: "Go",
        onError: ({ error }: { error: unknown }) => void errors.push(error),
      });
      const parts = await collect(result.fullStream);
      expect(parts.map(({ type }) => type)).toContain("text-end");
      expect(parts.at(-1)).toMatchObject({ type: "finish", finishReason: "error" });
      expect(errors).toHaveLength(1);
      expect(errors[0]).toMatchObject({ name: "AI_APICallError", isRetryable: true });
      expect(await result.text).toBe("Half ");
    });

    test("an error inside a stream is an error part with its code, and route and cost survive where they were sent", async () => {
      gateway.enqueue({
        chunks: ["Half ", "an answer"],
        fault: `error-event;after=${endpoint === "chat" ? 2 : 5};code=upstream_error`,
      });
      const result = ai.streamText({ model: model(), prompt: "Go", ...silent });
      const parts = await collect(result.fullStream);
      const failed = parts.find(({ type }) => type === "error") as { error: unknown } | undefined;
      expect(failed?.error).toMatchObject({ isRetryable: true, cause: { code: "upstream_error" } });
      expect(await result.finishReason).toBe("error");
    });

    test("the AI SDK repeats what may be repeated, once per attempt of its own", async () => {
      gateway.failNext("503;retry-after=0");
      const result = await ai.generateText({ model: model(), prompt: "Again", maxRetries: 1 });
      expect(result.text).toContain("Again");
      expect(gateway.requests.map(({ status }) => status)).toEqual([503, 200]);
    });

    test("the AI SDK does not repeat what will not get better", async () => {
      const call = ai.generateText({ model: auriko[endpoint]("no-such-model"), prompt: "Again" });
      await expect(call).rejects.toMatchObject({
        name: "AI_APICallError",
        statusCode: 404,
        isRetryable: false,
        data: { error: { code: "model_not_found" } },
      });
      expect(gateway.requests).toHaveLength(1);
    });

    test("headers of settings and call reach the server, and the user agent names everyone", async () => {
      const own = createAuriko({
        baseURL: gateway.baseUrl,
        apiKey: gateway.apiKey,
        headers: { "X-One": "1" },
      });
      await ai.generateText({ model: own[endpoint]("gpt-5.4"), prompt: "Hi", headers: { "X-Two": "2" } });
      expect(gateway.lastRequest?.headers).toMatchObject({ "x-one": "1", "x-two": "2" });
      expect(gateway.lastRequest?.headers["user-agent"]).toMatch(/^ai\/\d.* ai-sdk\/auriko\/1\./);
    });

    test("raw chunks are handed out when asked for", async () => {
      const { fullStream } = ai.streamText({ model: model(), prompt: "Hi", includeRawChunks: true });
      const raw = (await collect(fullStream)).filter(({ type }) => type === "raw") as unknown as {
        rawValue: object;
      }[];
      expect(raw.length).toBeGreaterThan(3);
      expect(raw[0]?.rawValue).toMatchObject(
        endpoint === "chat" ? { object: "chat.completion.chunk" } : { type: "response.created" },
      );
    });

    test("sources that an answer names come out as sources", async () => {
      const annotations = [
        {
          type: "url_citation",
          url_citation: { url: "https://a.example/", title: "A", start_index: 0, end_index: 4 },
        },
        { type: "url_citation", url: "https://b.example/" },
      ];
      gateway.respondWith({ content: "As A says.", annotations });
      const whole = await ai.generateText({ model: model(), prompt: "Who says?" });
      const stream = ai.streamText({ model: model(), prompt: "Who says?" });
      for (const sources of [whole.sources, await stream.sources]) {
        expect(sources).toMatchObject([
          { sourceType: "url", url: "https://a.example/", title: "A" },
          { sourceType: "url", url: "https://b.example/" },
        ]);
      }
      gateway.respondWith(undefined);
    });
  });

  test("reasoning with its signatures goes back as it came", async () => {
    for (const mode of ["whole", "streamed"] as const) {
      gateway.reset();
      gateway.enqueue(
        {
          reasoning: [
            { type: "thinking", thinking: "First thought.", signature: "sig-1" },
            { type: "redacted", data: "secret" },
            { type: "thinking", thinking: "Second thought.", signature: "sig-2" },
          ],
          toolCalls: [{ name: "weather", arguments: { city: "Paris" }, id: "call_1", signature: "call-sig" }],
        },
        "21 °C.",
      );
      const call = {
        model: auriko("claude-sonnet-4-6"),
        tools: { weather },
        prompt: "Weather in Paris?",
        stopWhen: ai.stepCountIs(2),
      };
      const result = mode === "whole" ? await ai.generateText(call) : ai.streamText(call);
      const [first] = await result.steps;
      expect(first?.reasoningText).toBe("First thought.Second thought.");
      expect(body().messages[1], mode).toEqual({
        role: "assistant",
        reasoning_content: "First thought.Second thought.",
        reasoning: [
          { type: "thinking", thinking: "First thought.", signature: "sig-1" },
          { type: "redacted", data: "secret" },
          { type: "thinking", thinking: "Second thought.", signature: "sig-2" },
        ],
        tool_calls: [
          {
            id: "call_1",
            type: "function",
            function: { name: "weather", arguments: '{"city":"Paris"}' },
            provider_signature: "call-sig",
          },
        ],
      });
    }
  });

  test("reasoning items of Responses go back whole", async () => {
    for (const mode of ["whole", "streamed"] as const) {
      gateway.reset();
      gateway.enqueue(
        {
          reasoning: "A thought.",
          toolCalls: [{ name: "weather", arguments: { city: "Paris" }, id: "call_1" }],
        },
        "21 °C.",
      );
      const call = {
        model: auriko.responses("gpt-5.4"),
        tools: { weather },
        prompt: "Weather in Paris?",
        stopWhen: ai.stepCountIs(2),
      };
      const result = mode === "whole" ? await ai.generateText(call) : ai.streamText(call);
      const [first] = await result.steps;
      expect(first?.reasoningText).toBe("A thought.");
      const { input } = body() as unknown as { input: Record<string, unknown>[] };
      expect(input[1]).toMatchObject({
        type: "reasoning",
        id: expect.stringMatching(/./),
        summary: [{ type: "summary_text", text: "A thought." }],
      });
    }
  });

  test("a hosted tool runs at the provider, and its item goes back in the next turn", async () => {
    const item = { id: "ws_1", type: "web_search_call", status: "completed", action: { query: "weather" } };
    const message = {
      id: "msg_1",
      type: "message",
      role: "assistant",
      status: "completed",
      content: [{ type: "output_text", text: "Sunny.", annotations: [] }],
    };
    gateway.enqueue({
      raw: {
        body: {
          id: "resp_1",
          object: "response",
          created_at: 1,
          model: "gpt-5.4",
          status: "completed",
          output: [item, message],
        },
      },
    });
    const tools = { search: hostedTool("web_search") };
    const first = await ai.generateText({ model: auriko.responses("gpt-5.4"), prompt: "Weather?", tools });
    expect(first.text).toBe("Sunny.");
    expect(first.finishReason).toBe("stop");
    expect(first.toolCalls[0]).toMatchObject({
      toolName: "search",
      providerExecuted: true,
      input: { query: "weather" },
    });
    expect(first.toolResults[0]).toMatchObject({ toolName: "search", output: item });
    gateway.enqueue({
      raw: {
        body: { id: "r", object: "response", created_at: 1, model: "m", status: "completed", output: [] },
      },
    });
    await ai.generateText({
      model: auriko.responses("gpt-5.4"),
      tools,
      messages: [
        { role: "user", content: "Weather?" },
        ...first.response.messages,
        { role: "user", content: "And tomorrow?" },
      ],
    });
    expect((body() as unknown as { input: unknown[] }).input[1]).toEqual(item);
  });

  test("a refusal is text that is marked, and goes back as a refusal", async () => {
    gateway.enqueue({ content: null, refusal: "I won't." });
    const result = ai.streamText({ model: auriko("gpt-4o"), prompt: "Do it" });
    expect(await result.text).toBe("I won't.");
    expect(aurikoMetadata({ providerMetadata: await result.providerMetadata })?.refusal).toBe("I won't.");
    await ai.generateText({
      model: auriko("gpt-4o"),
      messages: [
        { role: "user", content: "Do it" },
        ...(await result.response).messages,
        { role: "user", content: "Please" },
      ],
    });
    expect(body().messages[1]).toEqual({ role: "assistant", refusal: "I won't." });
  });

  test("settings of a call that chat completions know are all sent", async () => {
    await ai.generateText({
      model: auriko("gpt-4o"),
      system: "Be brief.",
      prompt: "Hi",
      maxOutputTokens: 100,
      temperature: 0.5,
      topP: 0.9,
      topK: 20,
      presencePenalty: 0.1,
      frequencyPenalty: 0.2,
      stopSequences: ["END"],
      seed: 42,
    });
    expect(body()).toMatchObject({
      model: "gpt-4o",
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "Hi" },
      ],
      max_completion_tokens: 100,
      temperature: 0.5,
      top_p: 0.9,
      top_k: 20,
      presence_penalty: 0.1,
      frequency_penalty: 0.2,
      stop: ["END"],
      seed: 42,
    });
  });

  test("settings that Responses lack are warned about, not refused", async () => {
    const result = await ai.generateText({
      model: auriko.responses("gpt-5.4"),
      prompt: "Hi",
      seed: 1,
      stopSequences: ["END"],
    });
    expect(JSON.stringify(result.warnings)).toMatch(/seed.*stopSequences/);
    expect(body()).not.toHaveProperty("seed");
    expect(body()).not.toHaveProperty("stop");
  });

  test("what Auriko left out is a warning of a whole answer", async () => {
    gateway.enqueue({
      content: "Hi",
      routingMetadata: {
        warnings: [{ type: "unsupported_parameter", code: "dropped", message: "top_k was dropped" }],
      },
    });
    const result = await ai.generateText({ model: auriko("gpt-4o"), prompt: "Hi" });
    expect(JSON.stringify(result.warnings)).toContain("top_k was dropped");
    expect(aurikoMetadata(result)?.warnings).toEqual([
      { type: "unsupported_parameter", code: "dropped", message: "top_k was dropped" },
    ]);
  });

  test("providerOptions.auriko and the provider's routing are merged into the request", async () => {
    const own = createAuriko({
      baseURL: gateway.baseUrl,
      apiKey: gateway.apiKey,
      routing: { optimize: "ttft", data_policy: "no_training" },
    });
    await ai.generateText({
      model: own("claude-sonnet-4-6", { metadata: { tags: ["model"] } }),
      messages: [
        {
          role: "user",
          content: [
            {
              type: "text",
              text: "Long text",
              providerOptions: { auriko: { cacheControl: { type: "ephemeral" } } },
            },
            { type: "text", text: "Question" },
          ],
        },
      ],
      providerOptions: {
        auriko: {
          routing: { optimize: "cost" },
          models: ["gpt-4o"],
          metadata: { user_id: "u1" },
          reasoningEffort: "low",
          promptCacheKey: "key",
          extensions: { anthropic: { thinking: 1 } },
          brand_new: true,
        },
      },
    });
    expect(body()).toMatchObject({
      gateway: {
        models: ["claude-sonnet-4-6", "gpt-4o"],
        routing: { optimize: "cost", data_policy: "no_training" },
        metadata: { tags: ["model"], user_id: "u1" },
      },
      reasoning_effort: "low",
      prompt_cache_key: "key",
      extensions: { anthropic: { thinking: 1 } },
      brand_new: true,
      messages: [
        {
          content: [
            { type: "text", text: "Long text", cache_control: { type: "ephemeral" } },
            { type: "text", text: "Question" },
          ],
        },
      ],
    });
    expect(body()).not.toHaveProperty("model");
  });

  test.runIf(major === 7)("the AI SDK's own reasoning option becomes the effort", async () => {
    const reasoning = (effort: string) => ({ reasoning: effort }) as object;
    await ai.generateText({ model: auriko("claude-sonnet-4-6"), prompt: "Hi", ...reasoning("high") });
    expect(body().reasoning_effort).toBe("high");
    await ai.generateText({ model: auriko("claude-sonnet-4-6"), prompt: "Hi", ...reasoning("none") });
    expect(body().reasoning_effort).toBe("off");
    const minimal = await ai.generateText({
      model: auriko("claude-sonnet-4-6"),
      prompt: "Hi",
      ...reasoning("minimal"),
    });
    expect(body().reasoning_effort).toBe("low");
    expect(JSON.stringify(minimal.warnings)).toContain("minimal");
    await ai.generateText({ model: auriko.responses("gpt-5.4"), prompt: "Hi", ...reasoning("low") });
    expect(body().reasoning).toEqual({ effort: "low" });
  });

  test.runIf(major === 7)("a stream that may be repeated is, after an error inside it", async () => {
    gateway.enqueue(
      { chunks: ["Half ", "an answer"], fault: "error-event;after=2;code=upstream_error" },
      "Whole.",
    );
    const repeating = { streamRetries: 1 } as object;
    const result = ai.streamText({ model: auriko("gpt-4o"), prompt: "Go", ...repeating, ...silent });
    expect(await result.finishReason).toBe("stop");
    expect(await result.text).toContain("Whole.");
    expect(gateway.requests).toHaveLength(2);
  });

  test("a model id alone finds the provider when it is the default", async () => {
    const before = globalThis.AI_SDK_DEFAULT_PROVIDER;
    globalThis.AI_SDK_DEFAULT_PROVIDER = auriko as never;
    try {
      const { text } = await ai.generateText({ model: "gpt-4o" as never, prompt: "By name" });
      expect(text).toContain("By name");
    } finally {
      globalThis.AI_SDK_DEFAULT_PROVIDER = before;
    }
  });

  test("a provider registry finds its models", async () => {
    const registry = ai.createProviderRegistry({ auriko });
    const { text } = await ai.generateText({
      model: registry.languageModel("auriko:gpt-4o"),
      prompt: "Registered",
    });
    expect(text).toContain("Registered");
  });

  test("middleware wraps its models", async () => {
    gateway.enqueue("<think>Hm.</think>Yes.");
    const model = ai.wrapLanguageModel({
      model: auriko("gpt-4o"),
      middleware: ai.extractReasoningMiddleware({ tagName: "think" }),
    });
    const result = await ai.generateText({ model, prompt: "Well?" });
    expect([result.reasoningText, result.text]).toEqual(["Hm.", "Yes."]);
    expect(aurikoMetadata(result)?.provider).toBe("openai");
  });

  test("a conversation that useChat keeps can go on", async () => {
    gateway.enqueue({
      reasoning: [{ type: "thinking", thinking: "Hm.", signature: "sig" }],
      content: "Hello!",
    });
    const first = ai.streamText({ model: auriko("claude-sonnet-4-6"), prompt: "Hi" });
    let last: unknown;
    for await (const message of ai.readUIMessageStream({ stream: first.toUIMessageStream() })) last = message;
    const messages = await ai.convertToModelMessages([
      { role: "user", parts: [{ type: "text", text: "Hi" }] },
      last as never,
      { role: "user", parts: [{ type: "text", text: "Go on" }] },
    ]);
    await ai.generateText({ model: auriko("claude-sonnet-4-6"), messages });
    expect(body().messages[1]).toMatchObject({
      role: "assistant",
      content: "Hello!",
      reasoning: [{ type: "thinking", thinking: "Hm.", signature: "sig" }],
    });
  });

  test("kinds of models that the API lacks are refused as the AI SDK does it", () => {
    for (const kind of ["embeddingModel", "textEmbeddingModel", "imageModel"] as const) {
      expect(() => auriko[kind]("x")).toThrowError(
        expect.objectContaining({ name: "AI_NoSuchModelError", modelId: "x", modelType: kind }),
      );
    }
  });

  test("a missing key is the AI SDK's own error, at the first call", async () => {
    const before = process.env.AURIKO_API_KEY;
    delete process.env.AURIKO_API_KEY;
    try {
      const keyless = createAuriko({ baseURL: gateway.baseUrl });
      const call = ai.generateText({ model: keyless("gpt-4o"), prompt: "Hi" });
      const error = await call.catch((reason: unknown) => reason);
      expect(ai.LoadAPIKeyError.isInstance(error)).toBe(true);
      expect(String(error)).toContain("AURIKO_API_KEY");
      process.env.AURIKO_API_KEY = gateway.apiKey;
      expect((await ai.generateText({ model: keyless("gpt-4o"), prompt: "Hi" })).text).toContain("Hi");
    } finally {
      if (before === undefined) delete process.env.AURIKO_API_KEY;
      else process.env.AURIKO_API_KEY = before;
    }
  });

  test("its errors are errors of the AI SDK to the AI SDK", async () => {
    gateway.enqueue({ error: { code: "context_length_exceeded", message: "Too long", provider: "openai" } });
    const error = await ai
      .generateText({ model: auriko("gpt-4o"), prompt: "Hi" })
      .catch((reason: unknown) => reason);
    expect(ai.APICallError.isInstance(error)).toBe(true);
    if (!ai.APICallError.isInstance(error)) return;
    expect(error.message).toBe("[openai] Too long");
    expect(error.url).toBe(`${gateway.baseUrl}/chat/completions`);
    expect(error.statusCode).toBe(400);
    expect(error.responseHeaders).toMatchObject({ "x-request-id": gateway.lastRequest?.id });
    expect(JSON.parse(error.responseBody ?? "")).toMatchObject({
      error: { code: "context_length_exceeded" },
    });
    expect(error.requestBodyValues).toMatchObject({ model: "gpt-4o" });
  });
});
