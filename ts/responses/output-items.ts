import type { Unlisted } from "./unlisted";

/** How far an output item has come. */
export type ResponseItemStatus = "in_progress" | "completed" | "incomplete" | (string & {});

/** Text in an output message. */
export interface ResponseOutputText {
  type: "output_text";
  text: string;
  annotations?: unknown[];
  logprobs?: unknown[] | null;
  [key: string]: unknown;
}

/** The model's refusal, in place of text. */
export interface ResponseOutputRefusal {
  type: "refusal";
  refusal: string;
  [key: string]: unknown;
}

/** A part that this version of the SDK doesn't list; its fields are as they came. */
export interface UnknownContentPart {
  type: Unlisted;
  [key: string]: unknown;
}

/** What the content of an output message is made of. */
export type ResponseOutputContentPart = ResponseOutputText | ResponseOutputRefusal | UnknownContentPart;

/** What the model said. */
export interface ResponseMessageOutputItem {
  type: "message";
  id: string;
  role: "assistant";
  status?: ResponseItemStatus;
  content: ResponseOutputContentPart[];
  /** Whether this is commentary or the final answer; only newer OpenAI models say it. Keep it when sending back. */
  phase?: "commentary" | "final_answer" | (string & {}) | null;
  [key: string]: unknown;
}

/** A function that the model wants called. */
export interface ResponseFunctionCallOutputItem {
  type: "function_call";
  id: string;
  /** Goes into the `function_call_output` item that answers. */
  call_id: string;
  name: string;
  /** JSON as text, as the model wrote it; it may be invalid. */
  arguments: string;
  status?: ResponseItemStatus;
  [key: string]: unknown;
}

/** A summary of reasoning. */
export interface ResponseReasoningSummary {
  type: "summary_text";
  text: string;
  [key: string]: unknown;
}

/** The model's reasoning; send the whole item back in the next turn. */
export interface ResponseReasoningOutputItem {
  type: "reasoning";
  id: string;
  summary: ResponseReasoningSummary[];
  encrypted_content?: string | null;
  status?: ResponseItemStatus | null;
  [key: string]: unknown;
}

/** An image that the model made. */
export interface ResponseImageGenerationCallOutputItem {
  type: "image_generation_call";
  id: string;
  status: "in_progress" | "generating" | "completed" | "failed" | (string & {});
  /** The image in base64. */
  result?: string | null;
  [key: string]: unknown;
}

/** An item that this version of the SDK doesn't list; its fields are as they came. */
export interface UnknownOutputItem {
  type: Unlisted;
  [key: string]: unknown;
}

/** A piece of the answer. `type` tells which; those that the API adds are `UnknownOutputItem`. */
export type ResponseOutputItem =
  | ResponseMessageOutputItem
  | ResponseFunctionCallOutputItem
  | ResponseReasoningOutputItem
  | ResponseImageGenerationCallOutputItem
  | UnknownOutputItem;
