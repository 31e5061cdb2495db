import type { UIMessage } from "ai";

/** What is known about how an answer came about; absent while it is being written. */
export interface AnswerFacts {
  provider?: string | null;
  ttftMs?: number | null;
  throughputTps?: number | null;
  durationMs?: number;
  costUsd?: number | null;
  strategy?: string | null;
  trace?: Trace;
}

/** What happened between question and answer, as the client saw it. Times are in milliseconds. */
export interface Trace {
  readonly headersMs: number | null;
  readonly firstEventMs: number | null;
  readonly totalMs: number | null;
  readonly attempts: readonly TracedAttempt[];
}

/** One time that the request was sent. */
export interface TracedAttempt {
  readonly number: number;
  readonly status: number | null;
  readonly failure: string | null;
  readonly httpVersion: string | null;
  readonly connectionReused: boolean | null;
  readonly bytesReceived: number;
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
