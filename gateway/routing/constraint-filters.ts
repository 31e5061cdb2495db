import { REQUIRABLE_PARAMETERS } from "../../ts/request-body/parameter-table";
import type { ModelCall } from "../call/model-call";
import { type Candidate, meanPrice } from "./candidate";
import type { Filter } from "./filter";

const POLICIES = ["none", "no_training", "zdr"];

const field = (name: string) => (call: ModelCall) => `${call.routing.path}.${name}`;

/** The parameters of the request that a candidate would drop. */
export function unacceptedParameters(candidate: Candidate, call: ModelCall): string[] {
  const accepted = candidate.provider.acceptedParameters;
  return accepted === undefined ? [] : call.parameters.filter((name) => !accepted.includes(name));
}

function policyOf(candidate: Candidate): string {
  return candidate.offer.dataPolicy ?? candidate.provider.dataPolicy;
}

/** Who may answer: providers, keys, tiers and data policy. */
export const accessFilters: readonly Filter[] = [
  {
    code: "tier_opt_in_required",
    param: field("tier"),
    applies: (call) => call.routing.tier === undefined,
    keeps: (candidate) => candidate.tier.premium !== true,
    reason: (candidate) => `its tier ${candidate.tier.name} has to be asked for`,
    suggestion: "Set gateway.routing.tier.",
  },
  {
    code: "no_provider_available",
    param: field("tier"),
    applies: (call) => call.routing.tier !== undefined,
    keeps: (candidate, call) => candidate.tier.name === call.routing.tier,
    reason: (candidate, call) => `its tier is ${candidate.tier.name}, not ${call.routing.tier}`,
  },
  {
    code: "provider_not_in_allowlist",
    param: field("providers"),
    applies: (call) => call.routing.providers !== undefined,
    keeps: (candidate, call) => call.routing.providers?.includes(candidate.provider.id) === true,
    reason: () => "it is not in the allow list",
  },
  {
    code: "provider_blocked",
    param: field("exclude_providers"),
    applies: (call) => call.routing.excludeProviders !== undefined,
    keeps: (candidate, call) => call.routing.excludeProviders?.includes(candidate.provider.id) !== true,
    reason: () => "it is in the block list",
  },
  {
    code: "byok_keys_required",
    param: field("only_byok"),
    applies: (call) => call.routing.onlyByok,
    keeps: (candidate, _call, { byokProviders }) => byokProviders.has(candidate.provider.id),
    reason: () => "there is no own key for it",
  },
  {
    code: "platform_keys_unavailable",
    param: field("only_platform"),
    applies: (call) => call.routing.onlyPlatform,
    keeps: (candidate) => candidate.provider.platformKey !== false,
    reason: () => "the platform has no key for it",
  },
  {
    code: "no_provider_available",
    param: field("only_platform"),
    applies: (call) => !call.routing.onlyPlatform,
    keeps: (candidate) => candidate.keySource === "byok" || candidate.provider.platformKey !== false,
    reason: () => "there is no key for it",
  },
  {
    code: "no_provider_available",
    param: field("data_policy"),
    applies: (call) => call.routing.dataPolicy !== "none",
    keeps: (candidate, call) =>
      POLICIES.indexOf(policyOf(candidate)) >= POLICIES.indexOf(call.routing.dataPolicy),
    reason: (candidate) => `its data policy is ${policyOf(candidate)}`,
  },
];

/** Parameters, price, latency and throughput. */
export const limitFilters: readonly Filter[] = [
  {
    code: "required_params_not_supported",
    param: field("require_parameters"),
    applies: (call) => call.routing.requireParameters,
    keeps: (candidate, call) =>
      unacceptedParameters(candidate, call).every((name) => !REQUIRABLE_PARAMETERS.includes(name)),
    reason: (candidate, call) => `it doesn't accept ${unacceptedParameters(candidate, call).join(", ")}`,
  },
  {
    code: "cost_constraint_exceeded",
    param: field("max_cost_per_1m"),
    applies: (call) => call.routing.maxCostPer1m !== undefined,
    keeps: (candidate, call) => meanPrice(candidate.tier) <= (call.routing.maxCostPer1m ?? 0),
    reason: (candidate) => `its mean price is $${meanPrice(candidate.tier)} per million tokens`,
  },
  {
    code: "latency_constraint_exceeded",
    param: field("max_ttft_ms"),
    applies: (call) => call.routing.maxTtftMs !== undefined,
    keeps: (candidate, call) =>
      candidate.ttftMs[call.routing.ttftPercentile] <= (call.routing.maxTtftMs ?? 0),
    reason: (candidate, call) =>
      `its time to first token is ${Math.round(candidate.ttftMs[call.routing.ttftPercentile])} ms (${call.routing.ttftPercentile})`,
  },
  {
    code: "throughput_constraint_not_met",
    param: field("min_throughput_tps"),
    applies: (call) => call.routing.minThroughputTps !== undefined,
    keeps: (candidate, call) =>
      candidate.throughputTps[call.routing.throughputPercentile] >= (call.routing.minThroughputTps ?? 0),
    reason: (candidate, call) =>
      `its throughput is ${Math.round(candidate.throughputTps[call.routing.throughputPercentile])} tokens/s (${call.routing.throughputPercentile})`,
  },
];
