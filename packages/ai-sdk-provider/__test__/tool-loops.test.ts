import { describe, expect, test } from "vitest";
import { z } from "zod";
import { aurikoMetadata, totalCostUsd } from "../src";
import { reaching, runningGateway } from "./running-gateway";
import { collect, type Provider, versions, weatherTool } from "./versions";

interface ChatBody {
  messages: Record<string, unknown>[];
  [field: string]: unknown;
}

const gateway = await runningGateway({ seed: 7 });

const body = () => gateway.requests.at(-1)?.body as ChatBody;

describe.each(versions)("$title", ({ ai, major, createAuriko, hostedTool }) => {
  const auriko: Provider = createAuriko(reaching(gateway));

  const weather = weatherTool(ai);

  describe.each(["chat", "responses"] as const)("over %s", (endpoint) => {
    const model = () => auriko[endpoint](endpoint === "chat" ? "gpt-4o" : "gpt-5.4");

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
});
