import type { ModelCall } from "../call/model-call";
import { parseFaults } from "../faults/parse-fault";
import { type AttemptResult, tryCandidates } from "../routing/attempts";
import type { Candidate } from "../routing/candidate";
import { describe, type Route, RoutingFailure, route } from "../routing/route";
import type { ReplyObject } from "../scripting/reply";
import type { Answer } from "../server/answer";
import { ApiFailure } from "../server/api-failure";
import { tryUpstream, type UpstreamAnswer } from "../upstream/try-upstream";
import type { ModelCallContext } from "./model-call-context";
import { relayAnswer } from "./relay-answer";
import { failureOf, rawAnswer } from "./scripted-answer";
import { type SimulatedAnswer, simulate, trySimulated, writePlan } from "./simulate";

/** Answers a chat completion or a response: admits, reads, routes, tries candidates, composes or passes on. */
export async function answerModelCall(
  context: ModelCallContext,
  body: Record<string, unknown>,
): Promise<Answer> {
  const { state, record, apiKey, shape } = context;
  const scripted = await state.replies.take(record);
  if (scripted?.raw !== undefined) return withScriptedFaults(rawAnswer(scripted.raw), scripted);
  state.account.admit(apiKey);
  const call = shape.read(body);
  if (scripted?.error !== undefined) throw failureOf(scripted.error);
  const routed = routeCall(context, call);
  const result = await tryCandidates(routed.ordered, call.routing, (candidate, limitMs) =>
    attempt(context, call, candidate, limitMs, scripted),
  );
  const chosen = result.chosen && describe(result.chosen.candidate, call);
  const decision = { ...routed.decision, attempts: result.attempts, ...(chosen && { chosen }) };
  record.decision = decision;
  if (result.chosen === undefined) {
    throw result.failure ?? new ApiFailure("no_provider_available", "No provider answered.");
  }
  const { candidate, value } = result.chosen;
  if (value.kind === "upstream") return relayAnswer(context, call, candidate, value, decision);
  const plan = simulate(context, call, candidate, value, decision, scripted);
  return withScriptedFaults(writePlan(context, call, plan, result.lostMs + value.ttftMs), scripted);
}

function routeCall(context: ModelCallContext, call: ModelCall): Route {
  const { state, record } = context;
  try {
    return route(call, state.catalogue, {
      byokProviders: state.byok,
      measured: (offer) => state.measurements.of(offer),
      cachedShare: (candidate) => state.cache.peek(candidate, call) / call.promptTokens,
    });
  } catch (failure) {
    if (failure instanceof RoutingFailure) record.decision = failure.decision;
    throw failure;
  }
}

/** A scripted reply stands for the provider's own, so it never goes to a real one. */
async function attempt(
  context: ModelCallContext,
  call: ModelCall,
  candidate: Candidate,
  limitMs: number,
  scripted: ReplyObject | undefined,
): Promise<AttemptResult<SimulatedAnswer | UpstreamAnswer>> {
  const { state, record, apiKey, untranslated } = context;
  const { upstream, id } = candidate.provider;
  if (candidate.keySource === "byok") state.account.admitByok(id, apiKey);
  if (upstream === undefined || scripted !== undefined)
    return trySimulated(context, call, candidate, limitMs);
  return tryUpstream(upstream, call, candidate, limitMs, { agents: state.agents, record, untranslated });
}

function withScriptedFaults(answer: Answer, reply: ReplyObject | undefined): Answer {
  return {
    ...answer,
    ...(reply?.fault !== undefined && { faults: parseFaults(reply.fault, "reply.fault") }),
    ...(reply?.delayMs !== undefined && { delayMs: reply.delayMs }),
  };
}
