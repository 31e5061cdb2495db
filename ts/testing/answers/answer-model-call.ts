import type { ModelCall } from "../call/model-call";
import { spoil } from "../faults/apply-faults";
import { parseFaults } from "../faults/parse-fault";
import { createRandom, hexFrom, sampleAround } from "../random";
import { type AttemptResult, tryCandidates } from "../routing/attempts";
import type { Candidate } from "../routing/candidate";
import { JSON_WORD_PROVIDERS, mentionsJson } from "../routing/capability-filters";
import { describe, type Route, RoutingFailure, route } from "../routing/route";
import type { ReplyObject } from "../scripting/reply";
import { type Answer, jsonAnswer } from "../server/answer";
import { ApiFailure } from "../server/api-failure";
import type { GatewayState } from "../server/gateway-state";
import type { RecordedRequest } from "../server/recorded-request";
import type { AnswerPlan } from "./answer-plan";
import { type AnswerTiming, compose, routingMetadata } from "./compose-plan";
import { defaultReply } from "./default-reply";
import type { EndpointShape } from "./endpoint-shape";
import { adjustments } from "./parameter-warnings";
import { failureOf, rawAnswer } from "./scripted-answer";

/** A request for an answer, on its way through the gateway. */
export interface ModelCallContext {
  readonly state: GatewayState;
  readonly record: RecordedRequest;
  readonly apiKey: string;
  readonly shape: EndpointShape;
}

/** Answers a chat completion or a response: admits, reads, routes, composes, counts. */
export async function answerModelCall(
  context: ModelCallContext,
  body: Record<string, unknown>,
): Promise<Answer> {
  const { state, record, apiKey, shape } = context;
  const scripted = await state.replies.take(record);
  if (scripted?.raw !== undefined) return scriptedFaults(rawAnswer(scripted.raw), scripted);
  state.account.admit(apiKey);
  const call = shape.read(body);
  if (scripted?.error !== undefined) throw failureOf(scripted.error);
  const routed = routeCall(context, call);
  const result = await tryCandidates(routed.ordered, call.routing, (candidate, limitMs) =>
    attempt(context, call, candidate, limitMs),
  );
  const chosen = result.chosen && describe(result.chosen.candidate, call);
  record.decision = { ...routed.decision, attempts: result.attempts, ...(chosen && { chosen }) };
  if (result.chosen === undefined)
    throw result.failure ?? new ApiFailure("no_provider_available", "Nobody answered.");
  const { candidate, value: timing } = result.chosen;
  const plan = planAnswer(context, call, candidate, timing, scripted);
  const waited = result.lostMs + timing.ttftMs;
  return scriptedFaults(write(context, call, plan, timing, waited), scripted);
}

function routeCall(context: ModelCallContext, call: ModelCall): Route {
  const { state, record } = context;
  try {
    return route(call, state.catalogue, {
      byokProviders: state.byokProviders,
      measured: () => undefined,
      cachedShare: (candidate) => state.cache.peek(candidate, call) / call.promptTokens,
    });
  } catch (failure) {
    if (failure instanceof RoutingFailure) record.decision = failure.decision;
    throw failure;
  }
}

async function attempt(
  context: ModelCallContext,
  call: ModelCall,
  candidate: Candidate,
  limitMs: number,
): Promise<AttemptResult<AnswerTiming>> {
  const { state, record, apiKey } = context;
  const provider = candidate.provider.id;
  const random = createRandom(`${state.seed}:${record.index}:${provider}/${candidate.offer.providerModelId}`);
  const ttftMs = sampleAround(candidate.ttftMs, random);
  const throughputTps = sampleAround(candidate.throughputTps, random);
  const outage = state.outages.strike(provider);
  if (outage !== undefined && !outage.silent) {
    return { ok: false, outcome: "error", failure: outage.failure, spentMs: ttftMs };
  }
  if (outage !== undefined || ttftMs > limitMs) {
    const message = `${provider} did not answer in time.`;
    const failure = outage?.failure ?? new ApiFailure("upstream_timeout", message, { provider });
    return { ok: false, outcome: "timeout", failure, spentMs: Number.isFinite(limitMs) ? limitMs : 60_000 };
  }
  if (call.format.type === "json_object" && JSON_WORD_PROVIDERS.has(provider) && !mentionsJson(call)) {
    const message = "JSON mode needs the word JSON somewhere in the prompt.";
    const failure = new ApiFailure("invalid_request", message, { param: call.promptParam, provider });
    return { ok: false, outcome: "error", failure, spentMs: 0, final: true };
  }
  if (candidate.keySource === "byok") state.account.admitByok(provider, apiKey);
  return { ok: true, value: { ttftMs, throughputTps }, spentMs: ttftMs };
}

function planAnswer(
  context: ModelCallContext,
  call: ModelCall,
  candidate: Candidate,
  timing: AnswerTiming,
  scripted: ReplyObject | undefined,
): AnswerPlan {
  const { state, record, apiKey, shape } = context;
  const seed = `${state.seed}:${record.index}`;
  const reply = scripted ?? defaultReply(call, candidate, seed);
  const cache = state.cache.use(candidate, call);
  const { choices, usage, cost, fingerprint } = compose(call, candidate, reply, cache, seed);
  const { keySource } = candidate;
  state.account.spend({ usd: cost.usd, apiKey, provider: candidate.provider.id, keySource });
  const decision = record.decision ?? {
    strategy: "",
    weights: { cost: 0, ttft: 0, throughput: 0 },
    mode: "pool",
    candidates: [],
    attempts: [],
    why: "",
  };
  const warnings = [...call.warnings, ...adjustments(call, candidate, decision.attempts)];
  const metadata = routingMetadata({
    call,
    candidate,
    decision,
    attempts: decision.attempts,
    cost,
    timing,
    warnings,
  });
  const scriptedMetadata = scripted?.routingMetadata;
  return {
    id: shape.idFor(hexFrom(`${seed}:id`, 29)),
    created: Math.floor(state.clock.now() / 1000),
    model: candidate.model.id,
    fingerprint,
    choices,
    usage: shape.usage(usage, scripted?.usage),
    routingMetadata: scriptedMetadata === null ? undefined : { ...metadata, ...scriptedMetadata },
    pieceMs: 1000 / timing.throughputTps,
  };
}

function write(
  context: ModelCallContext,
  call: ModelCall,
  plan: AnswerPlan,
  timing: AnswerTiming,
  waitedMs: number,
): Answer {
  const { state, apiKey, shape } = context;
  const headers = state.account.headers(apiKey);
  if (call.stream) {
    return {
      status: 200,
      headers: {
        ...headers,
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-cache",
      },
      frames: shape.frames(plan, call),
      streaming: true,
      dialect: shape.dialect,
      simulatedMs: waitedMs,
    };
  }
  const tokens = (plan.usage.completion_tokens ?? plan.usage.output_tokens) as unknown;
  const writing = typeof tokens === "number" ? (tokens / timing.throughputTps) * 1000 : 0;
  return jsonAnswer(shape.json(plan, call), {
    headers,
    simulatedMs: waitedMs + writing,
    dialect: shape.dialect,
  });
}

function scriptedFaults(answer: Answer, reply: ReplyObject | undefined): Answer {
  const faulty = reply?.fault === undefined ? answer : spoil(answer, parseFaults(reply.fault, "reply.fault"));
  return reply?.delayMs === undefined ? faulty : { ...faulty, delayMs: reply.delayMs };
}
