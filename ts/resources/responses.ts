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
  fallbackForResponses,
  type ParsedResponse,
  parseResponse,
  type StandardSchema,
  type TypedTextFormat,
  toTextFormat,
  withTextFormat,
} from "../structured-output";
import {
  ResponseToolRun,
  type ResponseToolRunApi,
  type ResponseToolRunParams,
} from "../tools/response-tool-run";

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

/** A request whose answer is data that comes in events. */
export interface ResponseStreamDataParams<T> extends Omit<ResponseCreateParamsStreaming, "text"> {
  text: {
    /** What the data has to be: a Standard Schema validator (zod, valibot, arktype), or the result of `textFormat()`. */
    format: StandardSchema<unknown, T> | TypedTextFormat<T>;
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
   * begins; with a schema in `text.format` it gives the data while it is written, too. A response whose `status` is
   * `failed` is a result, not an exception.
   *
   * Rejects as `chat.completions.create` does.
   */
  create(params: ResponseCreateParamsNonStreaming, options?: RequestOptions): APIPromise<ResponseResult>;
  create<T>(
    params: ResponseStreamDataParams<T>,
    options?: StreamRequestOptions,
  ): APIPromise<ResponseStream<T>>;
  create(params: ResponseCreateParamsStreaming, options?: StreamRequestOptions): APIPromise<ResponseStream>;
  create(
    params: ResponseCreateParams,
    options?: StreamRequestOptions,
  ): APIPromise<ResponseResult | ResponseStream>;
  create(
    given: ResponseCreateParams | ResponseStreamDataParams<unknown>,
    options?: StreamRequestOptions,
  ): APIPromise<ResponseResult | ResponseStream> {
    const request = new ResponsesRequest(() => withTextFormat(given) as ResponseCreateParamsOpen, options);
    if (given?.stream !== true) {
      return this.#client.call<ResponseResult>({
        ...request.asked,
        read: (response) => withOutputText(response as ModelResponse),
      });
    }
    return this.#client.call<ResponseStream>({
      ...request.asked,
      open: (stream) => new ResponseStream({ ...stream, format: request.format }),
    });
  }

  /**
   * Asks, runs the tools that the model calls, tells it their results, and so on until it answers. `tools` are made by
   * `tool()`; hosted tools may stand beside them. Nothing is sent before somebody reads the run or awaits one of its
   * results; what is wrong with the parameters is thrown then, too.
   */
  runTools<T = unknown>(
    params: ResponseToolRunParams<T>,
    options?: StreamRequestOptions,
  ): ResponseToolRun<T> {
    const connect = async (maxCostUsd: number | null | undefined) => {
      const client = await this.#client.limitedTo(maxCostUsd);
      const responses = new Responses(client);
      return {
        ledger: client.ledger,
        create: responses.create.bind(responses) as ResponseToolRunApi["create"],
      };
    };
    return new ResponseToolRun<T>(params, { options, connect });
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
    const request = new ResponsesRequest(() => {
      const format = toTextFormat<T>(params?.text?.format);
      return { ...params, text: { ...params.text, format }, stream: false };
    }, options);
    return this.#client.call<ResponseResult<ParsedResponse<T>>>({
      ...request.asked,
      read: async (response) =>
        withOutputText(
          await parseResponse<T>(response as ModelResponse, request.format as TypedTextFormat<T>),
        ),
    });
  }
}

type Extra = { readonly extraBody: Readonly<Record<string, unknown>> | undefined };

/** A request, and what became of its parameters. They are made when the call is checked, so that its errors reject. */
class ResponsesRequest {
  #params: ResponseCreateParamsOpen | undefined;

  constructor(
    private readonly makeParams: () => ResponseCreateParamsOpen,
    private readonly options: StreamRequestOptions | undefined,
  ) {}

  /** The format as it was asked for first. */
  get format(): ResponseTextFormat | undefined {
    return this.#params?.text?.format ?? undefined;
  }

  get asked() {
    return {
      method: "POST",
      path: "/responses",
      options: this.options,
      body: (extra: Extra) => {
        this.#params = this.makeParams();
        return buildResponsesBody(this.#params, extra);
      },
      fallback: (error: unknown) => {
        const params = this.#params && fallbackForResponses(this.#params, error);
        return params && ((extra: Extra) => buildResponsesBody(params, extra));
      },
      billed: true,
    };
  }
}

function withOutputText<T extends ModelResponse>(response: T): ResponseResult<T> {
  const get = () => outputTextOf(response);
  return Object.defineProperty(response, "outputText", { get, configurable: true }) as ResponseResult<T>;
}
