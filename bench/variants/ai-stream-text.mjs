import { MODEL, WORDS } from "./question.mjs";

export const from = "ai";

export async function connect({ baseUrl }) {
  const [{ streamText, generateText }, { createOpenAICompatible }] = await Promise.all([
    import(from),
    import("@ai-sdk/openai-compatible"),
  ]);
  const model = createOpenAICompatible({ name: "bench", apiKey: "bench", baseURL: baseUrl })(MODEL);
  return {
    complete: async (content) => (await generateText({ model, prompt: content ?? WORDS })).text,
    async stream(onPiece) {
      for await (const text of streamText({ model, prompt: WORDS }).textStream) onPiece(text);
    },
    async hold() {
      const abort = new AbortController();
      const { textStream } = streamText({ model, prompt: WORDS, abortSignal: abort.signal });
      const texts = textStream[Symbol.asyncIterator]();
      await texts.next();
      texts.next().catch(() => {});
      return () => abort.abort();
    },
  };
}
