import type { Extensions } from "../chat/params";
import type { JsonSchema } from "../chat/tools";
import type { GatewayOptions, RoutingOptions } from "../routing/routing-options";
import type { ResponseInputItem } from "./input-items";

/** A function that the model may call. Unlike in chat, its fields are not nested. */
export interface ResponseFunctionTool {
  type: "function";
  name: string;
  /** Tells the model when and how to call it. */
  description?: string | null | undefined;
  /** JSON Schema of the arguments. */
  parameters?: JsonSchema | null | undefined;
  /** Whether the arguments must follow the schema exactly. */
  strict?: boolean | null | undefined;
}

/** A tool that runs at the provider, such as web search; its fields are the provider's. */
export interface ResponseHostedTool {
  type: string;
  [key: string]: unknown;
}

/** A tool that the model may use. */
export type ResponseTool = ResponseFunctionTool | ResponseHostedTool;

/** Which tool the model has to use. Server default: `auto`. */
export type ResponseToolChoice = "auto" | "none" | "required" | Readonly<Record<string, unknown>>;

/** How the model reasons. */
export interface ResponseReasoning {
  effort?:
    | "none"
    | "minimal"
    | "low"
    | "medium"
    | "high"
    | "xhigh"
    | "max"
    | "off"
    | (string & {})
    | null
    | undefined;
  /** Asks for a summary of the reasoning. */
  summary?: "auto" | "concise" | "detailed" | (string & {}) | null | undefined;
  /** Alias of `summary`. */
  generate_summary?: "auto" | "concise" | "detailed" | (string & {}) | null | undefined;
}

/** The form of the text. Unlike in chat, the fields of a schema stand beside `type`. */
export type ResponseTextFormat =
  | { type: "text" }
  | { type: "json_object" }
  | {
      type: "json_schema";
      name: string;
      schema: JsonSchema;
      strict?: boolean | null | undefined;
    };

/**
 * A Responses request. Names are those of the wire. A field that is `null` or `undefined` is not sent; a field that is
 * not listed here goes into the `extraBody` option.
 */
export interface ResponseCreateParamsBase {
  /** The conversation: a text, or items. */
  input: string | readonly ResponseInputItem[];
  /** Canonical id or alias of a model. Not together with `gateway.models`. */
  model?: string | null | undefined;
  /** System prompt. */
  instructions?: string | null | undefined;
  tools?: readonly ResponseTool[] | null | undefined;
  tool_choice?: ResponseToolChoice | null | undefined;
  parallel_tool_calls?: boolean | null | undefined;
  /** Most tokens of the answer, reasoning included. */
  max_output_tokens?: number | null | undefined;
  /** 0–2. */
  temperature?: number | null | undefined;
  /** 0–1. */
  top_p?: number | null | undefined;
  /** Integer. */
  top_k?: number | null | undefined;
  /** Integer, 0–20. */
  top_logprobs?: number | null | undefined;
  frequency_penalty?: number | null | undefined;
  presence_penalty?: number | null | undefined;
  /** Most calls of hosted tools. */
  max_tool_calls?: number | null | undefined;
  /** How the model reasons; takes the place of chat's `reasoning_effort`. */
  reasoning?: ResponseReasoning | null | undefined;
  /** The form of the text; takes the place of chat's `response_format`. */
  text?: { format?: ResponseTextFormat | null | undefined } | null | undefined;
  /** Your id of the end user, for abuse detection. */
  user?: string | null | undefined;
  metadata?: Readonly<Record<string, string>> | null | undefined;
  /** What else the answer should hold. */
  include?: readonly string[] | null | undefined;
  prompt_cache_key?: string | null | undefined;
  safety_identifier?: string | null | undefined;
  truncation?: string | null | undefined;
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
export interface ResponseCreateParamsNonStreaming extends ResponseCreateParamsBase {
  stream?: false | null | undefined;
}

/** A request whose answer comes in events. */
export interface ResponseCreateParamsStreaming extends ResponseCreateParamsBase {
  stream: true;
}

/** A request whose `stream` is only known at run time. */
export interface ResponseCreateParamsOpen extends ResponseCreateParamsBase {
  stream?: boolean | null | undefined;
}

/** A Responses request, streaming or not. */
export type ResponseCreateParams =
  | ResponseCreateParamsNonStreaming
  | ResponseCreateParamsStreaming
  | ResponseCreateParamsOpen;
