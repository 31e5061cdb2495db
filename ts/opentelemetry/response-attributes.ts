import type { Attributes } from "@opentelemetry/api";
import { AurikoAPIError } from "../index";
import type { CallEnd, CallError } from "../observability";
import { MODALITIES, type ModalityTokens, tokenUsageOf } from "./token-usage";
import { withoutGaps } from "./without-gaps";

/** What an answer said, by the GenAI conventions. */
export function responseAttributes(event: CallEnd | CallError, stream: boolean): Attributes {
  const { firstEventMs } = event.timings;
  const usage = tokenUsageOf(event.usage);
  const reasons = event.finishReasons.map((reason) => reason ?? "error");
  return withoutGaps({
    "gen_ai.response.id": event.responseId,
    "gen_ai.response.model": event.model,
    "gen_ai.response.finish_reasons": reasons.length > 0 ? reasons : undefined,
    "gen_ai.response.time_to_first_chunk": stream && firstEventMs !== null ? firstEventMs / 1000 : undefined,
    "gen_ai.usage.input_tokens": usage?.input,
    "gen_ai.usage.output_tokens": usage?.output,
    "gen_ai.usage.cache_read.input_tokens": usage?.cacheRead,
    "gen_ai.usage.cache_write.input_tokens": usage?.cacheWrite,
    "gen_ai.usage.reasoning.output_tokens": usage?.reasoning,
    ...partsOf("input", usage?.inputParts),
    ...partsOf("output", usage?.outputParts),
  });
}

function partsOf(side: "input" | "output", parts: ModalityTokens = {}): Record<string, number | undefined> {
  return Object.fromEntries(
    MODALITIES.map((modality) => [`gen_ai.usage.${modality}.${side}_tokens`, parts[modality]]),
  );
}

/** What no convention knows: the route, its price, and how the call went. */
export function aurikoAttributes(event: CallEnd | CallError): Attributes {
  const { route, timings } = event;
  const outcome = event.type === "end" ? event.outcome : event.aborted ? "aborted" : "failed";
  return withoutGaps({
    "auriko.outcome": outcome,
    "auriko.request.id": event.requestId,
    "auriko.attempts": event.attempts,
    "auriko.retry.total_wait": timings.retryWaitMs > 0 ? timings.retryWaitMs / 1000 : undefined,
    "auriko.queue.wait": timings.queuedMs > 0 ? timings.queuedMs / 1000 : undefined,
    "auriko.route.provider": route?.provider,
    "auriko.route.provider_model": route?.providerModelId,
    "auriko.route.model": route?.model,
    "auriko.route.strategy": route?.strategy,
    "auriko.route.warnings": route?.warnings.length
      ? route.warnings.map(({ code, type }) => code ?? type ?? "warning")
      : undefined,
    "auriko.cost.usd": route?.costUsd,
    "auriko.cost.cache_savings_usd": route?.cacheSavingsUsd,
  });
}

/** `error.type`: the code of the error, of which there are few and documented ones, or the name of its class. */
export function errorTypeOf(error: unknown): string {
  if (AurikoAPIError.isInstance(error)) return error.code ?? error.name;
  return error instanceof Error ? error.name : "_OTHER";
}
