import { ApiFailure } from "../server/api-failure";
import type { Candidate } from "./candidate";
import type { RoutingAttempt } from "./decision";
import type { RoutingRequest } from "./routing-request";

/** What came of trying one candidate. */
export type AttemptResult<Value> =
  | { readonly ok: true; readonly value: Value; readonly spentMs: number }
  | {
      readonly ok: false;
      readonly outcome: "error" | "timeout";
      readonly failure: ApiFailure;
      readonly spentMs: number;
      /** The request itself is at fault, so no other candidate would do better. */
      readonly final?: boolean;
    };

/** What came of trying candidates one after the other. */
export interface Attempts<Value> {
  readonly attempts: readonly RoutingAttempt[];
  readonly chosen?: { readonly candidate: Candidate; readonly value: Value };
  readonly failure?: ApiFailure;
  /** Milliseconds spent on candidates that failed. */
  readonly lostMs: number;
}

/** Tries candidates in order until one answers, as far as the routing options allow. */
export async function tryCandidates<Value>(
  ordered: readonly Candidate[],
  routing: RoutingRequest,
  attempt: (candidate: Candidate, limitMs: number) => Promise<AttemptResult<Value>>,
): Promise<Attempts<Value>> {
  const attempts: RoutingAttempt[] = [];
  const most = routing.allowFallbacks ? routing.maxFallbackAttempts + 1 : 1;
  const deadline = routing.deadlineMs ?? Number.POSITIVE_INFINITY;
  let lostMs = 0;
  let failure: ApiFailure | undefined;
  for (const candidate of ordered.slice(0, most)) {
    const limitMs = Math.min(routing.timeoutMs ?? Number.POSITIVE_INFINITY, deadline - lostMs);
    const result = await attempt(candidate, limitMs);
    attempts.push(traceOf(candidate, result));
    if (result.ok) return { attempts, chosen: { candidate, value: result.value }, lostMs };
    lostMs += result.spentMs;
    failure = result.failure;
    if (result.final) break;
    if (lostMs >= deadline) {
      failure = new ApiFailure(
        "upstream_timeout",
        `No provider answered within deadline_ms (${deadline} ms).`,
        {
          param: `${routing.path}.deadline_ms`,
        },
      );
      break;
    }
  }
  return { attempts, ...(failure !== undefined && { failure }), lostMs };
}

function traceOf<Value>(candidate: Candidate, result: AttemptResult<Value>): RoutingAttempt {
  return {
    model: candidate.model.id,
    provider: candidate.provider.id,
    providerModelId: candidate.offer.providerModelId,
    outcome: result.ok ? "success" : result.outcome,
    ...(!result.ok && { status: result.failure.status, code: result.failure.code }),
  };
}
