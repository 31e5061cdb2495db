import type { RequestOptions, StreamRequestOptions } from "../options/request-options";
import type { ApiClient } from "../pipeline/api-client";
import type { APIPromise } from "../pipeline/api-promise";
import type { WithResponseHeaders } from "../pipeline/with-response-headers";
import { buildResponsesBody } from "../request-body";
import type { ModelResponse } from "../responses/model-response";
import { outputTextOf } from "../responses/output-text";
import type {
  ResponseCreateParams,
  ResponseCreateParamsNonStreaming,
  ResponseCreateParamsOpen,
  ResponseCreateParamsStreaming,
  ResponseTextFormat,
} from "../responses/params";
import { ResponseStream } from "../streaming";
import {
  type ParsedResponse,
  parseResponse,
  type StandardSchema,
  type TypedTextFormat,
  toTextFormat,
} from "../structured-output";

/** A response with its text. */
export type ResponseResult<T = ModelResponse> = WithResponseHeaders<T> & {
  /**
   * All answer text: the server's `output_text` where it sent one, otherwise the joined text parts. Not enumerable:
   * written to JSON, the result equals the wire.
   */
  readonly outputText: string;
};

/** A request whose answer is read as data. */
export interface ResponseParseParams<T> extends Omit<ResponseCreateParamsNonStreaming, "text"> {
  text: Omit<NonNullable<ResponseCreateParamsNonStreaming["text"]>, "format"> & {
    /**
     * What the data has to be: a Standard Schema validator (zod, valibot, arktype), the result of `textFormat()`, or a
     * format with a JSON Schema, which the answer is not checked against.
     */
    format: StandardSchema<unknown, T> | TypedTextFormat<T> | ResponseTextFormat;
  };
}

/** `client.responses` */
export class Responses {
  readonly #client: ApiClient;

  /** @internal */
  constructor(client: ApiClient) {
    this.#client = client;
  }

  /**
   * Asks for a response. With `stream: true` the promise gives a `ResponseStream` of typed events as soon as the answer
   * begins. A response whose `status` is `failed` is a result, not an exception.
   *
   * Rejects as `chat.completions.create` does.
   */
  create(params: ResponseCreateParamsNonStreaming, options?: RequestOptions): APIPromise<ResponseResult>;
  create(params: ResponseCreateParamsStreaming, options?: StreamRequestOptions): APIPromise<ResponseStream>;
  create(
    params: ResponseCreateParams,
    options?: StreamRequestOptions,
  ): APIPromise<ResponseResult | ResponseStream>;
  create(
    params: ResponseCreateParams,
    options?: StreamRequestOptions,
  ): APIPromise<ResponseResult | ResponseStream> {
    if (params?.stream !== true) {
      return this.#client.call<ResponseResult>({
        ...responsesRequest(params, options),
        read: (response) => withOutputText(response as ModelResponse),
      });
    }
    return this.#client.call<ResponseStream>({
      ...responsesRequest(params, options),
      open: (stream) => new ResponseStream(stream),
    });
  }

  /**
   * Asks for data: the response has it in `parsed`, with the type that the validator gives.
   *
   * Rejects like `create`, and with `StructuredOutputError` when there is no such data: `reason` tells a refusal, a
   * truncated answer, a content filter, invalid JSON and a mismatch apart. A failed response rejects with its error.
   */
  parse<T>(
    params: ResponseParseParams<T>,
    options?: RequestOptions,
  ): APIPromise<ResponseResult<ParsedResponse<T>>> {
    let format: TypedTextFormat<T> | ResponseTextFormat | undefined;
    return this.#client.call<ResponseResult<ParsedResponse<T>>>({
      ...responsesRequest(() => {
        format = toTextFormat<T>(params?.text?.format);
        return { ...params, text: { ...params.text, format }, stream: false };
      }, options),
      read: async (response) =>
        withOutputText(await parseResponse<T>(response as ModelResponse, format as TypedTextFormat<T>)),
    });
  }
}

function responsesRequest(
  params: ResponseCreateParamsOpen | (() => ResponseCreateParamsOpen),
  options: StreamRequestOptions | undefined,
) {
  return {
    method: "POST",
    path: "/responses",
    options,
    body: ({ extraBody }: { readonly extraBody: Readonly<Record<string, unknown>> | undefined }) =>
      buildResponsesBody(typeof params === "function" ? params() : params, { extraBody }),
    billed: true,
  };
}

function withOutputText<T extends ModelResponse>(response: T): ResponseResult<T> {
  const get = () => outputTextOf(response);
  return Object.defineProperty(response, "outputText", { get, configurable: true }) as ResponseResult<T>;
}
