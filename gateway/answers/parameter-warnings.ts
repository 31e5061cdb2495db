import type { CallWarning, ModelCall } from "../call/model-call";
import type { Candidate } from "../routing/candidate";
import { unacceptedParameters } from "../routing/constraint-filters";
import type { RoutingAttempt } from "../routing/decision";
import { applyEffort } from "./effort";

/** Warnings about what the chosen provider drops or changes, and about providers that timed out before it. */
export function adjustments(
  call: ModelCall,
  candidate: Candidate,
  attempts: readonly RoutingAttempt[],
): CallWarning[] {
  const provider = candidate.provider.displayName;
  const { effort, warning } = applyEffort(call, candidate);
  const { dropsWhileReasoning = [], promptCacheRetention } = candidate.offer.capabilities;
  const unaccepted = unacceptedParameters(candidate, call);
  const sent = call.parameters.filter((name) => !unaccepted.includes(name));
  const clashing = effort === undefined ? [] : sent.filter((name) => dropsWhileReasoning.includes(name));
  const retention = sent.includes("prompt_cache_retention") && promptCacheRetention !== true;
  return [
    ...unaccepted.map((name) => dropped(`${name} is not accepted by ${provider} and was dropped.`)),
    ...clashing.map((name) => dropped(`${name} can't be combined with reasoning and was dropped.`)),
    ...(retention ? [dropped(`prompt_cache_retention is not supported by ${candidate.model.id}.`)] : []),
    ...(warning === undefined ? [] : [warning]),
    ...attempts.filter(({ outcome }) => outcome === "timeout").map(timedOut),
  ];
}

function dropped(message: string): CallWarning {
  return { type: "unsupported_parameter", code: "unsupported_parameter", message };
}

function timedOut(attempt: RoutingAttempt): CallWarning {
  return {
    type: "provider_timeout",
    code: "provider_timeout",
    message: `${attempt.provider} did not answer in time.`,
  };
}
