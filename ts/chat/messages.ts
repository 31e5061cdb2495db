import type { ContentPart, ReasoningBlock, TextPart } from "./content-parts";
import type { ToolCallParam } from "./tools";

/** Instructions for the model. */
export interface SystemMessage {
  role: "system";
  content: string | readonly TextPart[];
  name?: string | undefined;
}

/** Instructions for the model, under the newer name of the role. */
export interface DeveloperMessage {
  role: "developer";
  content: string | readonly TextPart[];
  name?: string | undefined;
}

/** What the user says. */
export interface UserMessage {
  role: "user";
  content: string | readonly ContentPart[];
  name?: string | undefined;
}

/**
 * What the model said before. A message from a completion can be sent back as it is; leave out fields that are `null`,
 * which some providers refuse: `assistantMessage(message)` does so.
 */
export interface AssistantMessage {
  role: "assistant";
  content?: string | null | undefined;
  name?: string | undefined;
  tool_calls?: readonly ToolCallParam[] | null | undefined;
  /** Reasoning blocks of the earlier answer, unchanged. */
  reasoning?: readonly ReasoningBlock[] | null | undefined;
  reasoning_content?: string | null | undefined;
  refusal?: string | null | undefined;
  /** @deprecated Use `tool_calls`. */
  function_call?: { name: string; arguments: string } | null | undefined;
}

/** The result of a tool call. */
export interface ToolMessage {
  role: "tool";
  content: string;
  /** `id` of the tool call that this answers. */
  tool_call_id: string;
}

/** @deprecated Use `ToolMessage`. */
export interface FunctionMessage {
  role: "function";
  content: string | null;
  name: string;
}

/** A message of the conversation. */
export type ChatCompletionMessageParam =
  | SystemMessage
  | DeveloperMessage
  | UserMessage
  | AssistantMessage
  | ToolMessage
  | FunctionMessage;
