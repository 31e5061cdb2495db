import type { RoutingMetadata } from "../routing/routing-metadata";
import type { ResponseOutputItem } from "./output-items";
import type { ResponseToolUsage, ResponseUsage } from "./usage";

/** Why a response failed. */
export interface ResponseFailure {
  code: string;
  message: string;
  type?: string | null;
  param?: string | null;
  doc_url?: string | null;
  provider?: string | null;
  suggestion?: string | null;
  [key: string]: unknown;
}

/** The answer to a Responses request. Fields that the API adds are kept. */
export interface ModelResponse {
  id: string;
  object: "response";
  /** Unix time in seconds. */
  created_at: number;
  /** Unix time in seconds. */
  completed_at?: number | null;
  model: string;
  status: "completed" | "failed" | "incomplete" | "in_progress" | (string & {});
  output: ResponseOutputItem[];
  /** The text of the answer, as the server joined it. */
  output_text?: string;
  usage?: ResponseUsage | null;
  /** Why the response failed. */
  error?: ResponseFailure | null;
  /** Why it is incomplete, in `reason`. */
  incomplete_details?: { reason?: string; [key: string]: unknown } | null;
  /** How the request was routed and what it cost. */
  routing_metadata?: RoutingMetadata | null;
  metadata?: Record<string, string> | null;
  tools?: unknown[];
  tool_choice?: unknown;
  parallel_tool_calls?: boolean | null;
  /** What hosted tools used. */
  tool_usage?: ResponseToolUsage | null;
  temperature?: number | null;
  top_p?: number | null;
  max_output_tokens?: number | null;
  frequency_penalty?: number | null;
  presence_penalty?: number | null;
  top_logprobs?: number | null;
  instructions?: unknown;
  truncation?: string | null;
  reasoning?: Record<string, unknown> | null;
  text?: Record<string, unknown> | null;
  user?: string | null;
  prompt_cache_key?: string | null;
  safety_identifier?: string | null;
  max_tool_calls?: number | null;
  store?: boolean | null;
  previous_response_id?: string | null;
  background?: boolean | null;
  service_tier?: string | null;
  [key: string]: unknown;
}
