import type { ModelResponse } from "./model-response";
import type { ResponseOutputContentPart, ResponseOutputItem, ResponseReasoningSummary } from "./output-items";
import type { Unlisted } from "./unlisted";

interface EventBase<Type extends string> {
  type: Type;
  /** Counts the events of a stream. */
  sequence_number: number;
  [key: string]: unknown;
}

interface LifecycleEvent<Type extends string> extends EventBase<Type> {
  response: ModelResponse;
}

interface ItemEvent<Type extends string> extends EventBase<Type> {
  output_index: number;
  item: ResponseOutputItem;
}

interface ContentEvent<Type extends string> extends EventBase<Type> {
  item_id: string;
  output_index: number;
  content_index: number;
}

interface SummaryEvent<Type extends string> extends EventBase<Type> {
  item_id: string;
  output_index: number;
  summary_index: number;
}

/** The response exists; first event of the stream. */
export interface ResponseCreatedEvent extends LifecycleEvent<"response.created"> {}

/** The model has begun. */
export interface ResponseInProgressEvent extends LifecycleEvent<"response.in_progress"> {}

/** The response is complete; last event of the stream. */
export interface ResponseCompletedEvent extends LifecycleEvent<"response.completed"> {}

/** The response ended early, see `incomplete_details`; last event of the stream. */
export interface ResponseIncompleteEvent extends LifecycleEvent<"response.incomplete"> {}

/** The response failed, see its `error`; last event of the stream. */
export interface ResponseFailedEvent extends LifecycleEvent<"response.failed"> {}

/** A new output item, still empty. */
export interface ResponseOutputItemAddedEvent extends ItemEvent<"response.output_item.added"> {}

/** An output item is complete. */
export interface ResponseOutputItemDoneEvent extends ItemEvent<"response.output_item.done"> {}

/** A new part of a message, still empty. */
export interface ResponseContentPartAddedEvent extends ContentEvent<"response.content_part.added"> {
  part: ResponseOutputContentPart;
}

/** A part of a message is complete. */
export interface ResponseContentPartDoneEvent extends ContentEvent<"response.content_part.done"> {
  part: ResponseOutputContentPart;
}

/** A piece of text. */
export interface ResponseTextDeltaEvent extends ContentEvent<"response.output_text.delta"> {
  delta: string;
  logprobs?: unknown[] | null;
}

/** The whole text of a part. */
export interface ResponseTextDoneEvent extends ContentEvent<"response.output_text.done"> {
  text: string;
  logprobs?: unknown[] | null;
}

/** A new part of a reasoning summary, still empty. */
export interface ResponseReasoningSummaryPartAddedEvent
  extends SummaryEvent<"response.reasoning_summary_part.added"> {
  part: ResponseReasoningSummary;
}

/** A part of a reasoning summary is complete. */
export interface ResponseReasoningSummaryPartDoneEvent
  extends SummaryEvent<"response.reasoning_summary_part.done"> {
  part: ResponseReasoningSummary;
}

/** A piece of a reasoning summary. */
export interface ResponseReasoningSummaryTextDeltaEvent
  extends SummaryEvent<"response.reasoning_summary_text.delta"> {
  delta: string;
}

/** The whole text of a reasoning summary. */
export interface ResponseReasoningSummaryTextDoneEvent
  extends SummaryEvent<"response.reasoning_summary_text.done"> {
  text: string;
}

/** A piece of the arguments of a function call. */
export interface ResponseFunctionCallArgumentsDeltaEvent
  extends EventBase<"response.function_call_arguments.delta"> {
  item_id: string;
  output_index: number;
  delta: string;
}

/** The whole arguments of a function call. */
export interface ResponseFunctionCallArgumentsDoneEvent
  extends EventBase<"response.function_call_arguments.done"> {
  item_id: string;
  output_index: number;
  arguments: string;
  name?: string | null;
}

/** An error as it stands on the wire; the stream throws it, so that a consumer sees an error of the SDK instead. */
export interface ResponseErrorEvent {
  type: "error";
  code: string;
  message: string;
  sequence_number?: number;
  param?: string | null;
  doc_url?: string | null;
  provider?: string | null;
  suggestion?: string | null;
  [key: string]: unknown;
}

/**
 * An event that this version of the SDK doesn't list; its fields are as they came. To look for a certain one, compare
 * `String(event.type)`.
 */
export interface UnknownStreamEvent {
  type: Unlisted;
  sequence_number?: number;
  [key: string]: unknown;
}

/** The events that this version of the SDK lists. */
export type KnownResponseStreamEvent =
  | ResponseCreatedEvent
  | ResponseInProgressEvent
  | ResponseCompletedEvent
  | ResponseIncompleteEvent
  | ResponseFailedEvent
  | ResponseOutputItemAddedEvent
  | ResponseOutputItemDoneEvent
  | ResponseContentPartAddedEvent
  | ResponseContentPartDoneEvent
  | ResponseTextDeltaEvent
  | ResponseTextDoneEvent
  | ResponseReasoningSummaryPartAddedEvent
  | ResponseReasoningSummaryPartDoneEvent
  | ResponseReasoningSummaryTextDeltaEvent
  | ResponseReasoningSummaryTextDoneEvent
  | ResponseFunctionCallArgumentsDeltaEvent
  | ResponseFunctionCallArgumentsDoneEvent
  | ResponseErrorEvent;

/** An event of a Responses stream. `type` tells which; those that the API adds are `UnknownStreamEvent`. */
export type ResponseStreamEvent = KnownResponseStreamEvent | UnknownStreamEvent;
