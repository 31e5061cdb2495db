import type { ChatCompletionCreateParamsNonStreaming } from "../chat/params";
import { BadRequestError } from "../errors";
import { buildChatBody, buildResponsesBody, stringifyBody } from "../request-body";
import type { ResponseCreateParamsNonStreaming } from "../responses/params";
import { record } from "../validation/checks";

/** What one request of a batch sends: the parameters of `chat.completions.create` or of `responses.create`. */
export type BatchBody = ChatCompletionCreateParamsNonStreaming | ResponseCreateParamsNonStreaming;

/** A request of a batch with an id, in the form in which other batch APIs take it. */
export interface BatchEnvelope {
  /** By which its result is found. Default: its number, the first being 1. */
  custom_id?: string | null | undefined;
  /** Always POST. */
  method?: "POST" | null | undefined;
  /** Where it goes. Default: by its body; `messages` make a chat completion. */
  url?: "/v1/chat/completions" | "/v1/responses" | null | undefined;
  /** What is sent. Without a model, it gets that of the batch. */
  body: BatchBody | (Omit<BatchBody, "model"> & { model?: undefined });
}

/** A request of a batch: in an envelope with its id, or bare. */
export type BatchRequest = BatchEnvelope | BatchBody;

/** A line of a batch's input. A request that the SDK would refuse goes as it is, so that its error becomes its result. */
export function requestLine(request: unknown): string {
  const given = record(request, "request");
  if (typeof given.body !== "object" || given.body === null) return stringifyBody(built(given));
  return stringifyBody({ ...given, body: built(given.body as Record<string, unknown>) });
}

function built(body: Record<string, unknown>): Record<string, unknown> {
  // The core says what is wrong with it.
  if (body.stream === true) return body;
  const build = body.messages === undefined ? buildResponsesBody : buildChatBody;
  try {
    return build(body as never) as unknown as Record<string, unknown>;
  } catch (error) {
    if (error instanceof BadRequestError) return body;
    throw error;
  }
}
