import { isObject } from "../call/field-checks";
import type { ModelCall } from "../call/model-call";
import type { CatalogueEndpoint, OfferCapabilities } from "../catalogue/catalogue";
import type { Candidate } from "./candidate";
import { always, type Filter } from "./filter";

const capabilities = (candidate: Candidate): OfferCapabilities => candidate.offer.capabilities;
const model = (call: ModelCall): string => call.modelParam;

function endpoints(candidate: Candidate): readonly CatalogueEndpoint[] {
  return candidate.offer.endpoints ?? candidate.model.endpoints ?? ["chat_completions", "responses"];
}

function able(
  code: string,
  param: string | ((call: ModelCall) => string),
  applies: (call: ModelCall) => boolean,
  keeps: (capabilities: OfferCapabilities, call: ModelCall) => boolean | undefined,
  lack: string,
): Filter {
  return {
    code,
    param: typeof param === "string" ? () => param : param,
    applies,
    keeps: (candidate, call) => keeps(capabilities(candidate), call) === true,
    reason: () => lack,
  };
}

const usesTools = (call: ModelCall): boolean => call.tools.length > 0;
const isOff = (effort: string): boolean => effort === "off" || effort === "none";

const imageTool = "image_generation";
const asksForImages = (call: ModelCall): boolean =>
  Array.isArray(call.body.modalities) && call.body.modalities.includes("image");

/** What a request needs from an offer, in the order in which it is checked. */
export const capabilityFilters: readonly Filter[] = [
  {
    code: "response_api_only",
    param: model,
    applies: (call) => call.endpoint === "chat_completions",
    keeps: (candidate) => endpoints(candidate).includes("chat_completions"),
    reason: () => "it is only served by the Responses API",
    suggestion: "Call /v1/responses.",
  },
  {
    code: "no_responses_endpoint",
    param: model,
    applies: (call) => call.endpoint === "responses",
    keeps: (candidate) => endpoints(candidate).includes("responses"),
    reason: () => "it is not served by the Responses API",
    suggestion: "Call /v1/chat/completions.",
  },
  {
    code: "batch_only",
    param: model,
    applies: always,
    keeps: (candidate) => candidate.model.batchOnly !== true,
    reason: () => "it only runs in batches",
  },
  able(
    "streaming_not_supported",
    "stream",
    (call) => call.stream,
    (can) => can.streaming !== false,
    "it can't stream",
  ),
  able(
    "non_streaming_not_supported",
    "stream",
    (call) => !call.stream,
    (can) => can.nonStreaming !== false,
    "it only streams",
  ),
  {
    code: "vision_not_supported",
    param: (call) => call.promptParam,
    applies: (call) => call.modalities.includes("image"),
    keeps: (candidate) => candidate.offer.inputModalities.includes("image"),
    reason: () => "it can't see images",
  },
  {
    code: "unsupported_modalities",
    param: (call) => call.promptParam,
    applies: always,
    keeps: (candidate, call) =>
      call.modalities.every((kind) => candidate.offer.inputModalities.includes(kind)),
    reason: (candidate) => `it only takes ${candidate.offer.inputModalities.join(" and ")}`,
  },
  {
    code: "unsupported_modalities",
    param: () => "modalities",
    applies: asksForImages,
    keeps: (candidate) => candidate.offer.outputModalities.includes("image"),
    reason: () => "it can't produce images",
  },
  able("tools_not_supported", "tools", usesTools, (can) => can.tools, "it can't call tools"),
  {
    code: "hosted_tool_not_supported",
    param: () => "tools",
    applies: (call) => call.hostedTools.length > 0,
    keeps: (candidate, call) =>
      call.hostedTools.every((tool) =>
        tool === imageTool
          ? candidate.offer.outputModalities.includes("image") ||
            capabilities(candidate).hostedTools?.includes(tool)
          : capabilities(candidate).hostedTools?.includes(tool),
      ),
    reason: (_candidate, call) => `it doesn't host ${call.hostedTools.join(", ")}`,
  },
  able(
    "tool_choice_required_not_supported",
    "tool_choice",
    (call) => call.toolChoice === "required",
    (can) => can.toolChoiceRequired,
    "it doesn't honour tool_choice: required",
  ),
  able(
    "json_mode_not_supported",
    (call) => call.formatParam,
    (call) => call.format.type === "json_object",
    (can) => can.jsonMode,
    "it has no JSON mode",
  ),
  able(
    "structured_output_not_supported",
    (call) => call.formatParam,
    (call) => call.format.type === "json_schema",
    (can) => can.structuredOutput,
    "it has no structured output",
  ),
  able(
    "tools_with_structured_output_not_supported",
    (call) => call.formatParam,
    (call) => call.format.type === "json_schema" && usesTools(call),
    (can) => can.toolsWithStructuredOutput,
    "it can't combine tools with structured output",
  ),
  able(
    "reasoning_not_supported",
    (call) => call.effortParam,
    (call) => call.effort !== undefined && !isOff(call.effort),
    (can) => (can.reasoning ?? "none") !== "none",
    "it doesn't reason",
  ),
  able(
    "thinking_disable_not_supported",
    (call) => call.effortParam,
    (call) => call.effort !== undefined && isOff(call.effort),
    (can) => can.reasoning !== "always",
    "its reasoning can't be switched off",
  ),
  {
    code: "context_length_exceeded",
    param: (call) => call.promptParam,
    applies: always,
    keeps: (candidate, call) => call.promptTokens <= candidate.offer.contextWindow,
    reason: (candidate, call) =>
      `its window of ${candidate.offer.contextWindow} tokens is smaller than the prompt of ${call.promptTokens}`,
  },
];

/** The word JSON has to appear in the prompt for JSON mode at these providers. */
export const JSON_WORD_PROVIDERS: ReadonlySet<string> = new Set(["openai", "deepseek"]);

/** Whether the prompt says that JSON is wanted. */
export function mentionsJson(call: ModelCall): boolean {
  return call.prompt.some((segment) => /json/i.test(segment.text)) || isObject(call.body.response_schema);
}
