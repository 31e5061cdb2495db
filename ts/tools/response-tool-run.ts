import type { Ledger } from "../ledger";
import type { StreamRequestOptions } from "../options/request-options";
import type {
  ModelResponse,
  ResponseFunctionCallOutputItem,
  ResponseInputItem,
  ResponseStreamEvent,
} from "../responses";
import { outputTextOf } from "../responses/output-text";
import type {
  ResponseCreateParamsBase,
  ResponseCreateParamsStreaming,
  ResponseTextFormat,
  ResponseTool,
} from "../responses/params";
import type { ResponseStream } from "../streaming";
import {
  parseResponse,
  type StandardSchema,
  type TypedTextFormat,
  withTextFormat,
} from "../structured-output";
import type { LoopApi } from "./loop-api";
import { paramsOfStep, type ToolRunInit } from "./loop-request";
import { responseTool, type Tool } from "./tool";
import { ToolRun } from "./tool-run";
import { type ToolRunOptions, withoutRunOptions } from "./tool-run-options";
import type { ToolStep } from "./tool-step";

/** What a step of a Responses run can have in place of what the run has. */
export interface ResponseStepChanges extends Partial<Omit<ResponseCreateParamsBase, "tools">> {
  tools?: readonly (Tool | ResponseTool)[] | undefined;
}

/** A run of tools over the Responses API: the parameters of the request, and how the run goes. */
export interface ResponseToolRunParams<T = unknown>
  extends Omit<ResponseCreateParamsBase, "tools" | "text">,
    ToolRunOptions<ToolStep<ModelResponse>, ResponseInputItem, ResponseStepChanges> {
  /** What the model may call; hosted tools run at the provider. A plain definition is a tool without `execute`. */
  tools: readonly (Tool | ResponseTool)[];
  /** The form of the text; with a schema, `finalParsed()` gives the data. */
  text?:
    | {
        format?: StandardSchema<unknown, T> | TypedTextFormat<T> | ResponseTextFormat | null | undefined;
      }
    | null
    | undefined;
}

/** What a Responses run asks the client for. */
export interface ResponseToolRunApi {
  readonly ledger: Ledger;
  create(params: ResponseCreateParamsStreaming, options: StreamRequestOptions): PromiseLike<ResponseStream>;
}

/**
 * A conversation over the Responses API in which the model calls tools until it has an answer. Iterate over the events of
 * all steps, once, or await one of the final results; nothing is sent before somebody does.
 */
export class ResponseToolRun<T = unknown> extends ToolRun<
  ResponseStreamEvent,
  ModelResponse,
  ResponseInputItem,
  ResponseStepChanges
> {
  readonly #format: object;

  /** @internal */
  constructor(given: ResponseToolRunParams<T>, init: ToolRunInit<ResponseToolRunApi>) {
    const params = withTextFormat(given ?? {}) as ResponseToolRunParams<T>;
    super({
      params,
      items: itemsOf(params.input),
      signal: init.options?.signal,
      start: async () => loopApi(params, init.options, await init.connect(params.maxCostUsd)),
    });
    this.#format = params.text?.format ?? {};
  }

  /** The conversation so far, every call with its result: go on with it in the next turn, or after a failure. */
  get messages(): ResponseInputItem[] {
    return this.items;
  }

  /** The last response; look at its `status`. Reads the run unless somebody else does. Rejects with what ends it otherwise. */
  finalResponse(): Promise<ModelResponse> {
    return this.final();
  }

  /** The text of the last response; empty if there is none. */
  async finalText(): Promise<string> {
    return outputTextOf(await this.final());
  }

  /**
   * The data of the last response, validated; `null` when the run ended at a tool without `execute`. Rejects like `parse`
   * with `StructuredOutputError`, and for a failed response with its error.
   */
  async finalParsed(): Promise<T | null> {
    return (await parseResponse<T>(await this.final(), this.#format)).parsed;
  }
}

function itemsOf(input: unknown): ResponseInputItem[] {
  if (typeof input === "string") return [{ role: "user", content: input }];
  return Array.isArray(input) ? (input as ResponseInputItem[]) : [];
}

type Api = LoopApi<ResponseStreamEvent, ModelResponse, ResponseInputItem, ResponseStepChanges>;

function loopApi<T>(
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
