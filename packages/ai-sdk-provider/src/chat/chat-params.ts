import type { ChatCompletionTool, ReasoningEffort, ResponseFormat, ToolChoice } from "@auriko/sdk";
import type { CallWarning } from "../core/dialect";
import type { BuiltParams, ParamsContext } from "../core/endpoint";
import { sortOptions } from "../options/auriko-options";
import { modelChoice } from "../options/gateway";
import { reasoningEffort } from "../options/reasoning-effort";
import { CHAT_WIRE_NAMES } from "../options/wire-names";
import type { CallOptions, ToolOption } from "../spec/call-options";
import { chatMessages } from "./messages";

const efforts = { none: "off", minimal: "low" };

/** The parameters of a chat completion, from the options of a call. */
export function chatParams(options: CallOptions, context: ParamsContext): BuiltParams {
  const warnings: CallWarning[] = [];
  const warn = (warning: CallWarning) => warnings.push(warning);
  const { own, params, extraBody } = sortOptions(
    context.modelOptions,
    options.providerOptions,
    CHAT_WIRE_NAMES,
  );
  const tools = functionTools(options.tools, warn);
  return {
    warnings,
    extraBody,
    params: {
      messages: chatMessages(options.prompt, warn),
      ...modelChoice(context.modelId, [
        context.settings,
        context.modelOptions,
        options.providerOptions?.auriko,
      ]),
      max_completion_tokens: options.maxOutputTokens,
      temperature: options.temperature,
      top_p: options.topP,
      top_k: options.topK,
      presence_penalty: options.presencePenalty,
      frequency_penalty: options.frequencyPenalty,
      stop: options.stopSequences?.length ? options.stopSequences : undefined,
      seed: options.seed,
      reasoning_effort: reasoningEffort(own, options.reasoning, efforts, warn) as ReasoningEffort | undefined,
      response_format: responseFormat(options.responseFormat, own.strictJsonSchema),
      tools: tools.length > 0 ? tools : undefined,
      tool_choice: tools.length > 0 ? toolChoice(options.toolChoice) : undefined,
      ...params,
    },
  };
}

function functionTools(
  tools: readonly ToolOption[] | undefined,
  warn: (warning: CallWarning) => void,
): ChatCompletionTool[] {
  const sent: ChatCompletionTool[] = [];
  for (const tool of tools ?? []) {
    if (tool.type !== "function") {
      warn({
        type: "unsupported",
        feature: `provider tool ${tool.id}`,
        details: "Chat completions have no hosted tools; use auriko.responses(…).",
        tool,
      });
      continue;
    }
    const { name, description, inputSchema, strict } = tool;
    sent.push({
      type: "function",
      function: {
        name,
        ...(description !== undefined && { description }),
        parameters: inputSchema as Record<string, unknown>,
        ...(strict !== undefined && { strict }),
      },
    });
  }
  return sent;
}

function toolChoice(choice: CallOptions["toolChoice"]): ToolChoice | undefined {
  if (choice?.type === "tool") return { type: "function", function: { name: choice.toolName } };
  return choice?.type;
}

function responseFormat(
  format: CallOptions["responseFormat"],
  strict: boolean | undefined,
): ResponseFormat | undefined {
  if (format?.type !== "json") return undefined;
  const { schema, name = "response", description } = format;
  if (schema === undefined) return { type: "json_object" };
  return {
    type: "json_schema",
    json_schema: {
      name,
      schema: schema as Record<string, unknown>,
      ...(description !== undefined && { description }),
      ...(strict !== undefined && { strict }),
    },
  };
}
