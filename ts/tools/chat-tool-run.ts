import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionMessage,
  ChatCompletionMessageParam,
  ChatCompletionTool,
} from "../chat";
import type { ChatCompletionCreateParamsBase, ChatCompletionCreateParamsStreaming } from "../chat/params";
import type { ResponseFormat } from "../chat/response-format";
import type { Ledger } from "../ledger";
import type { StreamRequestOptions } from "../options/request-options";
import type { ChatCompletionStream } from "../streaming";
import {
  parseCompletion,
  type StandardSchema,
  type TypedResponseFormat,
  withResponseFormat,
} from "../structured-output";
import { chatLoopApi } from "./chat-loop";
import type { ToolRunInit } from "./loop-request";
import type { Tool } from "./tool";
import { ToolRun } from "./tool-run";
import type { ToolRunOptions } from "./tool-run-options";
import type { ToolStep } from "./tool-step";

/** What a step of a chat run can have in place of what the run has. */
export interface ChatStepChanges extends Partial<Omit<ChatCompletionCreateParamsBase, "tools" | "n">> {
  tools?: readonly (Tool | ChatCompletionTool)[] | undefined;
}

/** A run of tools over chat completions: the parameters of the request, and how the run goes. */
export interface ChatToolRunParams<T = unknown>
  extends Omit<ChatCompletionCreateParamsBase, "tools" | "n" | "response_format">,
    ToolRunOptions<ToolStep<ChatCompletion>, ChatCompletionMessageParam, ChatStepChanges> {
  /** What the model may call. A plain definition is a tool without `execute`. */
  tools: readonly (Tool | ChatCompletionTool)[];
  /** The form of the answer; with a schema, `finalParsed()` gives the data. */
  response_format?: StandardSchema<unknown, T> | TypedResponseFormat<T> | ResponseFormat | null | undefined;
}

/** What a chat run asks the client for. */
export interface ChatToolRunApi {
  readonly ledger: Ledger;
  create(
    params: ChatCompletionCreateParamsStreaming,
    options: StreamRequestOptions,
  ): PromiseLike<ChatCompletionStream>;
}

/**
 * A conversation over chat completions in which the model calls tools until it has an answer. Iterate over the chunks of
 * all steps, once, or await one of the final results; nothing is sent before somebody does.
 */
export class ChatToolRun<T = unknown> extends ToolRun<
  ChatCompletionChunk,
  ChatCompletion,
  ChatCompletionMessageParam,
  ChatStepChanges
> {
  readonly #format: object;

  /** @internal */
  constructor(given: ChatToolRunParams<T>, init: ToolRunInit<ChatToolRunApi>) {
    const params = withResponseFormat(given ?? {}) as ChatToolRunParams<T>;
    super({
      params,
      items: Array.isArray(params.messages) ? params.messages : [],
      signal: init.options?.signal,
      start: async () => chatLoopApi(params, init.options, await init.connect(params.maxCostUsd)),
    });
    this.#format = params.response_format ?? {};
  }

  /** The conversation so far, every call with its result: go on with it in the next turn, or after a failure. */
  get messages(): ChatCompletionMessageParam[] {
    return this.items;
  }

  /** The last completion. Reads the run unless somebody else does. Rejects with what ends it otherwise. */
  finalCompletion(): Promise<ChatCompletion> {
    return this.final();
  }

  /** The message of the last completion. */
  async finalMessage(): Promise<ChatCompletionMessage> {
    const { choices } = await this.final();
    return choices[0]?.message ?? { role: "assistant", content: null };
  }

  /** The text of the last message; empty if there is none. */
  async finalText(): Promise<string> {
    return (await this.finalMessage()).content ?? "";
  }

  /**
   * The data of the last completion, validated; `null` when the run ended at a tool without `execute`. Rejects like
   * `parse` with `StructuredOutputError`.
   */
  async finalParsed(): Promise<T | null> {
    return (await parseCompletion<T>(await this.final(), this.#format)).parsed;
  }
}
