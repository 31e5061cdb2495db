import type {
  Extensions,
  GatewayMetadata,
  GatewayOptions,
  ReasoningEffort,
  RoutingOptions,
} from "@auriko/sdk";
import type { CallOptions } from "../spec/call-options";

/**
 * `providerOptions.auriko` of a call, and the second argument of `auriko(…)`. A field that is not listed here goes into
 * the request body as it is, so what the API adds can be used at once.
 */
export interface AurikoLanguageModelOptions {
  /** Everything that is for Auriko itself; laid over the provider's own `gateway`, field by field. */
  gateway?: GatewayOptions | undefined;
  /** Shorthand of `gateway.routing`: strategy, ceilings, allowed providers. */
  routing?: RoutingOptions | undefined;
  /** Shorthand of `gateway.models`: more models to route over. The model's own id is the first of them. */
  models?: readonly string[] | undefined;
  /** Shorthand of `gateway.metadata`: tags, your ids of user and trace. */
  metadata?: GatewayMetadata | undefined;
  /** Fields for single providers. */
  extensions?: Extensions | undefined;
  /** How hard a reasoning model thinks; `off` switches thinking off. Wins over the AI SDK's `reasoning`. */
  reasoningEffort?: ReasoningEffort | undefined;
  /** Chat: `{ exclude: true }` leaves reasoning out of the answer. */
  reasoning?: Readonly<Record<string, unknown>> | undefined;
  /** Responses: asks for a summary of the reasoning, `auto`, `concise` or `detailed`. */
  reasoningSummary?: "auto" | "concise" | "detailed" | (string & {}) | undefined;
  /** Whether an answer must follow its JSON schema exactly, where the provider can enforce it. Default: not sent. */
  strictJsonSchema?: boolean | undefined;
  /** Whether the model may call several tools at once. */
  parallelToolCalls?: boolean | undefined;
  /** Your id of the end user. */
  user?: string | undefined;
  /** Chat: token probabilities, in `providerMetadata.auriko.logprobs`. */
  logprobs?: boolean | undefined;
  topLogprobs?: number | undefined;
  /** Chat: token id → bias. */
  logitBias?: Readonly<Record<string, number>> | undefined;
  /** Chat. */
  verbosity?: "low" | "medium" | "high" | (string & {}) | undefined;
  /** Requests with the same key share a prompt cache at OpenAI. */
  promptCacheKey?: string | undefined;
  /** Chat: longer life of the prompt cache at OpenAI. */
  promptCacheRetention?: "24h" | (string & {}) | undefined;
  safetyIdentifier?: string | undefined;
  /** Chat. */
  webSearchOptions?: Readonly<Record<string, unknown>> | undefined;
  /** Chat. */
  minP?: number | undefined;
  /** Chat. */
  topA?: number | undefined;
  /** Chat. */
  repetitionPenalty?: number | undefined;
  /** Responses: what else the answer should hold. */
  include?: readonly string[] | undefined;
  /** Responses. */
  truncation?: string | undefined;
  /** Responses: most calls of hosted tools. */
  maxToolCalls?: number | undefined;
  [field: string]: unknown;
}

/** `providerOptions.auriko` of a message or of a part of one. */
export interface AurikoPartOptions {
  /** Marks content for prompt caching at Anthropic. On a message it stands for its last part. */
  cacheControl?: { type: "ephemeral" } | undefined;
  /** How closely the model looks at an image. */
  imageDetail?: "auto" | "low" | "high" | undefined;
}

/** Names here, names on the wire. */
export type WireNames = Readonly<Record<string, string>>;

/** Options of a call, sorted by where they go. */
export interface SortedOptions {
  /** Those that this package reads itself. */
  readonly own: AurikoLanguageModelOptions;
  /** Parameters of the request, by their wire names. */
  readonly params: Record<string, unknown>;
  /** Fields that are laid over the body unchecked. */
  readonly extraBody: Record<string, unknown>;
}

const own: ReadonlySet<string> = new Set([
  "gateway",
  "routing",
  "models",
  "metadata",
  "reasoningEffort",
  "reasoningSummary",
  "strictJsonSchema",
  "cacheControl",
  "imageDetail",
]);

/** Sorts the model's own options and, laid over them, those of the call. */
export function sortOptions(
  model: AurikoLanguageModelOptions | undefined,
  call: CallOptions["providerOptions"],
  names: WireNames,
): SortedOptions {
  const given: AurikoLanguageModelOptions = { ...model, ...call?.auriko };
  const params: Record<string, unknown> = {};
  const extraBody: Record<string, unknown> = {};
  for (const key of Object.keys(given)) {
    const value = given[key];
    if (value === undefined || own.has(key)) continue;
    if (Object.hasOwn(names, key)) params[names[key] as string] = value;
    else extraBody[key] = value;
  }
  return { own: given, params, extraBody };
}
