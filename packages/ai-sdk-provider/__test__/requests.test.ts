import { describe, expect, test } from "vitest";
import { reaching, runningGateway } from "./running-gateway";
import { type Provider, versions } from "./versions";

interface ChatBody {
  messages: Record<string, unknown>[];
  [field: string]: unknown;
}

const gateway = await runningGateway({ seed: 7 });

const body = () => gateway.requests.at(-1)?.body as ChatBody;

describe.each(versions)("$title", ({ ai, major, createAuriko }) => {
  const auriko: Provider = createAuriko(reaching(gateway));

  describe.each(["chat", "responses"] as const)("over %s", (endpoint) => {
    const model = () => auriko[endpoint](endpoint === "chat" ? "gpt-4o" : "gpt-5.4");

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
});
