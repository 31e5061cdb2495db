import { OPTIONAL_PARAMETERS } from "../../ts/request-body/parameter-table";
import {
  aBoolean,
  anArray,
  anObject,
  anyNumber,
  aString,
  checkFields,
  type FieldCheck,
  integer,
  isObject,
  number,
  oneOf,
} from "../call/field-checks";
import type { AnswerFormat, CallWarning, ModelCall } from "../call/model-call";
import { PromptBuilder } from "../call/prompt-builder";
import { readExtensions } from "../call/read-extensions";
import { readGateway } from "../call/read-gateway";
import { readMessages } from "../call/read-messages";
import { readTools } from "../call/read-tools";
import { invalidValue, missingValue } from "../server/api-failure";

const stopCheck: FieldCheck = (value) =>
  typeof value === "string" || (Array.isArray(value) && value.every((item) => typeof item === "string"))
    ? undefined
    : "must be a string or an array of strings";

const CHECKS: Readonly<Record<string, FieldCheck>> = {
  stream: aBoolean,
  temperature: number(0, 2),
  top_p: number(0, 1),
  max_tokens: integer(1),
  max_completion_tokens: integer(1),
  reasoning_effort: oneOf("low", "medium", "high", "xhigh", "max", "off", "none", "minimal"),
  reasoning: anObject,
  frequency_penalty: number(-2, 2),
  presence_penalty: number(-2, 2),
  top_k: integer(0),
  min_p: anyNumber,
  top_a: anyNumber,
  repetition_penalty: anyNumber,
  stop: stopCheck,
  seed: integer(Number.MIN_SAFE_INTEGER),
  n: integer(1, 128),
  tools: anArray,
  parallel_tool_calls: aBoolean,
  response_format: anObject,
  stream_options: anObject,
  logprobs: aBoolean,
  top_logprobs: integer(0, 20),
  logit_bias: anObject,
  user: aString,
  web_search_options: anObject,
  verbosity: aString,
  prompt_cache_key: aString,
  prompt_cache_retention: oneOf("in_memory", "24h"),
  safety_identifier: aString,
  extensions: anObject,
};

const IGNORED_FIELDS = ["metadata", "prediction", "service_tier"];

/** Checks the body of a chat completion request. */
export function readChatRequest(sent: Readonly<Record<string, unknown>>): ModelCall {
  const body = modernised(sent);
  const gateway = readGateway(body);
  checkFields(body, CHECKS);
  const prompt = new PromptBuilder();
  const tools = readTools(body.tools, body.tool_choice, "nested", prompt);
  readMessages(body.messages, prompt);
  const reasoning = isObject(body.reasoning) ? body.reasoning : {};
  checkFields(reasoning, { exclude: aBoolean }, "reasoning.");
  return {
    endpoint: "chat_completions",
    body,
    stream: body.stream === true,
    ...gateway,
    ...tools,
    prompt: prompt.segments,
    promptTokens: prompt.tokens,
    promptParam: "messages",
    modalities: [...prompt.modalities],
    lastUserText: prompt.lastUserText,
    toolResults: prompt.toolResults,
    parallelToolCalls: body.parallel_tool_calls !== false,
    format: readFormat(body.response_format),
    formatParam: "response_format",
    effort: (body.reasoning_effort as string | null | undefined) ?? undefined,
    effortParam: "reasoning_effort",
    hideReasoning: reasoning.exclude === true,
    maxOutputTokens: ((body.max_completion_tokens ?? body.max_tokens) as number | null) ?? undefined,
    stop: readStop(body.stop),
    choices: (body.n as number | null | undefined) ?? 1,
    topLogprobs: readLogprobs(body),
    parameters: OPTIONAL_PARAMETERS.chat.filter((name) => body[name] !== undefined && body[name] !== null),
    warnings: [...ignoredFields(body), ...readExtensions(body.extensions)],
  };
}

/** `functions` and `function_call` become tools unless the modern fields are there too. */
function modernised(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { functions, function_call: choice, ...rest } = body;
  const modern: Record<string, unknown> = { ...rest };
  if (Array.isArray(functions) && modern.tools == null) {
    modern.tools = functions.map((definition) => ({ type: "function", function: definition as unknown }));
  }
  if (choice != null && modern.tool_choice == null) {
    modern.tool_choice = isObject(choice) ? { type: "function", function: choice } : choice;
  }
  return modern;
}

function readFormat(value: unknown): AnswerFormat {
  if (!isObject(value)) return { type: "text" };
  switch (value.type) {
    case "text":
    case "json_object":
      return { type: value.type };
    case "json_schema": {
      const schema = value.json_schema;
      if (!isObject(schema)) throw missingValue("response_format.json_schema");
      if (typeof schema.name !== "string") throw missingValue("response_format.json_schema.name");
      if (!isObject(schema.schema)) throw missingValue("response_format.json_schema.schema");
      return { type: "json_schema", schema: schema.schema };
    }
    default:
      throw invalidValue(
        "response_format.type",
        "response_format.type must be text, json_object or json_schema.",
      );
  }
}

function readStop(value: unknown): readonly string[] {
  const list = Array.isArray(value) ? (value as string[]) : typeof value === "string" ? [value] : [];
  return list.filter((text) => text !== "");
}

function readLogprobs(body: Readonly<Record<string, unknown>>): number | undefined {
  const top = body.top_logprobs as number | null | undefined;
  if (top != null && body.logprobs !== true) {
    throw invalidValue("top_logprobs", "top_logprobs needs logprobs: true.");
  }
  return body.logprobs === true ? (top ?? 0) : undefined;
}

function ignoredFields(body: Readonly<Record<string, unknown>>): CallWarning[] {
  return IGNORED_FIELDS.filter((name) => body[name] !== undefined && body[name] !== null).map((name) => ({
    type: "unsupported_field",
    code: "unsupported_field",
    message:
      name === "metadata"
        ? "metadata is ignored; use gateway.metadata for tags."
        : `${name} is not supported and was ignored.`,
  }));
}
