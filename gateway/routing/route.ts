import type { ModelCall } from "../call/model-call";
import type { Catalogue } from "../catalogue/catalogue";
import { ApiFailure } from "../server/api-failure";
import {
  type Candidate,
  listCandidates,
  meanPrice,
  type RoutingSurroundings,
  resolveModels,
} from "./candidate";
import { capabilityFilters } from "./capability-filters";
import { accessFilters, limitFilters } from "./constraint-filters";
import type { RoutedCandidate, RoutingDecision } from "./decision";
import type { Filter } from "./filter";
import { rank, type ScoredCandidate, scoreCandidates } from "./score";
import { DEFAULT_STRATEGY, normalise, weightsOfStrategy } from "./strategies";

/** Candidates in the order in which they are tried, with the trace so far. */
export interface Route {
  readonly ordered: readonly Candidate[];
  /** Without attempts and without a choice. */
  readonly decision: RoutingDecision;
}

/** An unmet condition, with the trace that led to it. */
export class RoutingFailure extends ApiFailure {
  readonly decision: RoutingDecision;

  constructor(failure: ApiFailure, decision: RoutingDecision) {
    super(failure.code, failure.message, failure);
    this.decision = decision;
  }
}

/**
 * Decides which candidates may answer a request and in which order.
 *
 * @throws ApiFailure `model_not_found`
 * @throws RoutingFailure with the documented code of the condition that nobody meets
 */
export function route(call: ModelCall, catalogue: Catalogue, surroundings: RoutingSurroundings): Route {
  const { routing } = call;
  const resolved = resolveModels(call.models, call.modelParam, catalogue);
  const strategy = routing.weights ? "custom" : (routing.optimize ?? resolved.strategy ?? DEFAULT_STRATEGY);
  const weights = normalise(routing.weights ?? weightsOfStrategy(strategy));
  const base = { strategy, weights, mode: routing.mode } as const;
  const all = listCandidates(resolved.models, routing, catalogue, surroundings);
  const sieve = sift(all, call, surroundings);
  if (sieve.failure !== undefined) {
    const why = sieve.failure.message;
    throw new RoutingFailure(sieve.failure, { ...base, candidates: sieve.excluded, attempts: [], why });
  }
  const ranked = rank(scoreCandidates(sieve.viable, weights, routing, surroundings), routing);
  const candidates = [...ranked.map((scored) => describe(scored.candidate, call, scored)), ...sieve.excluded];
  return {
    ordered: ranked.map(({ candidate }) => candidate),
    decision: {
      ...base,
      candidates,
      attempts: [],
      why: explain(strategy, ranked, all.length, routing.prefer),
    },
  };
}

interface Sieve {
  readonly viable: readonly Candidate[];
  readonly excluded: readonly RoutedCandidate[];
  readonly failure?: ApiFailure;
}

function sift(all: readonly Candidate[], call: ModelCall, surroundings: RoutingSurroundings): Sieve {
  const excluded: RoutedCandidate[] = [];
  let viable = all;
  for (const filter of [...accessFilters, ...capabilityFilters, ...limitFilters]) {
    if (!filter.applies(call)) continue;
    const kept = viable.filter((candidate) => filter.keeps(candidate, call, surroundings));
    for (const candidate of viable) {
      if (kept.includes(candidate)) continue;
      const reason = filter.reason(candidate, call);
      excluded.push({ ...describe(candidate, call), excluded: { code: filter.code, reason } });
    }
    if (kept.length === 0) return { viable: kept, excluded, failure: unmet(filter, viable, call) };
    viable = kept;
  }
  return { viable, excluded };
}

function unmet(filter: Filter, lost: readonly Candidate[], call: ModelCall): ApiFailure {
  const reasons = lost.map(
    (candidate) => `${candidate.model.id} at ${candidate.provider.id}: ${filter.reason(candidate, call)}`,
  );
  const [first] = lost;
  return new ApiFailure(
    filter.code,
    `No provider can answer: ${[...new Set(reasons)].join("; ") || "none is known"}.`,
    {
      param: filter.param(call),
      ...(filter.suggestion !== undefined && { suggestion: filter.suggestion }),
      ...(lost.length === 1 && first !== undefined && { provider: first.provider.id }),
    },
  );
}

/** A candidate as the trace shows it. */
export function describe(candidate: Candidate, call: ModelCall, scored?: ScoredCandidate): RoutedCandidate {
  return {
    model: candidate.model.id,
    provider: candidate.provider.id,
    providerModelId: candidate.offer.providerModelId,
    tier: candidate.tier.name,
    keySource: candidate.keySource,
    costPer1m: meanPrice(candidate.tier),
    ttftMs: candidate.ttftMs[call.routing.ttftPercentile],
    throughputTps: candidate.throughputTps[call.routing.throughputPercentile],
    ...(scored !== undefined && { score: Math.round(scored.score * 10_000) / 10_000 }),
  };
}

function explain(
  strategy: string,
  ranked: readonly ScoredCandidate[],
  total: number,
  prefer: string | undefined,
): string {
  const list = ranked
    .map(({ candidate, score }) => `${candidate.provider.id}/${candidate.model.id} ${score.toFixed(2)}`)
    .join(", ");
  const first = ranked[0]?.candidate.provider.id;
  const preferred = prefer !== undefined && prefer === first ? `, ${prefer} preferred` : "";
  return `${strategy}${preferred}: ${ranked.length} of ${total} candidates viable: ${list}`;
}
