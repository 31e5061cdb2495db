import type { StreamRequestOptions } from "../options/request-options";
import type {
  ModelResponse,
  ResponseFunctionCallOutputItem,
  ResponseInputItem,
  ResponseStreamEvent,
} from "../responses";
import type { ResponseCreateParamsStreaming } from "../responses/params";
import type { ResponseStream } from "../streaming";
import type { LoopApi } from "./loop-api";
import { paramsOfStep } from "./loop-request";
import type { ResponseStepChanges, ResponseToolRunApi, ResponseToolRunParams } from "./response-tool-run";
import { responseTool } from "./tool";
import { withoutRunOptions } from "./tool-run-options";

/** What a run is given, as the items that the conversation goes on from. */
export function inputItems(input: unknown): ResponseInputItem[] {
  if (typeof input === "string") return [{ role: "user", content: input }];
  return Array.isArray(input) ? (input as ResponseInputItem[]) : [];
}

type Api = LoopApi<ResponseStreamEvent, ModelResponse, ResponseInputItem, ResponseStepChanges>;

/** The Responses API as the loop of a run sees it. */
export function responseLoopApi<T>(
  given: ResponseToolRunParams<T>,
  options: StreamRequestOptions | undefined,
  { ledger, create }: ResponseToolRunApi,
): Api {
  const params = withoutRunOptions(given) as ResponseStepChanges;
  const known = typeof given.input === "string" || Array.isArray(given.input);
  return {
    ledger,
    open: (items, changes, later, signal) => {
      const step = paramsOfStep({ ...params, input: known ? items : given.input }, changes, later);
      const tools = step.tools?.map(responseTool);
      const request = { ...step, tools, stream: true } as ResponseCreateParamsStreaming;
      return create(request, { ...options, signal, silentAbort: false });
    },
    answerOf: (stream) => (stream as ResponseStream).finalResponse(),
    textOf: (event) => (event.type === "response.output_text.delta" ? event.delta || undefined : undefined),
    // A failed response is a result, which nothing can follow; it is not sent back either.
    callsOf: ({ output, status }) =>
      (status === "failed" ? [] : output)
        .filter((item): item is ResponseFunctionCallOutputItem => item.type === "function_call")
        .map((item) => ({ id: item.call_id, name: item.name, arguments: item.arguments })),
    cutOff: ({ status, incomplete_details: details }) => {
      if (status === "completed") return undefined;
      return details?.reason === "content_filter" ? "content_filter" : "truncated";
    },
    itemsOf: ({ output, status }) => (status === "failed" ? [] : [...output]),
    resultOf: ({ id, content }) => ({ type: "function_call_output", call_id: id, output: content }),
  };
}
