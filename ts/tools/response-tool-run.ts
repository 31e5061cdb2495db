import type { Ledger } from "../ledger";
import type { StreamRequestOptions } from "../options/request-options";
import type { ModelResponse, ResponseInputItem, ResponseStreamEvent } from "../responses";
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
import type { ToolRunInit } from "./loop-request";
import { inputItems, responseLoopApi } from "./response-loop";
import type { Tool } from "./tool";
import { ToolRun } from "./tool-run";
import type { ToolRunOptions } from "./tool-run-options";
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
      items: inputItems(params.input),
      signal: init.options?.signal,
      start: async () => responseLoopApi(params, init.options, await init.connect(params.maxCostUsd)),
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
