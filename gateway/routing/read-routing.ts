import {
  aBoolean,
  aString,
  checkFields,
  type FieldCheck,
  integer,
  isObject,
  oneOf,
  positive,
  strings,
} from "../call/field-checks";
import { ApiFailure, invalidValue } from "../server/api-failure";
import type { RoutingRequest } from "./routing-request";
import { STRATEGY_NAMES } from "./strategies";

const weights: FieldCheck = (value) => {
  if (!isObject(value)) return "must be an object";
  const entries = Object.entries(value);
  const unknown = entries.find(([name]) => !["cost", "ttft", "throughput"].includes(name));
  if (unknown) return `has no weight ${unknown[0]}; use cost, ttft and throughput`;
  if (entries.some(([, weight]) => typeof weight !== "number" || !Number.isFinite(weight) || weight < 0)) {
    return "must hold numbers of at least 0";
  }
  return entries.some(([, weight]) => (weight as number) > 0)
    ? undefined
    : "must hold at least one number above 0";
};

const CHECKS: Readonly<Record<string, FieldCheck>> = {
  optimize: oneOf(...STRATEGY_NAMES),
  weights,
  max_cost_per_1m: positive,
  max_ttft_ms: integer(1),
  min_throughput_tps: positive,
  ttft_percentile: oneOf("p50", "p95"),
  throughput_percentile: oneOf("p50", "p95"),
  providers: strings,
  exclude_providers: strings,
  prefer: aString,
  mode: oneOf("pool", "fallback"),
  allow_fallbacks: aBoolean,
  max_fallback_attempts: integer(1, 19),
  timeout_ms: integer(1),
  deadline_ms: integer(1),
  data_policy: oneOf("none", "no_training", "zdr"),
  only_byok: aBoolean,
  only_platform: aBoolean,
  require_parameters: aBoolean,
  tier: aString,
};

/** Checks the routing options of a request and fills in the server's defaults. */
export function readRouting(value: unknown, path: string): RoutingRequest {
  if (value !== undefined && value !== null && !isObject(value)) {
    throw invalidValue(path, `${path} must be an object.`);
  }
  const raw = value ?? {};
  const unknown = Object.keys(raw).find((name) => !Object.hasOwn(CHECKS, name));
  if (unknown !== undefined) {
    throw new ApiFailure("unknown_field", `${path} has no field ${unknown}.`, {
      param: `${path}.${unknown}`,
    });
  }
  checkFields(raw, CHECKS, `${path}.`);
  checkTogether(raw, path);
  return toRequest(raw, path);
}

function checkTogether(raw: Record<string, unknown>, path: string): void {
  if (raw.only_byok === true && raw.only_platform === true) {
    throw invalidValue(`${path}.only_byok`, "only_byok and only_platform exclude each other.");
  }
  const timeout = raw.timeout_ms;
  const deadline = raw.deadline_ms;
  if (typeof timeout === "number" && typeof deadline === "number" && deadline < timeout) {
    throw invalidValue(`${path}.deadline_ms`, "deadline_ms must not be smaller than timeout_ms.");
  }
}

function toRequest(raw: Record<string, unknown>, path: string): RoutingRequest {
  const renamed = {
    optimize: raw.optimize,
    weights: isObject(raw.weights) ? { cost: 0, ttft: 0, throughput: 0, ...raw.weights } : undefined,
    maxCostPer1m: raw.max_cost_per_1m,
    maxTtftMs: raw.max_ttft_ms,
    minThroughputTps: raw.min_throughput_tps,
    providers: raw.providers,
    excludeProviders: raw.exclude_providers,
    prefer: raw.prefer,
    timeoutMs: raw.timeout_ms,
    deadlineMs: raw.deadline_ms,
    tier: raw.tier,
  };
  const present = Object.fromEntries(Object.entries(renamed).filter(([, field]) => field != null));
  return {
    path,
    ttftPercentile: raw.ttft_percentile === "p95" ? "p95" : "p50",
    throughputPercentile: raw.throughput_percentile === "p95" ? "p95" : "p50",
    mode: raw.mode === "fallback" ? "fallback" : "pool",
    allowFallbacks: raw.allow_fallbacks !== false,
    maxFallbackAttempts: (raw.max_fallback_attempts as number | undefined) ?? 19,
    dataPolicy: (raw.data_policy as RoutingRequest["dataPolicy"] | undefined) ?? "none",
    onlyByok: raw.only_byok === true,
    onlyPlatform: raw.only_platform === true,
    requireParameters: raw.require_parameters === true,
    ...present,
  };
}
