import { describe, expect, test } from "vitest";
import { reaching, runningGateway } from "./running-gateway";
import { collect, type Provider, versions } from "./versions";

const gateway = await runningGateway({ seed: 7 });

const silent = { onError: () => {} };

describe.each(versions)("$title", ({ ai, major, createAuriko }) => {
  const auriko: Provider = createAuriko(reaching(gateway));

  describe.each(["chat", "responses"] as const)("over %s", (endpoint) => {
    const model = () => auriko[endpoint](endpoint === "chat" ? "gpt-4o" : "gpt-5.4");

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
      const abort = new AbortController();
      const call = ai.generateText({ model: model(), prompt: "Slowly", abortSignal: abort.signal });
      const rejected = expect(call).rejects.toMatchObject({ name: "AbortError" });
      await expect.poll(() => gateway.requests.length).toBe(1);
      abort.abort();
      await rejected;
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

    test("an error inside a stream is an error part with its code", async () => {
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
