import type { StructuredWarning } from "../../ts/routing/routing-metadata";
import type { CatalogueEndpoint } from "../catalogue/catalogue";
import type { RoutingRequest } from "../routing/routing-request";

/** A piece of the prompt, in order, for counting and caching. */
export interface PromptSegment {
  readonly text: string;
  readonly tokens: number;
  readonly kind: "text" | "image";
  /** The caller marked the end of this piece with `cache_control`. */
  readonly cacheMark: boolean;
}

/** A function that the model may call. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  readonly parameters: unknown;
}

/** What the text of the answer has to look like. */
export type AnswerFormat =
  | { readonly type: "text" }
  | { readonly type: "json_object" }
  | { readonly type: "json_schema"; readonly schema: unknown };

/** A warning as in `routing_metadata.warnings`. */
export type CallWarning = StructuredWarning;

/** A checked request for an answer, the same for chat completions and responses. */
export interface ModelCall {
  readonly endpoint: CatalogueEndpoint;
  readonly body: Readonly<Record<string, unknown>>;
  readonly stream: boolean;
  /** One model or several, as written. */
  readonly models: readonly string[];
  /** The field that named them, for errors. */
  readonly modelParam: string;
  readonly routing: RoutingRequest;
  readonly prompt: readonly PromptSegment[];
  readonly promptTokens: number;
  /** The field that holds the prompt, for errors. */
  readonly promptParam: "messages" | "input";
  readonly modalities: readonly string[];
  /** Text of the last message of a user. */
  readonly lastUserText: string;
  /** Texts of the tool results at the end of the conversation. */
  readonly toolResults: readonly string[];
  readonly tools: readonly ToolDefinition[];
  readonly hostedTools: readonly string[];
  readonly toolChoice: "auto" | "none" | "required" | { readonly name: string };
  readonly parallelToolCalls: boolean;
  readonly format: AnswerFormat;
  /** The field that asks for the format, for errors. */
  readonly formatParam: "response_format" | "text.format";
  readonly effort: string | undefined;
  /** The field that asks for the effort, for errors. */
  readonly effortParam: "reasoning_effort" | "reasoning.effort";
  readonly hideReasoning: boolean;
  readonly maxOutputTokens: number | undefined;
  readonly stop: readonly string[];
  readonly choices: number;
  /** How many alternatives per token, or `undefined` for no log probabilities. */
  readonly topLogprobs: number | undefined;
  /** The optional parameters that were sent and that not every provider accepts. */
  readonly parameters: readonly string[];
  readonly warnings: readonly CallWarning[];
}
