import type { GatewayOptions, RoutingOptions } from "../routing/routing-options";
import type { ChatCompletionMessageParam } from "./messages";
import type { ResponseFormat } from "./response-format";
import type { ChatCompletionTool, ToolChoice } from "./tools";

/** How hard a reasoning model thinks; Auriko translates it for each provider. `off` switches thinking off. */
export type ReasoningEffort = "low" | "medium" | "high" | "xhigh" | "max" | "off" | (string & {});

/** A function in the form that came before tools. */
export interface LegacyFunction {
  name: string;
  description?: string | undefined;
  /** JSON Schema of the arguments. */
  parameters?: Readonly<Record<string, unknown>> | undefined;
}

/** Fields for single providers, passed on to them as they are; keyed by provider. */
export interface Extensions {
  anthropic?: Readonly<Record<string, unknown>> | undefined;
  openai?: Readonly<Record<string, unknown>> | undefined;
  google?: Readonly<Record<string, unknown>> | undefined;
  deepseek?: Readonly<Record<string, unknown>> | undefined;
  [provider: string]: Readonly<Record<string, unknown>> | undefined;
}

/**
 * A chat completion request. Names are those of the wire. A field that is `null` or `undefined` is not sent; a
 * field that is not listed here goes into the `extraBody` option.
 */
export interface ChatCompletionCreateParamsBase {
  messages: readonly ChatCompletionMessageParam[];
  /** Canonical id or alias of a model, maybe with a routing suffix such as `:ttft`. Not together with `gateway.models`. */
  model?: string | null | undefined;
  /** 0–2. */
  temperature?: number | null | undefined;
  /** 0–1. */
  top_p?: number | null | undefined;
  /** Older name of `max_completion_tokens`. Integer from 1. */
  max_tokens?: number | null | undefined;
  /** Most tokens of the answer, reasoning included. Integer from 1. */
  max_completion_tokens?: number | null | undefined;
  /** How hard a reasoning model thinks. */
  reasoning_effort?: ReasoningEffort | null | undefined;
  /** `exclude: true` leaves reasoning out of the answer; it happens and is billed all the same. */
  reasoning?: { exclude?: boolean | undefined } | null | undefined;
  /** −2…2. Not at all providers. */
  frequency_penalty?: number | null | undefined;
  /** −2…2. Not at all providers. */
  presence_penalty?: number | null | undefined;
  /** Integer. */
  top_k?: number | null | undefined;
  /** At some vLLM providers. */
  min_p?: number | null | undefined;
  top_a?: number | null | undefined;
  /** At vLLM providers. */
  repetition_penalty?: number | null | undefined;
  /** Where the answer ends; how many are allowed differs by provider. */
  stop?: string | readonly string[] | null | undefined;
  /** Integer. */
  seed?: number | null | undefined;
  /** How many choices. Not at all providers. */
  n?: number | null | undefined;
  tools?: readonly ChatCompletionTool[] | null | undefined;
  /** Default: `auto`. `required` routes only to providers that honour it. */
  tool_choice?: ToolChoice | null | undefined;
  /**
   * The older form of `tools`, which the server converts where there is no `tools`.
   * @deprecated Use `tools`.
   */
  functions?: readonly LegacyFunction[] | null | undefined;
  /**
   * The older form of `tool_choice`, which the server converts where there is no `tool_choice`.
   * @deprecated Use `tool_choice`.
   */
  function_call?: "none" | "auto" | { name: string } | null | undefined;
  /** Support differs by provider. */
  parallel_tool_calls?: boolean | null | undefined;
  /** The form of the answer. */
  response_format?: ResponseFormat | null | undefined;
  /** Auriko sends usage on every stream, whatever stands here. */
  stream_options?: { include_usage?: boolean | undefined } | null | undefined;
  logprobs?: boolean | null | undefined;
  /** Integer, 0–20. */
  top_logprobs?: number | null | undefined;
  /** Token id → bias. */
  logit_bias?: Readonly<Record<string, number>> | null | undefined;
  /** Your id of the end user, for abuse detection; at Fireworks also for cache reuse. */
  user?: string | null | undefined;
  web_search_options?: Readonly<Record<string, unknown>> | null | undefined;
  verbosity?: "low" | "medium" | "high" | (string & {}) | null | undefined;
  /** Requests with the same key share a prompt cache at OpenAI. */
  prompt_cache_key?: string | null | undefined;
  /** Longer life of the prompt cache: gpt-4.1 and gpt-5 or later at OpenAI, not with zero data retention. */
  prompt_cache_retention?: "24h" | (string & {}) | null | undefined;
  /** Your id of the end user, for OpenAI. */
  safety_identifier?: string | null | undefined;
  /** Everything that is for Auriko itself: routing, several models, marks. */
  gateway?: GatewayOptions | null | undefined;
  /** Fields for single providers. */
  extensions?: Extensions | null | undefined;
  /** Shorthand, sent as `gateway.routing`. Not together with that. */
  routing?: RoutingOptions | null | undefined;
  /** Shorthand, sent as `gateway.models`. Not together with that, nor with `model`. */
  models?: readonly string[] | null | undefined;
}

/** A request whose answer comes whole. */
export interface ChatCompletionCreateParamsNonStreaming extends ChatCompletionCreateParamsBase {
  stream?: false | null | undefined;
}

/** A request whose answer comes in chunks. */
export interface ChatCompletionCreateParamsStreaming extends ChatCompletionCreateParamsBase {
  stream: true;
}

/** A chat completion request, streaming or not. */
export type ChatCompletionCreateParams =
  | ChatCompletionCreateParamsNonStreaming
  | ChatCompletionCreateParamsStreaming
  | ChatCompletionCreateParamsOpen;

/** A request whose `stream` is only known at run time. */
export interface ChatCompletionCreateParamsOpen extends ChatCompletionCreateParamsBase {
  stream?: boolean | null | undefined;
}
