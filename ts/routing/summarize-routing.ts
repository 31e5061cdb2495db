import type { RoutingMetadata, RoutingWarningType } from "./routing-metadata";

/** A warning in one shape, whatever shape the server chose. */
export interface RoutingWarningSummary {
  type: RoutingWarningType | null;
  code: string | null;
  message: string;
}

/** The route of a request in one shape; `null` where the answer does not say. */
export interface RoutingSummary {
  provider: string | null;
  providerModelId: string | null;
  /** Canonical id of the requested model. */
  model: string | null;
  strategy: string | null;
  /** Billed cost in USD. */
  costUsd: number | null;
  /** Saved by prompt caching, in USD. */
  cacheSavingsUsd: number | null;
  /** Time to first token in milliseconds. */
  ttftMs: number | null;
  /** Tokens per second. */
  throughputTps: number | null;
  /** Whole duration in milliseconds; only older answers say it. */
  latencyMs: number | null;
  warnings: RoutingWarningSummary[];
}

/**
 * Reads provider, model, cost, latency and warnings out of routing metadata of any generation. Never throws; `null`
 * when there is no metadata.
 */
export function summarizeRouting(metadata: RoutingMetadata | null | undefined): RoutingSummary | null {
  if (!isRecord(metadata)) return null;
  const cost: Record<string, unknown> = isRecord(metadata.cost) ? metadata.cost : {};
  return {
    provider: text(metadata.provider),
    providerModelId: text(metadata.provider_model_id),
    model: text(metadata.model_canonical),
    strategy: text(metadata.routing_strategy),
    costUsd: number(cost.usd) ?? number(cost.billable_cost_usd),
    cacheSavingsUsd: number(cost.cache_savings_usd),
    ttftMs: number(metadata.ttft_ms),
    throughputTps: number(metadata.throughput_tps),
    latencyMs: number(metadata.total_latency_ms),
    warnings: Array.isArray(metadata.warnings) ? metadata.warnings.flatMap(warning) : [],
  };
}

function warning(value: unknown): RoutingWarningSummary[] {
  if (typeof value === "string") return [{ type: null, code: null, message: value }];
  if (!isRecord(value)) return [];
  const code = text(value.code);
  return [{ type: text(value.type), code, message: text(value.message) ?? code ?? "" }];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function number(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
