import { type AurikoLanguageModelOptions, aurikoMetadata, createAuriko } from "@auriko/ai-sdk-provider";
import { convertToModelMessages, streamText } from "ai";
import type { AnswerFacts, ChatRequest } from "../../../lib/chat-message";

// The native client needs Node; in an edge runtime the import would fail.
export const runtime = "nodejs";

const auriko = createAuriko({ baseURL: process.env.AURIKO_BASE_URL });
const model = auriko(process.env.AURIKO_MODEL ?? "deepseek-chat");

export async function POST(request: Request): Promise<Response> {
  const { messages, optimize = "balanced" } = (await request.json()) as ChatRequest;
  const result = streamText({
    model,
    messages: await convertToModelMessages(messages),
    // Closing the tab, or pressing Stop, ends the answer at the provider too.
    abortSignal: request.signal,
    providerOptions: { auriko: { routing: { optimize } } satisfies AurikoLanguageModelOptions },
  });
  return result.toUIMessageStreamResponse({
    messageMetadata: ({ part }): AnswerFacts | undefined => {
      if (part.type !== "finish-step") return undefined;
      const facts = aurikoMetadata(part);
      if (facts === undefined) return undefined;
      const { provider, ttftMs, throughputTps, durationMs, costUsd } = facts;
      return { provider, ttftMs, throughputTps, durationMs, costUsd };
    },
    onError: (error) => (error instanceof Error ? error.message : "Something went wrong."),
  });
}
