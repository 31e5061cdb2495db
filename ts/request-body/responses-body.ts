import { invalidParameter, missingParameter } from "../errors/client-side";
import type { ResponseCreateParamsBase, ResponseCreateParamsOpen } from "../responses/params";
import { wrong } from "../validation/checks";
import { type BodyOptions, type BodyShape, buildBody } from "./build-body";

const known: Record<keyof ResponseCreateParamsBase | "stream", true> = {
  input: true,
  model: true,
  stream: true,
  instructions: true,
  tools: true,
  tool_choice: true,
  parallel_tool_calls: true,
  max_output_tokens: true,
  temperature: true,
  top_p: true,
  top_k: true,
  top_logprobs: true,
  frequency_penalty: true,
  presence_penalty: true,
  max_tool_calls: true,
  reasoning: true,
  text: true,
  user: true,
  metadata: true,
  include: true,
  prompt_cache_key: true,
  safety_identifier: true,
  truncation: true,
  gateway: true,
  extensions: true,
  routing: true,
  models: true,
};

const shape: BodyShape = { subject: "input", checkSubject: checkInput, known };

/**
 * The body of a Responses request.
 * @throws BadRequestError before anything is sent; `param` is the path of the field.
 */
export function buildResponsesBody(
  params: ResponseCreateParamsOpen,
  options: BodyOptions = {},
): Record<string, unknown> {
  return buildBody(params, shape, options);
}

function checkInput(value: unknown, params: Record<string, unknown>): void {
  if (typeof value === "string" || Array.isArray(value)) return;
  if (value === undefined || value === null) {
    if (params.messages !== undefined) {
      throw invalidParameter(
        "messages",
        "`messages` belongs to client.chat.completions.create; a response takes `input`.",
      );
    }
    throw missingParameter("input", "`input` is missing: give a string or an array of items.");
  }
  throw wrong("input", "a string or an array of items", value);
}
