import type { CallWarning, ModelCall } from "../call/model-call";
import type { Candidate } from "../routing/candidate";
import { unacceptedParameters } from "../routing/constraint-filters";
import type { RoutingAttempt } from "../routing/decision";

/** Warnings about what the chosen provider drops or changes, and about providers that timed out before it. */
export function adjustments(
  call: ModelCall,
  candidate: Candidate,
  attempts: readonly RoutingAttempt[],
): CallWarning[] {
  const provider = candidate.provider.displayName;
  const dropped = unacceptedParameters(candidate, call).map((name) =>
    unsupported(`${name} is not accepted by ${provider} and was dropped.`),
  );
  const late = attempts
    .filter((attempt) => attempt.outcome === "timeout")
    .map((attempt) => ({
      type: "provider_timeout" as const,
      code: "provider_timeout",
      message: `${attempt.provider} did not answer in time.`,
    }));
  return [...dropped, ...effortWarnings(call, candidate), ...late];
}

function effortWarnings(call: ModelCall, candidate: Candidate): CallWarning[] {
  const { efforts } = candidate.offer.capabilities;
  const { effort } = call;
  if (effort === undefined || efforts === undefined || efforts.includes(effort) || effort === "off")
    return [];
  if (efforts.length === 0)
    return [unsupported(`${call.effortParam} was dropped: ${candidate.model.id} has no levels.`)];
  const nearest = nearestEffort(effort, efforts);
  return [
    unsupported(
      `${call.effortParam} ${effort} was changed to ${nearest}, which ${candidate.model.id} knows.`,
    ),
  ];
}

const ORDER = ["off", "none", "minimal", "low", "medium", "high", "xhigh", "max"];

function nearestEffort(effort: string, known: readonly string[]): string {
  const wanted = ORDER.indexOf(effort);
  const thinking = known.filter((name) => name !== "off" && name !== "none");
  return thinking.reduce((best, name) => {
    const closer = Math.abs(ORDER.indexOf(name) - wanted) < Math.abs(ORDER.indexOf(best) - wanted);
    return closer ? name : best;
  });
}

function unsupported(message: string): CallWarning {
  return { type: "unsupported_parameter", code: "unsupported_parameter", message };
}
