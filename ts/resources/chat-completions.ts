import type { ChatCompletion } from "../chat/completion";
import type {
  ChatCompletionCreateParams,
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionCreateParamsOpen,
  ChatCompletionCreateParamsStreaming,
} from "../chat/params";
import type { ResponseFormatJsonSchema } from "../chat/response-format";
import type { RequestOptions, StreamRequestOptions } from "../options/request-options";
import type { ApiClient } from "../pipeline/api-client";
import type { APIPromise } from "../pipeline/api-promise";
import type { WithResponseHeaders } from "../pipeline/with-response-headers";
import { buildChatBody } from "../request-body";
import { ChatCompletionStream } from "../streaming";
import {
  type ParsedChatCompletion,
  parseCompletion,
  type StandardSchema,
  type TypedResponseFormat,
  toResponseFormat,
} from "../structured-output";

/** A request whose answer is read as data. */
export interface ChatCompletionParseParams<T>
  extends Omit<ChatCompletionCreateParamsNonStreaming, "response_format"> {
  /**
   * What the data has to be: a Standard Schema validator (zod, valibot, arktype), the result of `responseFormat()`, or a
   * `response_format` with a JSON Schema, which the answer is not checked against.
   */
  response_format: StandardSchema<unknown, T> | TypedResponseFormat<T> | ResponseFormatJsonSchema;
}

/** `client.chat.completions` */
export class ChatCompletions {
  readonly #client: ApiClient;

  /** @internal */
  constructor(client: ApiClient) {
    this.#client = client;
  }

  /**
   * Asks for a chat completion, routed by `gateway.routing`. With `stream: true` the promise gives a
   * `ChatCompletionStream` as soon as the answer begins.
   *
   * Rejects with `BadRequestError` for parameters that can't work, before anything is sent; with an `APIStatusError` for
   * an error of the API, with `APITimeoutError` or `APIConnectionError` without an answer, and with `APIUserAbortError`
   * after an abort.
   */
  create(
    params: ChatCompletionCreateParamsNonStreaming,
    options?: RequestOptions,
  ): APIPromise<WithResponseHeaders<ChatCompletion>>;
  create(
    params: ChatCompletionCreateParamsStreaming,
    options?: StreamRequestOptions,
  ): APIPromise<ChatCompletionStream>;
  create(
    params: ChatCompletionCreateParams,
    options?: StreamRequestOptions,
  ): APIPromise<WithResponseHeaders<ChatCompletion> | ChatCompletionStream>;
  create(
    params: ChatCompletionCreateParams,
    options?: StreamRequestOptions,
  ): APIPromise<WithResponseHeaders<ChatCompletion> | ChatCompletionStream> {
    if (params?.stream !== true)
      return this.#client.call<WithResponseHeaders<ChatCompletion>>(chatRequest(params, options));
    return this.#client.call<ChatCompletionStream>({
      ...chatRequest(params, options),
      open: (stream) => new ChatCompletionStream({ ...stream, choices: params.n ?? undefined }),
    });
  }

  /**
   * Asks for data: the completion has it in `parsed`, with the type that the validator gives.
   *
   * Rejects like `create`, and with `StructuredOutputError` when there is no such data: `reason` tells a refusal, a
   * truncated answer, a content filter, invalid JSON and a mismatch apart.
   */
  parse<T>(
    params: ChatCompletionParseParams<T>,
    options?: RequestOptions,
  ): APIPromise<WithResponseHeaders<ParsedChatCompletion<T>>> {
    let format: TypedResponseFormat<T> | ResponseFormatJsonSchema | undefined;
    return this.#client.call<WithResponseHeaders<ParsedChatCompletion<T>>>({
      ...chatRequest(() => {
        format = toResponseFormat<T>(params?.response_format);
        return { ...params, response_format: format, stream: false };
      }, options),
      read: (completion) =>
        parseCompletion<T>(completion as ChatCompletion, format as TypedResponseFormat<T>) as Promise<
          WithResponseHeaders<ParsedChatCompletion<T>>
        >,
    });
  }
}

function chatRequest(
  params: ChatCompletionCreateParamsOpen | (() => ChatCompletionCreateParamsOpen),
  options: StreamRequestOptions | undefined,
) {
  return {
    method: "POST",
    path: "/chat/completions",
    options,
    body: ({ extraBody }: { readonly extraBody: Readonly<Record<string, unknown>> | undefined }) =>
      buildChatBody(typeof params === "function" ? params() : params, { extraBody }),
    billed: true,
  };
}
