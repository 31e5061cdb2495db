import type { SpendFacts } from "./spend-meter";

/** What the JSON of a good answer, of either API, says about tokens and cost. */
export function spendFactsOf(answer: unknown): SpendFacts {
  if (typeof answer !== "object" || answer === null) return { answered: true };
  const { usage, routing_metadata: routingMetadata, model } = answer as Record<string, unknown>;
  return { usage, routingMetadata, model: typeof model === "string" ? model : null, answered: true };
}
