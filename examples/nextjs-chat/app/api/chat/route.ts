import { type AurikoLanguageModelOptions, aurikoMetadata, createAuriko } from "@auriko/ai-sdk-provider";
import type { CallTimings } from "@auriko/sdk";
import { convertToModelMessages, streamText } from "ai";
import type { AnswerFacts, ChatRequest, Trace } from "../../../lib/chat-message";

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
      const { provider, strategy, ttftMs, throughputTps, durationMs, costUsd, timings } = facts;
      const trace = timings === null ? undefined : traceOf(timings);
      return { provider, strategy, ttftMs, throughputTps, durationMs, costUsd, trace };
    },
    onError: (error) => (error instanceof Error ? error.message : "Something went wrong."),
  });
}

/** What of the timings the browser gets to see. */
function traceOf({ headersMs, firstEventMs, totalMs, attempts }: CallTimings): Trace {
  return {
    headersMs,
    firstEventMs,
    totalMs,
    attempts: attempts.map(({ number, status, failure, httpVersion, connectionReused, bytesReceived }) => ({
      number,
      status,
      failure,
      httpVersion,
      connectionReused,
      bytesReceived,
    })),
  };
}
