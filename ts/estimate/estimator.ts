import type { ChatCompletionCreateParamsBase } from "../chat/params";
import { missingParameter } from "../errors";
import type { DirectoryResponse } from "../models/directory";
import { unlessAborted } from "../pipeline/unless-aborted";
import { buildChatBody, buildResponsesBody } from "../request-body";
import type { ResponseCreateParamsBase } from "../responses/params";
import { type StandardSchema, withResponseFormat, withTextFormat } from "../structured-output";
import { chatTool, responseTool, type Tool } from "../tools/tool";
import { withoutRunOptions } from "../tools/tool-run-options";
import { checkFields, integer, record } from "../validation/checks";
import { estimateRequest } from "./estimate-request";
import type { EstimateOptions, RequestEstimate } from "./request-estimate";

/** A chat request to estimate: the parameters of `create`, `parse` or `runTools`. */
export interface ChatEstimateParams
  extends Omit<ChatCompletionCreateParamsBase, "tools" | "response_format"> {
  tools?: readonly (Tool | NonNullable<ChatCompletionCreateParamsBase["tools"]>[number])[] | null | undefined;
  response_format?: ChatCompletionCreateParamsBase["response_format"] | StandardSchema;
  stream?: boolean | null | undefined;
}

/** A Responses request to estimate: the parameters of `create`, `parse` or `runTools`. */
export interface ResponseEstimateParams extends Omit<ResponseCreateParamsBase, "tools" | "text"> {
  tools?: readonly (Tool | NonNullable<ResponseCreateParamsBase["tools"]>[number])[] | null | undefined;
  text?: { format?: unknown } | null | undefined;
  stream?: boolean | null | undefined;
}

/** List prices change rarely, and an estimate is one; a client that runs for weeks should still see a new model. */
const DIRECTORY_LIFETIME_MS = 3_600_000;

const tokens = integer({ min: 0 });
const anything = () => {};

/** Estimates requests by the directory, which it loads when it needs it and keeps for an hour. */
export class Estimator {
  #directory: { readonly loading: Promise<DirectoryResponse>; readonly at: number } | undefined;

  constructor(private readonly loadDirectory: () => PromiseLike<DirectoryResponse>) {}

  /** @throws BadRequestError for parameters that could not be sent; what `client.models` rejects with. */
  async estimate(
    params: ChatEstimateParams | ResponseEstimateParams,
    options: EstimateOptions = {},
  ): Promise<RequestEstimate> {
    checkFields(options, "options", {
      outputTokens: tokens,
      cachedTokens: tokens,
      at: anything,
      signal: anything,
    });
    const body = bodyOf(params);
    const directory = await unlessAborted(this.#load(), options.signal ?? undefined);
    return estimateRequest(body, directory, options);
  }

  #load(): Promise<DirectoryResponse> {
    const known = this.#directory;
    if (known !== undefined && performance.now() - known.at < DIRECTORY_LIFETIME_MS) return known.loading;
    const loading = Promise.resolve(this.loadDirectory());
    const mine = { loading, at: performance.now() };
    this.#directory = mine;
    loading.catch(() => {
      if (this.#directory === mine) this.#directory = undefined;
    });
    return loading;
  }
}

/** The request as it would be sent, checked as it would be. */
function bodyOf(params: ChatEstimateParams | ResponseEstimateParams): Readonly<Record<string, unknown>> {
  const given = withoutRunOptions(record(params, "request"));
  const tools = given.tools as readonly unknown[] | null | undefined;
  if (given.input !== undefined) {
    const text = withTextFormat(given as { text?: { format?: unknown } | null });
    return buildResponsesBody({ ...text, tools: tools?.map(responseTool) } as never);
  }
  if (given.messages === undefined) {
    throw missingParameter(
      "messages",
      "`messages` (or `input`) is missing: give the request that you would send.",
    );
  }
  return buildChatBody({ ...withResponseFormat(given), tools: tools?.map(chatTool) } as never);
}
