import type {
  Answered,
  ModelResponse,
  ResponseFunctionCallOutputItem,
  ResponseImageGenerationCallOutputItem,
  ResponseMessageOutputItem,
  ResponseOutputItem,
  ResponseReasoningOutputItem,
} from "@auriko/sdk";
import type { GeneratedFile, OtherItem } from "../core/dialect";
import type { ReadAnswer } from "../core/endpoint";
import { imageType } from "../core/files";
import { Sources } from "../core/sources";
import type { CallOptions } from "../spec/call-options";
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
  const sources = new Sources(() => response.id);
  const content = (response.output ?? []).flatMap((item) => itemContent(item, sources, options));
  const refusal = refusalOf(response.output ?? []);
  return {
    content,
    finish: responseFinish(response, callsIn(content)),
    id: response.id || undefined,
    created: response.created_at || undefined,
    model: response.model || undefined,
    extras: {
      ...(refusal !== "" && { refusal }),
      ...(response.service_tier && { serviceTier: response.service_tier }),
    },
  };
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
      return item.result ? [{ type: "file", ...generatedImage(item) }] : [];
    default:
      return hostedParts(item, options) ?? [{ type: "custom", ...otherItem(item) }];
  }
}

function messageContent(item: ResponseMessageOutputItem, sources: Sources): Content {
  const content: Content = [];
  for (const part of item.content ?? []) {
    if (part.type === "output_text") {
      const { added, citations } = sources.read(part.annotations);
      const cited = citations.length > 0 && { citations };
      if (part.text) {
        content.push({ type: "text", text: part.text, ...cited, ...metadataOf(messageMetadata(item)) });
      }
      content.push(...added);
    } else if (part.type === "refusal" && part.refusal) {
      content.push({
        type: "text",
        text: part.refusal,
        ...metadataOf({ ...messageMetadata(item), refusal: true }),
      });
    }
  }
  return content;
}

function refusalOf(items: readonly ResponseOutputItem[]): string {
  const parts = items.flatMap((item) => (item.type === "message" ? (item.content ?? []) : []));
  return parts.map((part) => (part.type === "refusal" ? part.refusal : "")).join("");
}

/** What has to come back with a message's text. */
export function messageMetadata(item: ResponseMessageOutputItem): JSONObject {
  return { ...(item.id && { itemId: item.id }), ...(item.phase && { phase: item.phase }) };
}

/** What has to come back with reasoning, or it starts from scratch. */
export function reasoningMetadata(item: ResponseReasoningOutputItem): JSONObject {
  return { itemId: item.id, ...(item.encrypted_content && { encryptedContent: item.encrypted_content }) };
}

/** Every piece of the summary; reasoning without one is an empty part, which carries the item into the next turn. */
function reasoningContent(item: ResponseReasoningOutputItem): ReasoningContent[] {
  const texts = (item.summary ?? []).map(({ text }) => text ?? "");
  const parts = texts.length > 0 ? texts : [""];
  return parts.map((text) => ({ type: "reasoning", text, ...metadataOf(reasoningMetadata(item)) }));
}

/** A complete function call. */
export function functionCallPart(item: ResponseFunctionCallOutputItem): ToolCallPart {
  return {
    type: "tool-call",
    toolCallId: item.call_id,
    toolName: item.name,
    input: item.arguments || "{}",
    ...metadataOf(item.id ? { itemId: item.id } : {}),
  };
}

/** The image that an item holds. */
export function generatedImage(item: ResponseImageGenerationCallOutputItem): GeneratedFile {
  const data = item.result ?? "";
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
  const type = String(item.type);
  const { id } = item;
  if (typeof id !== "string" || !type.endsWith("_call")) return undefined;
  const tool = options.tools?.find(
    (one) => one.type !== "function" && hostedType(one).startsWith(type.slice(0, -"_call".length)),
  );
  if (tool === undefined) return undefined;
  const common = { toolCallId: id, toolName: tool.name, providerExecuted: true };
  return [
    { type: "tool-call", ...common, input: JSON.stringify(item.action ?? {}) },
    { type: "tool-result", ...common, result: item as unknown as NonNullable<JSONValue> },
  ];
}

/** An item that has no part of its own, whole, so that it comes back in the next turn. */
export function otherItem(item: ResponseOutputItem): OtherItem {
  const providerMetadata = { auriko: { item: item as unknown as JSONObject } };
  return { kind: `auriko.${String(item.type)}`, providerMetadata };
}

/** `providerMetadata`, where there is something to say. */
export function metadataOf(fields: JSONObject): { providerMetadata?: ProviderMetadata } {
  return Object.keys(fields).length === 0 ? {} : { providerMetadata: { auriko: fields } };
}
