import { isObject } from "../../gateway/call/field-checks";
import type { RecordedRequest } from "../../gateway/server/recorded-request";

/** A request as one line for people: what was asked, who answered and why. */
export function requestLine(request: RecordedRequest): string {
  const time = new Date(request.receivedAt).toISOString().slice(11, 19);
  const took = (request.endedAt ?? request.receivedAt) - request.receivedAt;
  const parts = [time, request.method, request.path, String(request.status ?? "---"), `${took} ms`];
  const { decision } = request;
  if (decision?.chosen !== undefined) {
    const { model, provider, tier } = decision.chosen;
    parts.push(`${model} → ${provider}${tier === "standard" ? "" : ` (${tier})`}`);
  }
  const usd = costOf(request);
  if (usd !== undefined) parts.push(`$${usd}`);
  if (request.end === "client") parts.push("client left");
  if (request.faults.length > 0) parts.push(`fault: ${request.faults.map(({ kind }) => kind).join(", ")}`);
  for (const { provider, code } of failedAttempts(request)) parts.push(`${provider} failed: ${code}`);
  return decision === undefined ? parts.join("  ") : `${parts.join("  ")}\n          ${decision.why}`;
}

/** The same for machines. */
export function requestRecord(request: RecordedRequest): Record<string, unknown> {
  return {
    event: "request",
    id: request.id,
    method: request.method,
    path: request.path,
    status: request.status ?? null,
    durationMs: (request.endedAt ?? request.receivedAt) - request.receivedAt,
    end: request.end,
    faults: request.faults.map(({ kind }) => kind),
    decision: request.decision ?? null,
    usd: costOf(request) ?? null,
  };
}

function costOf(request: RecordedRequest): number | undefined {
  const cost = request.routingMetadata?.cost;
  return isObject(cost) && typeof cost.usd === "number" ? cost.usd : undefined;
}

function failedAttempts(request: RecordedRequest) {
  return request.decision?.attempts.filter(({ outcome }) => outcome !== "success") ?? [];
}
