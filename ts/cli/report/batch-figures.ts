import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { Usage } from "../../chat/usage";
import { tokenCountsOf } from "../../models/estimate-price";
import type { RoutingMetadata } from "../../routing/routing-metadata";
import { summarizeRouting } from "../../routing/summarize-routing";
import { LatencyHistogram } from "./latency-histogram";

const HOUR = 3_600_000;
/** What stands for a model, a provider or a time that is not known. */
export const UNKNOWN = "unknown";

/** What requests of one kind came to. */
export class Figures {
  answered = 0;
  failed = 0;
  inputTokens = 0;
  cachedTokens = 0;
  outputTokens = 0;
  costUsd = 0;
  /** Answers whose cost was not reported. */
  unknownCost = 0;
  /** Requests that were sent more than once. */
  repeated = 0;
  readonly latency = new LatencyHistogram();

  get requests(): number {
    return this.answered + this.failed;
  }

  /** Several together. */
  static sum(parts: readonly Figures[]): Figures {
    const sum = new Figures();
    for (const part of parts) {
      for (const name of SUMS) sum[name] += part[name];
      sum.latency.addAll(part.latency);
    }
    return sum;
  }
}

const SUMS = [
  "answered",
  "failed",
  "inputTokens",
  "cachedTokens",
  "outputTokens",
  "costUsd",
  "unknownCost",
  "repeated",
] as const;

/** Why requests failed: how often, and one message of each code. */
export interface Failures {
  count: number;
  readonly message: string;
}

/** What the output of a batch holds, added up. */
export interface BatchFigures {
  readonly total: Figures;
  readonly byModel: ReadonlyMap<string, Figures>;
  readonly byProvider: ReadonlyMap<string, Figures>;
  /** By the beginning of the hour, in milliseconds since 1970. */
  readonly byHour: ReadonlyMap<number, Figures>;
  readonly failures: ReadonlyMap<string, Failures>;
  /** Lines that are no results, such as one that a crash has cut. */
  readonly unreadable: number;
}

/** Adds up the output of a batch, line by line, in memory that does not grow with their number. */
export async function readFigures(path: string): Promise<BatchFigures> {
  const [byModel, byProvider, byHour] = [new Map(), new Map(), new Map()] as [
    Map<string, Figures>,
    Map<string, Figures>,
    Map<number, Figures>,
  ];
  const failures = new Map<string, Failures>();
  const total = new Figures();
  let unreadable = 0;
  for await (const line of createInterface({
    input: createReadStream(path),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    if (line.trim() === "") continue;
    const row = readRow(line);
    if (row === undefined) {
      unreadable++;
      continue;
    }
    const groups = [total, entry(byModel, row.model), entry(byProvider, row.provider)];
    if (row.finishedAt !== null) groups.push(entry(byHour, Math.floor(row.finishedAt / HOUR) * HOUR));
    for (const figures of groups) add(figures, row);
    if (row.failure !== null) count(failures, row.failure);
  }
  return { total, byModel, byProvider, byHour, failures, unreadable };
}

function entry<K>(map: Map<K, Figures>, key: K): Figures {
  let figures = map.get(key);
  if (figures === undefined) {
    figures = new Figures();
    map.set(key, figures);
  }
  return figures;
}

function add(figures: Figures, row: Row): void {
  if (row.failure === null) {
    figures.answered++;
    if (row.costUsd === null) figures.unknownCost++;
    if (row.durationMs !== null) figures.latency.add(row.durationMs);
  } else {
    figures.failed++;
  }
  if (row.attempts > 1) figures.repeated++;
  figures.costUsd += row.costUsd ?? 0;
  figures.inputTokens += row.inputTokens;
  figures.cachedTokens += row.cachedTokens;
  figures.outputTokens += row.outputTokens;
}

function count(failures: Map<string, Failures>, { code, message }: { code: string; message: string }): void {
  const known = failures.get(code);
  if (known === undefined) failures.set(code, { count: 1, message });
  else known.count++;
}

/** One result, as far as the figures want it. */
interface Row {
  readonly model: string;
  readonly provider: string;
  readonly finishedAt: number | null;
  readonly durationMs: number | null;
  readonly attempts: number;
  readonly costUsd: number | null;
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  /** `null` for an answer. */
  readonly failure: { readonly code: string; readonly message: string } | null;
}

/** Other programs write such lines, too: nothing in them is taken for granted. */
function readRow(line: string): Row | undefined {
  const result = parse(line);
  if (result === undefined || !("response" in result) || !("error" in result)) return undefined;
  const [facts, error] = [record(result.facts), result.error === null ? null : record(result.error)];
  const body = record(record(result.response).body);
  const route = summarizeRouting(body.routing_metadata as RoutingMetadata | undefined);
  const counts = tokenCountsOf(record(body.usage) as unknown as Usage);
  return {
    model: text(facts.model) ?? route?.model ?? text(body.model) ?? UNKNOWN,
    provider: route?.provider ?? UNKNOWN,
    finishedAt: number(facts.finished_at),
    durationMs: number(facts.duration_ms),
    attempts: number(facts.attempts) ?? number(error?.attempts) ?? 1,
    costUsd: route?.costUsd ?? null,
    inputTokens: number(counts.inputTokens) ?? 0,
    cachedTokens: number(counts.cachedTokens) ?? 0,
    outputTokens: number(counts.outputTokens) ?? 0,
    failure: error && { code: text(error.code) ?? UNKNOWN, message: text(error.message) ?? "" },
  };
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
const number = (value: unknown): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;
