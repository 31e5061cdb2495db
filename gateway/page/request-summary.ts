import { isObject } from "../call/field-checks";
import type { RecordedRequest } from "../server/recorded-request";

/** A request as the page lists it. */
export interface RequestSummary {
  readonly index: number;
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** Milliseconds since the Unix epoch. */
  readonly receivedAt: number;
  /** How the exchange ended; absent while it lasts. */
  readonly end?: string;
  readonly status?: number;
  readonly model?: string;
  readonly stream: boolean;
  readonly strategy?: string;
  readonly provider?: string;
  readonly candidates?: number;
  readonly viable?: number;
  readonly failedAttempts: number;
  readonly faults: readonly string[];
  /** Milliseconds after the arrival of the request, as they passed. */
  readonly headersMs?: number;
  readonly firstMs?: number;
  readonly lastMs?: number;
  /** Time to first token that the answer reports, in milliseconds. */
  readonly ttftMs?: number;
  readonly throughputTps?: number;
  readonly events: number;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly usd?: number;
  readonly savedUsd?: number;
  readonly savedPercent?: number;
}

/** What the page lists of a request. */
export function summarise(record: RecordedRequest): RequestSummary {
  const { decision, routingMetadata: metadata, answer, body, tokens } = record;
  const cost = metadata?.cost;
  const model = isObject(body) && typeof body.model === "string" ? body.model : undefined;
  const viable = decision?.candidates.filter(({ excluded }) => excluded === undefined).length;
  return defined({
    index: record.index,
    id: record.id,
    method: record.method,
    path: record.path,
    receivedAt: record.receivedAt,
    end: record.end,
    status: record.status,
    model: decision?.chosen?.model ?? model,
    stream: isObject(body) && body.stream === true,
    strategy: decision?.strategy,
    provider: decision?.chosen?.provider,
    candidates: decision?.candidates.length,
    viable,
    failedAttempts: decision?.attempts.filter(({ outcome }) => outcome !== "success").length ?? 0,
    faults: record.faults.map(({ kind }) => kind),
    headersMs: answer?.headersMs,
    firstMs: answer?.times[0],
    lastMs: answer?.lastMs,
    ttftMs: metadata?.ttft_ms,
    throughputTps: metadata?.throughput_tps,
    events: record.eventsSent,
    inputTokens: tokens?.input,
    outputTokens: tokens?.output,
    usd: cost?.usd,
    savedUsd: cost?.cache_savings_usd,
    savedPercent: cost?.cache_savings_percent,
  });
}

type WithoutUndefined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function defined<T extends object>(fields: T): WithoutUndefined<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as WithoutUndefined<T>;
}
