import type { ChatCompletion } from "../chat/completion";
import type {
  ChatCompletionCreateParams,
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionCreateParamsOpen,
  ChatCompletionCreateParamsStreaming,
} from "../chat/params";
import type { ResponseFormat, ResponseFormatJsonSchema } from "../chat/response-format";
import type { RequestOptions, StreamRequestOptions } from "../options/request-options";
import type { ApiClient } from "../pipeline/api-client";
import type { APIPromise } from "../pipeline/api-promise";
import type { WithResponseHeaders } from "../pipeline/with-response-headers";
import { buildChatBody } from "../request-body";
import { ChatCompletionStream } from "../streaming";
import {
  fallbackForChat,
  type ParsedChatCompletion,
  parseCompletion,
  type StandardSchema,
  type TypedResponseFormat,
  toResponseFormat,
  withResponseFormat,
} from "../structured-output";
import { ChatToolRun, type ChatToolRunApi, type ChatToolRunParams } from "../tools/chat-tool-run";

/** A request whose answer is read as data. */
export interface ChatCompletionParseParams<T>
  extends Omit<ChatCompletionCreateParamsNonStreaming, "response_format"> {
  /**
   * What the data has to be: a Standard Schema validator (zod, valibot, arktype), the result of `responseFormat()`, or a
   * `response_format` with a JSON Schema, which the answer is not checked against.
   */
  response_format: StandardSchema<unknown, T> | TypedResponseFormat<T> | ResponseFormatJsonSchema;
}

/** A request whose answer is data that comes in chunks. */
export interface ChatCompletionStreamDataParams<T>
  extends Omit<ChatCompletionCreateParamsStreaming, "response_format"> {
  /** What the data has to be: a Standard Schema validator (zod, valibot, arktype), or the result of `responseFormat()`. */
  response_format: StandardSchema<unknown, T> | TypedResponseFormat<T>;
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
   * `ChatCompletionStream` as soon as the answer begins; with a schema in `response_format` it gives the data while it is
   * written, too.
   *
   * Rejects with `BadRequestError` for parameters that can't work, before anything is sent; with an `APIStatusError` for
   * an error of the API, with `APITimeoutError` or `APIConnectionError` without an answer, and with `APIUserAbortError`
   * after an abort.
   */
  create(
    params: ChatCompletionCreateParamsNonStreaming,
    options?: RequestOptions,
  ): APIPromise<WithResponseHeaders<ChatCompletion>>;
  create<T>(
    params: ChatCompletionStreamDataParams<T>,
    options?: StreamRequestOptions,
  ): APIPromise<ChatCompletionStream<T>>;
  create(
    params: ChatCompletionCreateParamsStreaming,
    options?: StreamRequestOptions,
  ): APIPromise<ChatCompletionStream>;
  create(
    params: ChatCompletionCreateParams,
    options?: StreamRequestOptions,
  ): APIPromise<WithResponseHeaders<ChatCompletion> | ChatCompletionStream>;
  create(
    given: ChatCompletionCreateParams | ChatCompletionStreamDataParams<unknown>,
    options?: StreamRequestOptions,
  ): APIPromise<WithResponseHeaders<ChatCompletion> | ChatCompletionStream> {
    const request = new ChatRequest(
      () => withResponseFormat(given) as ChatCompletionCreateParamsOpen,
      options,
    );
    if (given?.stream !== true) return this.#client.call<WithResponseHeaders<ChatCompletion>>(request.asked);
    return this.#client.call<ChatCompletionStream>({
      ...request.asked,
      open: (stream) =>
        new ChatCompletionStream({ ...stream, choices: given.n ?? undefined, format: request.format }),
    });
  }

  /**
   * Asks, runs the tools that the model calls, tells it their results, and so on until it answers. `tools` are made by
   * `tool()`. Nothing is sent before somebody reads the run or awaits one of its results; what is wrong with the
   * parameters is thrown then, too.
   */
  runTools<T = unknown>(params: ChatToolRunParams<T>, options?: StreamRequestOptions): ChatToolRun<T> {
    const connect = async (maxCostUsd: number | null | undefined) => {
      const client = await this.#client.limitedTo(maxCostUsd);
      const completions = new ChatCompletions(client);
      return {
        ledger: client.ledger,
        create: completions.create.bind(completions) as ChatToolRunApi["create"],
      };
    };
    return new ChatToolRun<T>(params, { options, connect });
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
    const request = new ChatRequest(() => {
      const format = toResponseFormat<T>(params?.response_format);
      return { ...params, response_format: format, stream: false };
    }, options);
    return this.#client.call<WithResponseHeaders<ParsedChatCompletion<T>>>({
      ...request.asked,
      read: (completion) =>
        parseCompletion<T>(completion as ChatCompletion, request.format as TypedResponseFormat<T>) as Promise<
          WithResponseHeaders<ParsedChatCompletion<T>>
        >,
    });
  }
}

type Extra = { readonly extraBody: Readonly<Record<string, unknown>> | undefined };

/** A request, and what became of its parameters. They are made when the call is checked, so that its errors reject. */
class ChatRequest {
  #params: ChatCompletionCreateParamsOpen | undefined;

  constructor(
    private readonly makeParams: () => ChatCompletionCreateParamsOpen,
    private readonly options: StreamRequestOptions | undefined,
  ) {}

  /** The format as it was asked for first. */
  get format(): ResponseFormat | undefined {
    return this.#params?.response_format ?? undefined;
  }

  get asked() {
    return {
      method: "POST",
      path: "/chat/completions",
      options: this.options,
      body: (extra: Extra) => {
        this.#params = this.makeParams();
        return buildChatBody(this.#params, extra);
      },
      fallback: (error: unknown) => {
        const params = this.#params && fallbackForChat(this.#params, error);
        return params && ((extra: Extra) => buildChatBody(params, extra));
      },
      billed: true,
    };
  }
}
