import { answerText, QUESTION } from "./question.mjs";

export const from = "openai";

export async function connect({ baseUrl }) {
  const { default: OpenAI } = await import(from);
  const { completions } = new OpenAI({ apiKey: "bench", baseURL: baseUrl }).chat;
  return {
    complete: async (content) => answerText(await completions.create(QUESTION(content))),
    async stream(onPiece) {
      const stream = await completions.create({ ...QUESTION(), stream: true });
      for await (const chunk of stream) onPiece(chunk.choices[0]?.delta?.content);
    },
    async hold() {
      const stream = await completions.create({ ...QUESTION(), stream: true });
      const chunks = stream[Symbol.asyncIterator]();
      await chunks.next();
      chunks.next().catch(() => {});
      return () => stream.controller.abort();
    },
  };
}
