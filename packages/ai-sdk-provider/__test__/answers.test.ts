import { describe, expect, test } from "vitest";
import { type AurikoProviderMetadata, aurikoMetadata } from "../src";
import { reaching, runningGateway } from "./running-gateway";
import { collect, type Provider, versions } from "./versions";

const gateway = await runningGateway({ seed: 7 });

describe.each(versions)("$title", ({ ai, major, createAuriko }) => {
  const auriko: Provider = createAuriko(reaching(gateway));

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

    test("images that the model makes come out as files", async () => {
      const data = Buffer.from("89504e470d0a1a0a", "hex").toString("base64");
      gateway.respondWith({ content: "Here.", images: [{ data }] });
      const whole = await ai.generateText({ model: model(), prompt: "Draw" });
      expect(whole.files[0]).toMatchObject({ mediaType: "image/png", base64: data });
      const stream = ai.streamText({ model: model(), prompt: "Draw" });
      expect((await stream.files)[0]).toMatchObject({ mediaType: "image/png", base64: data });
      gateway.respondWith(undefined);
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
});
