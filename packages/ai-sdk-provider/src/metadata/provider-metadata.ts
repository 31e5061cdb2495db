import {
  type CallTimings,
  type ResponseHeaders,
  type RoutingMetadata,
  type RoutingWarningSummary,
  summarizeRouting,
} from "@auriko/sdk";
import type { JSONObject, ProviderMetadata } from "../spec/json";

/**
 * What Auriko says about an answer, in `providerMetadata.auriko` of results and of the last part of a stream. What the
 * server did not say is `null`.
 */
export interface AurikoProviderMetadata {
  /** The provider that answered, for example `fireworks_ai`. */
  provider: string | null;
  /** Canonical id of the model. */
  model: string | null;
  /** The provider's own id of the model. */
  providerModelId: string | null;
  /** The strategy that chose the provider. */
  strategy: string | null;
  /** Billed cost in USD. */
  costUsd: number | null;
  /** Saved by prompt caching, in USD. */
  cacheSavingsUsd: number | null;
  /** Saved by prompt caching, 0–100. */
  cacheSavingsPercent: number | null;
  /** Time to first token at the provider, in milliseconds. */
  ttftMs: number | null;
  /** Tokens per second at the provider. */
  throughputTps: number | null;
  /** Duration of the whole call in milliseconds, measured here. */
  durationMs: number;
  /** How long the call took, and on what, attempt by attempt; `null` where the client is too old to say. */
  timings: CallTimings | null;
  /** What Auriko changed or left out. */
  warnings: RoutingWarningSummary[];
  /** Quote it when you ask for support. */
  requestId: string | null;
  /** Headers of the answer: rate limits, credits, budgets. */
  headers: Record<string, string>;
  /** `routing_metadata` as it stood on the wire. */
  route: RoutingMetadata | null;
  /** `usage` as it stood on the wire. */
  usage: Record<string, unknown> | null;
  /** The model's refusal to answer, where it sent one. */
  refusal?: string;
  /** The provider's own word for why the answer ended. */
  nativeFinishReason?: string;
  /** Token probabilities, where `logprobs` was asked for. */
  logprobs?: unknown;
  systemFingerprint?: string;
  serviceTier?: string;
}

/** What only one of the endpoints, or only some answers have. */
export type AnswerExtras = Pick<
  AurikoProviderMetadata,
  "refusal" | "nativeFinishReason" | "logprobs" | "systemFingerprint" | "serviceTier"
>;

/** What the metadata of an answer is made from. */
export interface AnswerFacts {
  readonly routing: RoutingMetadata | null | undefined;
  readonly usage: object | null | undefined;
  readonly headers: ResponseHeaders;
  readonly durationMs: number;
  readonly timings: CallTimings | null | undefined;
  readonly extras: AnswerExtras;
}

/** `providerMetadata` of an answer. */
export function providerMetadata(facts: AnswerFacts): ProviderMetadata {
  const { headers, routing, usage, durationMs, timings, extras } = facts;
  const route = summarizeRouting(routing);
  const auriko: AurikoProviderMetadata = {
    provider: route?.provider ?? null,
    model: route?.model ?? null,
    providerModelId: route?.providerModelId ?? null,
    strategy: route?.strategy ?? null,
    costUsd: route?.costUsd ?? null,
    cacheSavingsUsd: route?.cacheSavingsUsd ?? null,
    cacheSavingsPercent: numberOf(routing?.cost?.cache_savings_percent),
    ttftMs: route?.ttftMs ?? null,
    throughputTps: route?.throughputTps ?? null,
    durationMs: Math.round(durationMs * 10) / 10,
    timings: timings ?? null,
    warnings: route?.warnings ?? [],
    requestId: headers.requestId,
    headers: headerRecord(headers),
    route: routing ?? null,
    usage: (usage as Record<string, unknown> | null | undefined) ?? null,
    ...extras,
  };
  return { auriko: auriko as unknown as JSONObject };
}

/** The headers of an answer; cookies are the connection's business and end up in no log. */
export function headerRecord(headers: ResponseHeaders): Record<string, string> {
  const { "set-cookie": _, ...record } = headers.toJSON();
  return record;
}

/**
 * `providerMetadata.auriko` with its type, from a result, a step or a `finish` part; `undefined` where another provider
 * answered.
 */
export function aurikoMetadata(
  source: { readonly providerMetadata?: Readonly<Record<string, unknown>> | undefined } | undefined,
): AurikoProviderMetadata | undefined {
  return source?.providerMetadata?.auriko as AurikoProviderMetadata | undefined;
}

/** Cost of several steps in USD, as far as their answers say it. */
export function totalCostUsd(
  steps: readonly { readonly providerMetadata?: Readonly<Record<string, unknown>> | undefined }[],
): number {
  return steps.reduce((sum, step) => sum + (aurikoMetadata(step)?.costUsd ?? 0), 0);
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
