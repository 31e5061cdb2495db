import type { ChatCompletionCreateParamsBase, ChatCompletionCreateParamsOpen } from "../chat/params";
import { invalidParameter, missingParameter } from "../errors/client-side";
import { wrong } from "../validation/checks";
import { type BodyOptions, type BodyShape, buildBody } from "./build-body";

const known: Record<keyof ChatCompletionCreateParamsBase | "stream", true> = {
  messages: true,
  model: true,
  stream: true,
  temperature: true,
  top_p: true,
  max_tokens: true,
  max_completion_tokens: true,
  reasoning_effort: true,
  reasoning: true,
  frequency_penalty: true,
  presence_penalty: true,
  top_k: true,
  min_p: true,
  top_a: true,
  repetition_penalty: true,
  stop: true,
  seed: true,
  n: true,
  tools: true,
  tool_choice: true,
  parallel_tool_calls: true,
  response_format: true,
  stream_options: true,
  logprobs: true,
  top_logprobs: true,
  logit_bias: true,
  user: true,
  web_search_options: true,
  verbosity: true,
  prompt_cache_key: true,
  prompt_cache_retention: true,
  safety_identifier: true,
  gateway: true,
  extensions: true,
  routing: true,
  models: true,
};

const shape: BodyShape = { subject: "messages", checkSubject: checkMessages, known };

/**
 * The body of a chat completion request.
 * @throws BadRequestError before anything is sent; `param` is the path of the field.
 */
export function buildChatBody(
  params: ChatCompletionCreateParamsOpen,
  options: BodyOptions = {},
): Record<string, unknown> {
  return buildBody(params, shape, options);
}

function checkMessages(value: unknown, params: Record<string, unknown>): void {
  if (Array.isArray(value)) return;
  if (value === undefined || value === null) {
    if (params.input !== undefined) {
      throw invalidParameter(
        "input",
        "`input` belongs to client.responses.create; a chat completion takes `messages`.",
      );
    }
    throw missingParameter("messages", "`messages` is missing: give an array of messages.");
  }
  throw wrong("messages", 'an array of messages, such as [{ role: "user", content: "…" }]', value);
}
