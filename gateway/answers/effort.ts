import type { CallWarning, ModelCall } from "../call/model-call";
import type { Candidate } from "../routing/candidate";

/** Efforts from no thinking at all to the most. */
const ORDER = ["off", "none", "minimal", "low", "medium", "high", "xhigh", "max"];

/** Tokens that a simulated model spends on thinking at each effort. */
const TOKENS: Readonly<Record<string, number>> = {
  minimal: 16,
  low: 32,
  medium: 128,
  high: 512,
  xhigh: 1024,
  max: 2048,
};

/** The effort in force after what the model can't do has been changed or dropped. */
export interface AppliedEffort {
  /** `undefined`: the model doesn't think. */
  readonly effort: string | undefined;
  readonly warning?: CallWarning;
}

/** Fits the requested effort to the model. */
export function applyEffort(call: ModelCall, candidate: Candidate): AppliedEffort {
  const { reasoning = "none", efforts, effortWithTools } = candidate.offer.capabilities;
  const unasked = reasoning === "always" ? "medium" : undefined;
  const { effort } = call;
  if (effort === undefined || reasoning === "none") return { effort: unasked };
  if (effort === "off" || effort === "none") return { effort: undefined };
  const { id } = candidate.model;
  if (effortWithTools === false && call.tools.length > 0) {
    return {
      effort: unasked,
      warning: changed(`${call.effortParam} was dropped: ${id} has no effort with tools.`),
    };
  }
  if (efforts === undefined || efforts.includes(effort)) return { effort };
  if (efforts.length === 0) {
    return { effort: unasked, warning: changed(`${call.effortParam} was dropped: ${id} has no levels.`) };
  }
  const nearest = nearestEffort(effort, efforts);
  const message = `${call.effortParam} ${effort} was changed to ${nearest}, which ${id} knows.`;
  return { effort: nearest, warning: changed(message) };
}

/** Tokens that a simulated model spends on thinking, whether or not the thoughts are shown. */
export function thinkingTokens(call: ModelCall, candidate: Candidate): number {
  const { effort } = applyEffort(call, candidate);
  return effort === undefined ? 0 : (TOKENS[effort] ?? 0);
}

/** Of two that are equally near, the higher one. */
function nearestEffort(effort: string, known: readonly string[]): string {
  const wanted = ORDER.indexOf(effort);
  const distance = (name: string): number => Math.abs(ORDER.indexOf(name) - wanted);
  return known
    .filter((name) => name !== "off" && name !== "none")
    .reduce((best, name) => (distance(name) <= distance(best) ? name : best));
}

function changed(message: string): CallWarning {
  return { type: "unsupported_parameter", code: "unsupported_parameter", message };
}
