import {
  assistantMessage,
  type ChatCompletion,
  type ChatCompletionChunk,
  type ChatCompletionMessage,
  type ChatCompletionMessageParam,
  type ChatCompletionTool,
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
import type { LoopApi } from "./loop-api";
import { paramsOfStep, type ToolRunInit } from "./loop-request";
import { chatTool, type Tool } from "./tool";
import { ToolRun } from "./tool-run";
import { type ToolRunOptions, withoutRunOptions } from "./tool-run-options";
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
      start: async () => loopApi(params, init.options, await init.connect(params.maxCostUsd)),
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

type Api = LoopApi<ChatCompletionChunk, ChatCompletion, ChatCompletionMessageParam, ChatStepChanges>;

function loopApi<T>(
  given: ChatToolRunParams<T>,
  options: StreamRequestOptions | undefined,
  { ledger, create }: ChatToolRunApi,
): Api {
  const params = withoutRunOptions(given) as ChatStepChanges;
  return {
    ledger,
    open: (items, changes, later, signal) => {
      const messages = Array.isArray(given.messages) ? items : given.messages;
      const step = paramsOfStep({ ...params, messages }, changes, later);
      const tools = step.tools?.map(chatTool);
      const request = { ...step, tools, stream: true } as ChatCompletionCreateParamsStreaming;
      return create(request, { ...options, signal, silentAbort: false });
    },
    answerOf: (stream) => (stream as ChatCompletionStream).finalCompletion(),
    textOf: ({ choices }) => choices?.[0]?.delta?.content || undefined,
    callsOf: ({ choices }) =>
      (choices[0]?.message.tool_calls ?? []).map(({ id, function: called }) => ({
        id,
        name: called.name,
        arguments: called.arguments,
      })),
    cutOff: ({ choices }) => {
      const reason = choices[0]?.finish_reason;
      if (reason === "content_filter") return "content_filter";
      return reason === "length" ? "truncated" : undefined;
    },
    itemsOf: ({ choices }) => (choices[0] === undefined ? [] : [assistantMessage(choices[0].message)]),
    resultOf: ({ id, content }) => ({ role: "tool", tool_call_id: id, content }),
  };
}
