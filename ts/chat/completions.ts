import type { APIPromise } from "../api-promise";
import type { RequestOptions, StreamRequestOptions } from "../options/request-options";
import type { ApiClient } from "../pipeline/api-client";
import { buildChatBody, stringifyBody } from "../request-body";
import { ChatCompletionStream } from "../streaming";
import type { ChatCompletion } from "./completion";
import type {
  ChatCompletionCreateParams,
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionCreateParamsStreaming,
} from "./params";

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
  ): APIPromise<ChatCompletion>;
  create(
    params: ChatCompletionCreateParamsStreaming,
    options?: StreamRequestOptions,
  ): APIPromise<ChatCompletionStream>;
  create(
    params: ChatCompletionCreateParams,
    options?: StreamRequestOptions,
  ): APIPromise<ChatCompletion | ChatCompletionStream>;
  create(
    params: ChatCompletionCreateParams,
    options?: StreamRequestOptions,
  ): APIPromise<ChatCompletion | ChatCompletionStream> {
    const request = {
      method: "POST",
      path: "/chat/completions",
      options,
      body: ({ extraBody }: { extraBody?: Readonly<Record<string, unknown>> | undefined }) =>
        stringifyBody(buildChatBody(params, { extraBody }).body),
    };
    if (params?.stream !== true) return this.#client.call<ChatCompletion>(request);
    return this.#client.call<ChatCompletionStream>({
      ...request,
      open: ({ reader, options: { signal, silentAbort } }) =>
        new ChatCompletionStream({ reader, signal, silentAbort, choices: params.n ?? undefined }),
    });
  }
}
