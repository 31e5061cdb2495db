import type { ModelCall } from "../call/model-call";
import { createRandom, hexFrom, sampleAround } from "../random";
import type { AttemptResult } from "../routing/attempts";
import type { Candidate } from "../routing/candidate";
import { JSON_WORD_PROVIDERS, mentionsJson } from "../routing/capability-filters";
import type { RoutingDecision } from "../routing/decision";
import type { ReplyObject } from "../scripting/reply";
import { type Answer, jsonAnswer } from "../server/answer";
import { ApiFailure } from "../server/api-failure";
import type { AnswerPlan } from "./answer-plan";
import { type AnswerTiming, compose, routingMetadata } from "./compose-plan";
import { defaultReply } from "./default-reply";
import type { ModelCallContext } from "./model-call-context";
import { adjustments } from "./parameter-warnings";

/** An answer that a simulated provider has agreed to give. */
export interface SimulatedAnswer extends AnswerTiming {
  readonly kind: "simulated";
}

/** How long a simulated provider that says nothing is waited for when the request sets no limit. */
const PATIENCE_MS = 60_000;

/** Tries a simulated provider: it may be failing, too slow for the limit, or refuse the request. */
export function trySimulated(
  context: ModelCallContext,
  call: ModelCall,
  candidate: Candidate,
  limitMs: number,
): AttemptResult<SimulatedAnswer> {
  const { state, record } = context;
  const provider = candidate.provider.id;
  const random = createRandom(`${state.seed}:${record.index}:${provider}/${candidate.offer.providerModelId}`);
  const ttftMs = sampleAround(candidate.ttftMs, random);
  const throughputTps = sampleAround(candidate.throughputTps, random);
  const outage = state.outages.take(provider);
  if (outage !== undefined && !outage.silent) {
    return { ok: false, outcome: "error", failure: outage.failure, spentMs: ttftMs };
  }
  if (outage !== undefined || ttftMs > limitMs) {
    const message = `${provider} did not answer in time.`;
    const failure = outage?.failure ?? new ApiFailure("upstream_timeout", message, { provider });
    return {
      ok: false,
      outcome: "timeout",
      failure,
      spentMs: Number.isFinite(limitMs) ? limitMs : PATIENCE_MS,
    };
  }
  if (call.format.type === "json_object" && JSON_WORD_PROVIDERS.has(provider) && !mentionsJson(call)) {
    const message = "JSON mode needs the word JSON somewhere in the prompt.";
    const failure = new ApiFailure("invalid_request", message, { param: call.promptParam, provider });
    return { ok: false, outcome: "error", failure, spentMs: 0, final: true };
  }
  return { ok: true, value: { kind: "simulated", ttftMs, throughputTps }, spentMs: ttftMs };
}

/** Composes, counts and writes the answer of a simulated provider. */
export function simulate(
  context: ModelCallContext,
  call: ModelCall,
  candidate: Candidate,
  timing: AnswerTiming,
  decision: RoutingDecision,
  scripted: ReplyObject | undefined,
): AnswerPlan {
  const { state, record, apiKey, shape } = context;
  const seed = `${state.seed}:${record.index}`;
  const reply = scripted ?? defaultReply(call, candidate, seed);
  const cache = state.cache.use(candidate, call);
  const { choices, usage, cost, searches, fingerprint } = compose(call, candidate, reply, cache, seed);
  const { keySource } = candidate;
  record.tokens = { input: usage.promptTokens, output: usage.completionTokens };
  state.account.spend({ usd: cost.usd, apiKey, provider: candidate.provider.id, keySource });
  const warnings = [...call.warnings, ...adjustments(call, candidate, decision.attempts)];
  const metadata = routingMetadata({ call, candidate, decision, cost, timing, warnings });
  const changed = scripted?.routingMetadata;
  const routing = changed === null ? undefined : { ...metadata, ...changed };
  record.routingMetadata = routing;
  return {
    id: shape.idFor(hexFrom(`${seed}:id`, 29)),
    created: Math.floor(state.clock.now() / 1000),
    model: candidate.model.id,
    fingerprint,
    choices,
    searches,
    completionTokens: usage.completionTokens,
    usage: shape.usage(usage, scripted?.usage),
    routingMetadata: routing,
    pieceMs: 1000 / timing.throughputTps,
  };
}

/** Puts a plan into the shape of its endpoint; `waitedMs` is the simulated time until its first token. */
export function writePlan(
  context: ModelCallContext,
  call: ModelCall,
  plan: AnswerPlan,
  waitedMs: number,
): Answer {
  const { shape } = context;
  const headers = context.state.account.headers(context.apiKey);
  if (call.stream) return eventAnswer(context, shape.frames(plan, call), waitedMs);
  const writingMs = plan.completionTokens * plan.pieceMs;
  return jsonAnswer(shape.json(plan, call), {
    headers,
    simulatedMs: waitedMs + writingMs,
    dialect: shape.dialect,
  });
}

/** A stream of events with the headers of the account. */
export function eventAnswer(context: ModelCallContext, frames: Answer["frames"], simulatedMs = 0): Answer {
  return {
    status: 200,
    headers: {
      ...context.state.account.headers(context.apiKey),
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache",
    },
    frames,
    streaming: true,
    dialect: context.shape.dialect,
    simulatedMs,
  };
}
