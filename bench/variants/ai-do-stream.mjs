import { MODEL, WORDS } from "./question.mjs";

export const from = "@ai-sdk/openai-compatible";

const prompt = (content = WORDS) => [{ role: "user", content: [{ type: "text", text: content }] }];

/** The model of a provider of the AI SDK, called without the `ai` package above it. */
export function provider(modelOf) {
  return async (target) => {
    const model = await modelOf(target);
    return {
      async complete(content) {
        const { content: parts } = await model.doGenerate({ prompt: prompt(content) });
        return parts[0].text;
      },
      async stream(onPiece) {
        const { stream } = await model.doStream({ prompt: prompt() });
        for await (const part of stream) onPiece(part.delta);
      },
      async hold() {
        const abort = new AbortController();
        const { stream } = await model.doStream({ prompt: prompt(), abortSignal: abort.signal });
        const reader = stream.getReader();
        let part;
        do part = (await reader.read()).value;
        while (part.type !== "text-delta");
        reader.read().catch(() => {});
        return () => abort.abort();
      },
    };
  };
}

export const connect = provider(async ({ baseUrl }) => {
  const { createOpenAICompatible } = await import(from);
  return createOpenAICompatible({ name: "bench", apiKey: "bench", baseURL: baseUrl })(MODEL);
});
