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
  strings,
} from "../call/field-checks";
import type { AnswerFormat, ModelCall } from "../call/model-call";
import { PromptBuilder } from "../call/prompt-builder";
import { readExtensions } from "../call/read-extensions";
import { readGateway } from "../call/read-gateway";
import { readTools } from "../call/read-tools";
import { ApiFailure, invalidValue, missingValue } from "../server/api-failure";
import { readInput } from "./read-input";

const textMap: FieldCheck = (value) =>
  isObject(value) && Object.values(value).every((field) => typeof field === "string")
    ? undefined
    : "must map names to strings";

const CHECKS: Readonly<Record<string, FieldCheck>> = {
  stream: aBoolean,
  instructions: aString,
  tools: anArray,
  parallel_tool_calls: aBoolean,
  max_output_tokens: integer(1),
  temperature: number(0, 2),
  top_p: number(0, 1),
  top_k: anyNumber,
  top_logprobs: integer(0, 20),
  frequency_penalty: anyNumber,
  presence_penalty: anyNumber,
  max_tool_calls: integer(1),
  reasoning: anObject,
  text: anObject,
  user: aString,
  metadata: textMap,
  include: strings,
  prompt_cache_key: aString,
  prompt_cache_retention: oneOf("in_memory", "24h"),
  safety_identifier: aString,
  truncation: aString,
  store: aBoolean,
  extensions: anObject,
};

const REASONING_CHECKS: Readonly<Record<string, FieldCheck>> = {
  effort: oneOf("none", "minimal", "low", "medium", "high", "xhigh", "max", "off"),
  summary: oneOf("auto", "concise", "detailed"),
  generate_summary: oneOf("auto", "concise", "detailed"),
};

/** Checks the body of a request to the Responses API. */
export function readResponsesRequest(body: Readonly<Record<string, unknown>>): ModelCall {
  const gateway = readGateway(body);
  checkFields(body, CHECKS);
  if (body.store === true) throw invalidValue("store", "store must be false or left out: nothing is stored.");
  if (body.reasoning_effort != null) {
    throw new ApiFailure(
      "unknown_field",
      "reasoning_effort belongs to chat completions; use reasoning.effort.",
      {
        param: "reasoning_effort",
      },
    );
  }
  const reasoning = isObject(body.reasoning) ? body.reasoning : {};
  checkFields(reasoning, REASONING_CHECKS, "reasoning.");
  const prompt = new PromptBuilder();
  const tools = readTools(body.tools, body.tool_choice, "flat", prompt);
  if (typeof body.instructions === "string") {
    prompt.text("system", body.instructions);
    prompt.endMessage("system", body.instructions);
  }
  readInput(body.input, prompt);
  return {
    endpoint: "responses",
    body,
    stream: body.stream === true,
    ...gateway,
    ...tools,
    prompt: prompt.segments,
    promptTokens: prompt.tokens,
    promptParam: "input",
    modalities: [...prompt.modalities],
    lastUserText: prompt.lastUserText,
    toolResults: prompt.toolResults,
    parallelToolCalls: body.parallel_tool_calls !== false,
    format: readFormat(body.text),
    formatParam: "text.format",
    effort: (reasoning.effort as string | null | undefined) ?? undefined,
    effortParam: "reasoning.effort",
    hideReasoning: false,
    maxOutputTokens: (body.max_output_tokens as number | null | undefined) ?? undefined,
    stop: [],
    choices: 1,
    topLogprobs: (body.top_logprobs as number | null | undefined) ?? undefined,
    parameters: OPTIONAL_PARAMETERS.responses.filter(
      (name) => body[name] !== undefined && body[name] !== null,
    ),
    warnings: readExtensions(body.extensions),
  };
}

function readFormat(text: unknown): AnswerFormat {
  const format = isObject(text) ? text.format : undefined;
  if (!isObject(format)) return { type: "text" };
  switch (format.type) {
    case "text":
    case "json_object":
      return { type: format.type };
    case "json_schema":
      if (typeof format.name !== "string") throw missingValue("text.format.name");
      if (!isObject(format.schema)) throw missingValue("text.format.schema");
      return { type: "json_schema", schema: format.schema };
    default:
      throw invalidValue("text.format.type", "text.format.type must be text, json_object or json_schema.");
  }
}
