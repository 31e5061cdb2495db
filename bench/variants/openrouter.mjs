import { answerText, QUESTION } from "./question.mjs";

export const from = "@openrouter/sdk";

export async function connect({ baseUrl }) {
  const { OpenRouter } = await import(from);
  const { chat } = new OpenRouter({ apiKey: "bench", serverURL: baseUrl });
  const open = () => chat.send({ chatRequest: { ...QUESTION(), stream: true } });
  return {
    complete: async (content) => answerText(await chat.send({ chatRequest: QUESTION(content) })),
    async stream(onPiece) {
      for await (const chunk of await open()) onPiece(chunk.choices[0]?.delta?.content);
    },
    async hold() {
      const chunks = (await open())[Symbol.asyncIterator]();
      await chunks.next();
      chunks.next().catch(() => {});
      return () => chunks.return?.();
    },
  };
}
