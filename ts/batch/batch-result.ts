import type { ChatCompletion } from "../chat/completion";
import type { ModelResponse } from "../responses/model-response";

/** A line of a batch's output. */
export interface BatchResult {
  /** Made from `custom_id`; the same in every run. */
  id: string;
  /** The id of the request; `null` for a line that is no request, or whose id an earlier line had. */
  custom_id: string | null;
  /** What the server answered; `null` where there was no answer. */
  response: BatchResponse | null;
  /** Why there is no answer; `null` if there is one. */
  error: BatchError | null;
  /** What is known besides; absent for a line that is no request. */
  facts?: BatchFacts;
}

/** The answer to one request of a batch. */
export interface BatchResponse {
  status_code: number;
  /** Quote it when you ask for support. */
  request_id: string | null;
  /** The body, as the server sent it. */
  body: ChatCompletion | ModelResponse | Record<string, unknown> | null;
}

/** Why a request of a batch has no answer. */
export interface BatchError {
  /** Stable name: of the API, one that the SDK makes itself, `invalid_line` or `repeated_custom_id`. */
  code: string | null;
  /** For people. */
  message: string;
  /** Status of the answer, where there was one. */
  status: number | null;
  /** How many times it was sent; 0 when it never left. */
  attempts: number;
  /** The line of the input. */
  line: number | null;
}

/** What a batch notes about each request. */
export interface BatchFacts {
  /** The line of the input. */
  line: number;
  /** The model that was asked for; `null` where several were. */
  model: string | null;
  /** When it ended, in milliseconds since 1970. */
  finished_at: number;
  /** How long it took, retries and waits included, in milliseconds. */
  duration_ms: number;
  /** How many times it was sent. */
  attempts: number;
}
