import type { ResponseOutputItem } from "./output-items";

/** Text in an input message. */
export interface InputTextPart {
  type: "input_text";
  text: string;
}

/** An image in an input message. */
export interface InputImagePart {
  type: "input_image";
  /** An http(s) URL, or a data URL with the image in base64. */
  image_url?: string | null | undefined;
  detail?: "auto" | "low" | "high" | (string & {}) | null | undefined;
}

/** Text that the model has said before. */
export interface OutputTextPartParam {
  type: "output_text";
  text: string;
  annotations?: readonly unknown[] | null | undefined;
}

/** What the content of an input message is made of. */
export type ResponseInputContentPart = InputTextPart | InputImagePart | OutputTextPartParam;

/** A message of the conversation. */
export interface ResponseInputMessage {
  type?: "message" | undefined;
  role: "user" | "assistant" | "system" | "developer";
  content: string | readonly ResponseInputContentPart[];
  /** Of an earlier output message; keep it. */
  phase?: string | null | undefined;
  id?: string | undefined;
  status?: string | undefined;
}

/** A function call of the model, sent back in the next turn. */
export interface ResponseFunctionCallParam {
  type: "function_call";
  call_id: string;
  name: string;
  /** JSON as text. */
  arguments: string;
  id?: string | undefined;
  status?: string | undefined;
}

/** The result of a function call. */
export interface ResponseFunctionCallOutput {
  type: "function_call_output";
  /** `call_id` of the call that this answers. */
  call_id: string;
  output: string;
}

/** Reasoning of an earlier answer; send the whole item back, or reasoning starts from scratch. */
export interface ResponseReasoningParam {
  type: "reasoning";
  id?: string | undefined;
  summary?: readonly { type: "summary_text"; text: string }[] | undefined;
  encrypted_content?: string | null | undefined;
  status?: string | null | undefined;
}

/** An input item. Output items of an earlier response can be sent back as they are. */
export type ResponseInputItem =
  | ResponseInputMessage
  | ResponseFunctionCallParam
  | ResponseFunctionCallOutput
  | ResponseReasoningParam
  | ResponseOutputItem;
