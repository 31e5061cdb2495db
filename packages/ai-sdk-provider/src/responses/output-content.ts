import type {
  Answered,
  ModelResponse,
  ResponseFunctionCallOutputItem,
  ResponseImageGenerationCallOutputItem,
  ResponseMessageOutputItem,
  ResponseOutputItem,
  ResponseReasoningOutputItem,
} from "@auriko/sdk";
import { argumentsText } from "../../../../ts/streaming/tool-call-matcher";
import { fieldsOf, listOf, textOf, timestampOf } from "../core/answer-fields";
import type { GeneratedFile, OtherItem } from "../core/dialect";
import type { ReadAnswer } from "../core/endpoint";
import { imageType } from "../core/files";
import { Sources } from "../core/sources";
import type { CallOptions, ToolOption } from "../spec/call-options";
import type { JSONObject, JSONValue, ProviderMetadata } from "../spec/json";
import type { ReasoningContent, ToolCallPart, ToolResultPart } from "../spec/parts";
import { failedResponse } from "./failed-response";
import { responseFinish } from "./finish-reason";
import { hostedType } from "./responses-params";

type Content = ReadAnswer["content"];

/**
 * A whole response in neutral words.
 * @throws APIStatusError when the response failed.
 */
export function readResponse(response: Answered<ModelResponse>, options: CallOptions): ReadAnswer {
  if (response.status === "failed") throw failedResponse(response, response.responseHeaders);
  const sources = new Sources(() => textOf(response.id));
  const items = listOf(response.output).map(itemOf);
  const content = items.flatMap((item) => itemContent(item, sources, options));
  const refusal = refusalOf(items);
  const tier = textOf(response.service_tier);
  return {
    content,
    finish: responseFinish(response, callsIn(content), refusal),
    id: textOf(response.id) || undefined,
    created: timestampOf(response.created_at),
    model: textOf(response.model) || undefined,
    extras: {
      ...(refusal !== "" && { refusal }),
      ...(tier !== "" && { serviceTier: tier }),
    },
  };
}

/** An element of `output`, which may be anything at servers of other makers, as an item. */
export function itemOf(value: unknown): ResponseOutputItem {
  return fieldsOf(value) as ResponseOutputItem;
}

const callsIn = (content: Content): number =>
  content.filter((part) => part.type === "tool-call" && part.providerExecuted !== true).length;

function itemContent(item: ResponseOutputItem, sources: Sources, options: CallOptions): Content {
  switch (item.type) {
    case "message":
      return messageContent(item, sources);
    case "function_call":
      return [functionCallPart(item)];
    case "reasoning":
      return reasoningContent(item);
    case "image_generation_call":
      return textOf(item.result) === "" ? [] : [{ type: "file", ...generatedImage(item) }];
    default:
      return (
        clientCall(item, options) ?? hostedParts(item, options) ?? [{ type: "custom", ...otherItem(item) }]
      );
  }
}

function messageContent(item: ResponseMessageOutputItem, sources: Sources): Content {
  const content: Content = [];
  for (const part of listOf(item.content).map(fieldsOf)) {
    const [text, refusal] = [textOf(part.text), textOf(part.refusal)];
    if (part.type === "output_text") {
      const { added, citations } = sources.read(part.annotations);
      const cited = citations.length > 0 && { citations };
      if (text !== "") content.push({ type: "text", text, ...cited, ...metadataOf(messageMetadata(item)) });
      content.push(...added);
    } else if (part.type === "refusal" && refusal !== "") {
      content.push({
        type: "reasoning",
        text: "",
        ...metadataOf({ ...messageMetadata(item), refusal }),
      });
    }
  }
  return content;
}

/** What the model refused with, in all messages. */
export function refusalOf(items: readonly ResponseOutputItem[]): string {
  const parts = items.flatMap((item) => (item.type === "message" ? listOf(item.content).map(fieldsOf) : []));
  return parts.map((part) => (part.type === "refusal" ? textOf(part.refusal) : "")).join("");
}

/** What has to come back with a message's text. */
export function messageMetadata(item: ResponseMessageOutputItem): JSONObject {
  const [id, phase] = [textOf(item.id), textOf(item.phase)];
  return { ...(id !== "" && { itemId: id }), ...(phase !== "" && { phase }) };
}

/** What has to come back with reasoning, or it starts from scratch. */
export function reasoningMetadata(item: ResponseReasoningOutputItem): JSONObject {
  const encrypted = textOf(item.encrypted_content);
  return { itemId: textOf(item.id), ...(encrypted !== "" && { encryptedContent: encrypted }) };
}

/** The pieces of a summary, or where a server gives its reasoning away, the reasoning itself. */
export function reasoningTexts(item: ResponseReasoningOutputItem): string[] {
  const summary = listOf(item.summary).map((part) => textOf(fieldsOf(part).text));
  return summary.length > 0 ? summary : listOf(item.content).map((part) => textOf(fieldsOf(part).text));
}

/** Reasoning without a text is an empty part, which carries the item into the next turn. */
function reasoningContent(item: ResponseReasoningOutputItem): ReasoningContent[] {
  const texts = reasoningTexts(item);
  const parts = texts.length > 0 ? texts : [""];
  return parts.map((text) => ({ type: "reasoning", text, ...metadataOf(reasoningMetadata(item)) }));
}

/** A complete function call. */
export function functionCallPart(item: ResponseFunctionCallOutputItem): ToolCallPart {
  const id = textOf(item.id);
  return {
    type: "tool-call",
    toolCallId: textOf(item.call_id) || id,
    toolName: textOf(item.name),
    input: argumentsText(item.arguments) || "{}",
    ...metadataOf(id === "" ? {} : { itemId: id }),
  };
}

/**
 * A call that the caller has to carry out although it is of no function: a custom tool, whose input is text of any kind,
 * or a tool of the API that runs at the caller's, such as `apply_patch_call`. It keeps its item, which has to come back
 * whole, with an output that names the call.
 */
export function clientCall(item: ResponseOutputItem, options: CallOptions): [ToolCallPart] | undefined {
  const { type: given, call_id, name, input, action, operation } = item as unknown as Record<string, unknown>;
  const [type, callId] = [textOf(given), textOf(call_id)];
  if (callId === "" || !type.endsWith("_call")) return undefined;
  const tool = toolOf(type, options);
  const toolName =
    type === "custom_tool_call" ? textOf(name) : (tool?.name ?? type.slice(0, -"_call".length));
  return [
    {
      type: "tool-call",
      toolCallId: callId,
      toolName,
      input: JSON.stringify(input ?? operation ?? action ?? {}),
      ...metadataOf({ item: item as unknown as JSONObject }),
    },
  ];
}

/** The image that an item holds. */
export function generatedImage(item: ResponseImageGenerationCallOutputItem): GeneratedFile {
  const data = textOf(item.result);
  return { mediaType: imageType(Buffer.from(data.slice(0, 24), "base64")), data };
}

/**
 * A hosted tool's call and result, if the call has a tool that stands for it: the AI SDK refuses names that
 * it was not told of. The result is the whole item, which so comes back in the next turn.
 */
export function hostedParts(
  item: ResponseOutputItem,
  options: CallOptions,
): [ToolCallPart, ToolResultPart] | undefined {
  const [type, id] = [textOf(item.type), textOf(item.id)];
  if (id === "" || !type.endsWith("_call")) return undefined;
  const tool = toolOf(type, options);
  if (tool === undefined) return undefined;
  const common = { toolCallId: id, toolName: tool.name, providerExecuted: true };
  return [
    { type: "tool-call", ...common, input: JSON.stringify(item.action ?? {}) },
    { type: "tool-result", ...common, result: item as unknown as NonNullable<JSONValue> },
  ];
}

/** The hosted tool that stands for calls of a type. */
function toolOf(type: string, options: CallOptions): ToolOption | undefined {
  const prefix = type.slice(0, -"_call".length);
  return options.tools?.find((one) => one.type !== "function" && hostedType(one).startsWith(prefix));
}

/** An item that has no part of its own, whole, so that it comes back in the next turn. */
export function otherItem(item: ResponseOutputItem): OtherItem {
  const providerMetadata = { auriko: { item: item as unknown as JSONObject } };
  return { kind: `auriko.${textOf(item.type) || "item"}`, providerMetadata };
}

/** `providerMetadata`, where there is something to say. */
export function metadataOf(fields: JSONObject): { providerMetadata?: ProviderMetadata } {
  return Object.keys(fields).length === 0 ? {} : { providerMetadata: { auriko: fields } };
}
