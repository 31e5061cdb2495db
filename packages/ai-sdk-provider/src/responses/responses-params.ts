import type { ResponseTextFormat, ResponseTool, ResponseToolChoice } from "@auriko/sdk";
import type { CallWarning } from "../core/dialect";
import type { BuiltParams, ParamsContext } from "../core/endpoint";
import { sortOptions } from "../options/auriko-options";
import { modelChoice } from "../options/gateway";
import { reasoningEffort } from "../options/reasoning-effort";
import { RESPONSES_WIRE_NAMES } from "../options/wire-names";
import type { CallOptions, HostedToolOption, ToolOption } from "../spec/call-options";
import { responsesPrompt } from "./input-items";

/** The parameters of a Responses request, from the options of a call. */
export function responsesParams(options: CallOptions, context: ParamsContext): BuiltParams {
  const warnings: CallWarning[] = [];
  const warn = (warning: CallWarning) => warnings.push(warning);
  warnOfMissing(options, warn);
  const { own, params, extraBody } = sortOptions(
    context.modelOptions,
    options.providerOptions,
    RESPONSES_WIRE_NAMES,
  );
  const { reasoning: given, ...extra } = extraBody;
  const effort = reasoningEffort(own, options.reasoning, {}, warn);
  const reasoning = {
    ...(effort !== undefined && { effort }),
    ...(own.reasoningSummary !== undefined && { summary: own.reasoningSummary }),
    ...(given as object | undefined),
  };
  const format = textFormat(options.responseFormat, own.strictJsonSchema);
  const tools = options.tools?.map(responseTool);
  return {
    warnings,
    extraBody: extra,
    params: {
      ...responsesPrompt(options.prompt, warn),
      ...modelChoice(context.modelId, [
        context.settings,
        context.modelOptions,
        options.providerOptions?.auriko,
      ]),
      max_output_tokens: options.maxOutputTokens,
      temperature: options.temperature,
      top_p: options.topP,
      top_k: options.topK,
      presence_penalty: options.presencePenalty,
      frequency_penalty: options.frequencyPenalty,
      reasoning: Object.keys(reasoning).length > 0 ? reasoning : undefined,
      text: format === undefined ? undefined : { format },
      tools: tools?.length ? tools : undefined,
      tool_choice: tools?.length ? toolChoice(options.toolChoice, options.tools ?? []) : undefined,
      ...params,
    },
  };
}

function warnOfMissing(options: CallOptions, warn: (warning: CallWarning) => void): void {
  const details = "The Responses API has no such parameter; it was not sent.";
  if (options.seed !== undefined) warn({ type: "unsupported", feature: "seed", details });
  if (options.stopSequences?.length) warn({ type: "unsupported", feature: "stopSequences", details });
}

function responseTool(tool: ToolOption): ResponseTool {
  if (tool.type !== "function") return { ...tool.args, type: hostedType(tool) };
  const { name, description, inputSchema, strict } = tool;
  return {
    type: "function",
    name,
    ...(description !== undefined && { description }),
    parameters: inputSchema as Record<string, unknown>,
    ...(strict !== undefined && { strict }),
  };
}

/** The API's name of a hosted tool: `auriko.web_search` is `web_search`. */
export function hostedType(tool: HostedToolOption): string {
  return tool.id.slice(tool.id.indexOf(".") + 1);
}

function toolChoice(
  choice: CallOptions["toolChoice"],
  tools: readonly ToolOption[],
): ResponseToolChoice | undefined {
  if (choice?.type !== "tool") return choice?.type;
  const tool = tools.find(({ name }) => name === choice.toolName);
  if (tool !== undefined && tool.type !== "function") return { type: hostedType(tool) };
  return { type: "function", name: choice.toolName };
}

function textFormat(
  format: CallOptions["responseFormat"],
  strict: boolean | undefined,
): ResponseTextFormat | undefined {
  if (format?.type !== "json") return undefined;
  if (format.schema === undefined) return { type: "json_object" };
  return {
    type: "json_schema",
    name: format.name ?? "response",
    schema: format.schema as Record<string, unknown>,
    ...(strict !== undefined && { strict }),
  };
}
