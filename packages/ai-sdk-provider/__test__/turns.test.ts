import { describe, expect, test } from "vitest";
import { aurikoMetadata } from "../src";
import { reaching, runningGateway } from "./running-gateway";
import { type Provider, versions, weatherTool } from "./versions";

interface ChatBody {
  messages: Record<string, unknown>[];
  [field: string]: unknown;
}

const gateway = await runningGateway({ seed: 7 });

const body = () => gateway.requests.at(-1)?.body as ChatBody;

describe.each(versions)("$title", ({ ai, createAuriko }) => {
  const auriko: Provider = createAuriko(reaching(gateway));

  const weather = weatherTool(ai);

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

  test("a refusal is no text, and goes back as a refusal", async () => {
    gateway.enqueue({ content: null, refusal: "I won't." });
    const result = ai.streamText({ model: auriko("gpt-4o"), prompt: "Do it" });
    expect(await result.text).toBe("");
    expect(await result.finishReason).toBe("content-filter");
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
});
