import type { UIMessage } from "ai";

/** What is known about how an answer came about; absent while it is being written. */
export interface AnswerFacts {
  provider?: string | null;
  ttftMs?: number | null;
  throughputTps?: number | null;
  durationMs?: number;
  costUsd?: number | null;
}

/** A message of this chat, with the facts of its answer. */
export type ChatMessage = UIMessage<AnswerFacts>;

/** How Auriko chooses a provider. */
export const strategies = [
  { value: "balanced", label: "Balanced" },
  { value: "cost-focus", label: "Lowest cost" },
  { value: "ttft", label: "First token" },
  { value: "tps", label: "Throughput" },
] as const;

export type Strategy = (typeof strategies)[number]["value"];

/** What the browser sends. */
export interface ChatRequest {
  messages: ChatMessage[];
  optimize?: Strategy;
}
