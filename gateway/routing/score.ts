import { type Candidate, meanPrice, type RoutingSurroundings } from "./candidate";
import type { RoutingRequest } from "./routing-request";
import type { StrategyWeights } from "./strategies";

/** A candidate with its weighted sum. */
export interface ScoredCandidate {
  readonly candidate: Candidate;
  /** 0 to 1; 1 is best in every dimension that counts. */
  readonly score: number;
}

/**
 * Scores each candidate against the best of them: in every dimension the best has 1, one that is twice as dear, twice as
 * slow or half as fast has 0.5. The price is the mean of input and output price, with the part of the prompt that would
 * come from the cache at the cache's price.
 */
export function scoreCandidates(
  candidates: readonly Candidate[],
  weights: StrategyWeights,
  routing: RoutingRequest,
  surroundings: RoutingSurroundings,
): ScoredCandidate[] {
  const figures = candidates.map((candidate) => ({
    candidate,
    cost: effectivePrice(candidate, surroundings),
    ttft: candidate.ttftMs[routing.ttftPercentile],
    throughput: candidate.throughputTps[routing.throughputPercentile],
  }));
  const best = {
    cost: Math.min(...figures.map(({ cost }) => cost)),
    ttft: Math.min(...figures.map(({ ttft }) => ttft)),
    throughput: Math.max(...figures.map(({ throughput }) => throughput)),
  };
  return figures.map(({ candidate, cost, ttft, throughput }) => ({
    candidate,
    score:
      weights.cost * ratio(best.cost, cost) +
      weights.ttft * ratio(best.ttft, ttft) +
      weights.throughput * ratio(throughput, best.throughput),
  }));
}

/** Best first: the preferred provider, then the score, then the caller's own key, then the catalogue's order. */
export function rank(scored: readonly ScoredCandidate[], routing: RoutingRequest): ScoredCandidate[] {
  const preferred = ({ candidate }: ScoredCandidate): number =>
    candidate.provider.id === routing.prefer ? 0 : 1;
  const own = ({ candidate }: ScoredCandidate): number => (candidate.keySource === "byok" ? 0 : 1);
  const order = ({ candidate }: ScoredCandidate): number =>
    routing.mode === "fallback" ? candidate.modelOrder : 0;
  return [...scored].sort(
    (left, right) =>
      order(left) - order(right) ||
      preferred(left) - preferred(right) ||
      right.score - left.score ||
      own(left) - own(right),
  );
}

function effectivePrice(candidate: Candidate, surroundings: RoutingSurroundings): number {
  const { tier } = candidate;
  if (tier.cacheReadPrice === undefined) return meanPrice(tier);
  return (
    meanPrice(tier) - (surroundings.cachedShare(candidate) * (tier.inputPrice - tier.cacheReadPrice)) / 2
  );
}

/** A quotient that treats equal values, zero included, as equally good. */
function ratio(smaller: number, larger: number): number {
  return smaller === larger ? 1 : smaller / larger;
}
