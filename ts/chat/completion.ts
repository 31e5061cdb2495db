import type { RoutingMetadata } from "../routing/routing-metadata";
import type { ReasoningBlock } from "./content-parts";
import type { ToolCall } from "./tools";
import type { Usage } from "./usage";

/** Why a choice ended. */
export type FinishReason =
  | "stop"
  | "length"
  | "tool_calls"
  | "function_call"
  | "content_filter"
  | (string & {});

/** An image that the model made. */
export interface GeneratedImage {
  type: "image";
  mime_type: string;
  /** The image in base64. */
  data: string;
  thought_signature?: string | null;
  [key: string]: unknown;
}

/** What the model said. */
export interface ChatCompletionMessage {
  role: "assistant";
  content?: string | null;
  tool_calls?: ToolCall[] | null;
  /** Reasoning as text. */
  reasoning_content?: string | null;
  /** Reasoning blocks; send them back unchanged in the next turn. */
  reasoning?: ReasoningBlock[] | null;
  /** Why the model refused to answer. */
  refusal?: string | null;
  /** Absent when no image was made. */
  images?: GeneratedImage[] | null;
  annotations?: unknown[] | null;
  [key: string]: unknown;
}

/** One of the answers. */
export interface Choice {
  index: number;
  message: ChatCompletionMessage;
  finish_reason?: FinishReason | null;
  /** The provider's own word for why it ended. */
  native_finish_reason?: string | null;
  logprobs?: unknown;
  [key: string]: unknown;
}

/** A whole chat completion. Fields that the API adds are kept. */
export interface ChatCompletion {
  id: string;
  object: "chat.completion";
  /** Unix time in seconds. */
  created: number;
  model: string;
  choices: Choice[];
  usage?: Usage | null;
  system_fingerprint?: string | null;
  service_tier?: string | null;
  /** How the request was routed and what it cost. */
  routing_metadata?: RoutingMetadata | null;
  [key: string]: unknown;
}
