/** What the ledger reads from a request body. */
export interface SpendRequest {
  /** The models that may answer, as they were asked for. */
  models: string[];
  /** `gateway.metadata.tags`. */
  tags: string[];
  /** `gateway.routing.providers`, if given. */
  providers: readonly string[] | null;
  /** `gateway.routing.exclude_providers`. */
  excludedProviders: readonly string[];
  /** `gateway.routing.tier`. */
  tier: string | null;
  /** The most output tokens that all choices together may have, if the request limits them. */
  maxOutputTokens: number | null;
}

type Body = Readonly<Record<string, unknown>>;

/** Reads a body as it is sent. Nothing in it is taken for granted: the server, not the ledger, judges it. */
export function readSpendRequest(body: Body): SpendRequest {
  const gateway = record(body.gateway);
  const routing = record(gateway.routing);
  const models = typeof body.model === "string" ? [body.model] : strings(gateway.models);
  return {
    models,
    tags: strings(record(gateway.metadata).tags),
    providers: Array.isArray(routing.providers) ? strings(routing.providers) : null,
    excludedProviders: strings(routing.exclude_providers),
    tier: typeof routing.tier === "string" ? routing.tier : null,
    maxOutputTokens: maxOutputTokens(body),
  };
}

function maxOutputTokens(body: Body): number | null {
  const limit = body.max_completion_tokens ?? body.max_tokens ?? body.max_output_tokens;
  if (typeof limit !== "number") return null;
  return limit * (typeof body.n === "number" ? body.n : 1);
}

function record(value: unknown): Body {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Body) : {};
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
