import type { ModelCall } from "../call/model-call";
import { costOf } from "../pricing/usage";
import type { Candidate } from "../routing/candidate";
import type { RoutingDecision } from "../routing/decision";
import { type Answer, jsonAnswer } from "../server/answer";
import { type RelayInputs, relayBody, relayEvents } from "../upstream/relay";
import type { UpstreamAnswer } from "../upstream/try-upstream";
import { routingMetadata } from "./compose-plan";
import type { ModelCallContext } from "./model-call-context";
import { adjustments } from "./parameter-warnings";
import { eventAnswer } from "./simulate";

/** Shorter than this, an answer says nothing about throughput. */
const MEASURABLE_MS = 20;

/** Passes a real provider's answer on, and counts and measures it when it ends. */
export function relayAnswer(
  context: ModelCallContext,
  call: ModelCall,
  candidate: Candidate,
  answer: UpstreamAnswer,
  decision: RoutingDecision,
): Answer {
  const { state, record, apiKey, shape } = context;
  const provider = candidate.provider.id;
  const inputs: RelayInputs = {
    call,
    provider,
    record,
    wireUsage: (usage) => shape.usage(usage, undefined),
    conclude: ({ usage, writingMs }) => {
      record.tokens = { input: usage.promptTokens, output: usage.completionTokens };
      const cost = costOf(usage, candidate.tier);
      const spent = answer.body === undefined ? writingMs : answer.ttftMs;
      const measured = spent >= MEASURABLE_MS ? (usage.completionTokens / spent) * 1000 : undefined;
      if (answer.body === undefined) {
        const sample = { ttftMs: answer.ttftMs, ...(measured !== undefined && { throughputTps: measured }) };
        state.measurements.add(candidate.offer, sample);
      }
      state.account.spend({ usd: cost.usd, apiKey, provider, keySource: candidate.keySource });
      const timing = { ttftMs: answer.ttftMs, throughputTps: measured ?? candidate.throughputTps.p50 };
      const warnings = [...call.warnings, ...adjustments(call, candidate, decision.attempts)];
      const metadata = routingMetadata({ call, candidate, decision, cost, timing, warnings });
      record.routingMetadata = metadata;
      return metadata;
    },
  };
  if (answer.body !== undefined) {
    const headers = state.account.headers(apiKey);
    return jsonAnswer(relayBody(answer.body, inputs), { headers, dialect: shape.dialect });
  }
  return eventAnswer(context, relayEvents(answer, inputs));
}
