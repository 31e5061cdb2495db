import type { RoutingMetadata } from "../routing/routing-metadata";
import type { FinishReason, GeneratedImage } from "./completion";
import type { Usage } from "./usage";

/** A piece of a tool call; pieces with the same `index` belong together. */
export interface ToolCallDelta {
  index: number;
  id?: string | null;
  type?: "function" | null;
  function?: { name?: string | null; arguments?: string | null } | null;
  provider_signature?: string | null;
  [key: string]: unknown;
}

/** What a chunk adds to a choice. */
export interface Delta {
  /** In the first chunk. */
  role?: "assistant" | (string & {}) | null;
  content?: string | null;
  tool_calls?: ToolCallDelta[] | null;
  reasoning_content?: string | null;
  reasoning_signature?: string | null;
  reasoning_redacted_data?: string | null;
  refusal?: string | null;
  /** A whole image comes in one chunk. */
  images?: GeneratedImage[] | null;
  [key: string]: unknown;
}

/** A choice within a chunk. */
export interface StreamChoice {
  index: number;
  delta: Delta;
  finish_reason?: FinishReason | null;
  native_finish_reason?: string | null;
  logprobs?: unknown;
  [key: string]: unknown;
}

/** One event of a chat stream. Usage and routing come at the end, maybe on a chunk without choices. */
export interface ChatCompletionChunk {
  id: string;
  object: "chat.completion.chunk";
  /** Unix time in seconds. */
  created: number;
  model: string;
  /** May be empty. */
  choices: StreamChoice[];
  usage?: Usage | null;
  system_fingerprint?: string | null;
  service_tier?: string | null;
  routing_metadata?: RoutingMetadata | null;
  [key: string]: unknown;
}
