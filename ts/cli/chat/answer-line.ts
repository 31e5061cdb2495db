import { summarizeRouting } from "../../routing/summarize-routing";
import type { ChatAnswer } from "./conversation";

/** Route, latency and cost of an answer as one line for people. */
export function answerLine(answer: ChatAnswer): string {
  const route = summarizeRouting(answer.routingMetadata);
  const { usage, totalMs, firstTextMs } = answer;
  const parts = [
    [route?.provider, route?.model ?? answer.model].filter(Boolean).join(" · "),
    route?.strategy,
    `${Math.round(totalMs)} ms${firstTextMs === null ? "" : ` (first text after ${Math.round(firstTextMs)} ms)`}`,
    usage && `${usage.prompt_tokens} + ${usage.completion_tokens} tokens`,
    route?.costUsd === null || route === null ? undefined : `$${dollars(route.costUsd)}`,
  ];
  return `[${parts.filter(Boolean).join(" · ")}]`;
}

/** The same for machines. */
export function answerRecord(answer: ChatAnswer): Record<string, unknown> {
  const route = summarizeRouting(answer.routingMetadata);
  return {
    text: answer.text,
    model: route?.model ?? answer.model,
    provider: route?.provider ?? null,
    usage: answer.usage,
    routing_metadata: answer.routingMetadata,
    cost_usd: route?.costUsd ?? null,
    first_text_ms: answer.firstTextMs,
    total_ms: answer.totalMs,
  };
}

/** Small amounts without the noise of binary fractions, and without an exponent. */
function dollars(amount: number): string {
  return amount.toFixed(8).replace(/(\.\d\d\d*?)0+$/, "$1");
}
