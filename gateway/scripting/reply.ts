import type { FaultLike } from "../faults/fault";
import type { RecordedRequest } from "../server/recorded-request";

/** A tool call that a canned reply makes. */
export interface ReplyToolCall {
  readonly name: string;
  /** An object is written as JSON; a string is sent as it is, valid or not. Default `{}`. */
  readonly arguments?: unknown;
  /** Default: made from the seed. */
  readonly id?: string;
  /** Sent as `provider_signature`. */
  readonly signature?: string;
}

/** A block of reasoning, as in the `reasoning` field of a message. */
export type ReplyReasoningBlock =
  | { readonly type: "thinking"; readonly thinking: string; readonly signature?: string }
  | { readonly type: "redacted"; readonly data: string };

/** A generated image. */
export interface ReplyImage {
  /** Default `image/png`. */
  readonly mimeType?: string;
  /** Base64. */
  readonly data: string;
  readonly thoughtSignature?: string;
}

/** What one choice of a canned reply says. */
export interface ReplyContent {
  /** The text; `null` for none. */
  readonly content?: string | null;
  /** A value whose JSON becomes the text. */
  readonly json?: unknown;
  /** The text in the pieces in which a stream sends it; together they are the text. */
  readonly chunks?: readonly string[];
  /** Text, or blocks with signatures. Counted in `reasoning_tokens`. */
  readonly reasoning?: string | readonly ReplyReasoningBlock[];
  readonly toolCalls?: readonly ReplyToolCall[];
  readonly refusal?: string;
  readonly images?: readonly ReplyImage[];
  readonly annotations?: readonly unknown[];
  /** Default: `tool_calls` with tool calls, `length` when the text exceeds the allowed tokens, else `stop`. */
  readonly finishReason?: string;
  readonly nativeFinishReason?: string;
}

/** A canned reply. */
export interface ReplyObject extends ReplyContent {
  /** Several choices instead of one; each holds the content of one choice. */
  readonly choices?: readonly ReplyContent[];
  /** Replaces figures of the usage, by their wire names. */
  readonly usage?: Readonly<Record<string, unknown>>;
  /** Merged into `routing_metadata`; `null` leaves the metadata out. */
  readonly routingMetadata?: Readonly<Record<string, unknown>> | null;
  /** Milliseconds before the answer, whatever the pacing. */
  readonly delayMs?: number;
  /** A fault for this answer. */
  readonly fault?: FaultLike | readonly FaultLike[];
  /** An error instead of an answer. */
  readonly error?: {
    readonly code: string;
    readonly message?: string;
    readonly status?: number;
    readonly type?: string;
    readonly param?: string;
    readonly provider?: string;
    readonly suggestion?: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
  /** Sent as it is: nothing is routed, counted or checked. */
  readonly raw?: {
    readonly status?: number;
    readonly headers?: Readonly<Record<string, string>>;
    /** Text is sent as it is, anything else as JSON. */
    readonly body?: unknown;
    /** Server-sent events: text as it is (without the blank line), anything else as the JSON of a `data:` line. */
    readonly events?: readonly unknown[];
  };
}

/** A reply, its text, or a function that makes one; a function that returns `undefined` leaves it to the gateway. */
export type Reply = string | ReplyObject | ReplyFunction;

/** Makes a reply for a request. */
export type ReplyFunction = (
  request: RecordedRequest,
) => string | ReplyObject | undefined | Promise<string | ReplyObject | undefined>;
