import {
  assistantMessage,
  type ChatCompletion,
  type ChatCompletionChunk,
  type ChatCompletionMessageParam,
} from "../chat";
import type { ChatCompletionCreateParamsStreaming } from "../chat/params";
import type { StreamRequestOptions } from "../options/request-options";
import type { ChatCompletionStream } from "../streaming";
import type { ChatStepChanges, ChatToolRunApi, ChatToolRunParams } from "./chat-tool-run";
import type { LoopApi } from "./loop-api";
import { paramsOfStep } from "./loop-request";
import { chatTool } from "./tool";
import { withoutRunOptions } from "./tool-run-options";

type Api = LoopApi<ChatCompletionChunk, ChatCompletion, ChatCompletionMessageParam, ChatStepChanges>;

/** The chat API as the loop of a run sees it. */
export function chatLoopApi<T>(
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
