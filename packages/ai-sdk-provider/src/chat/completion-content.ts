import type { ChatCompletion, GeneratedImage } from "@auriko/sdk";
import { spokenContent } from "../../../../ts/streaming/content-parts";
import { reasoningText } from "../../../../ts/streaming/reasoning-parts";
import { argumentsText } from "../../../../ts/streaming/tool-call-matcher";
import { fieldsOf, listOf, textOf, timestampOf } from "../core/answer-fields";
import type { GeneratedFile } from "../core/dialect";
import type { ReadAnswer } from "../core/endpoint";
import { Sources } from "../core/sources";
import { UniqueIds } from "../core/unique-ids";
import type { AnswerExtras } from "../metadata/provider-metadata";
import type { JSONObject, ProviderMetadata } from "../spec/json";
import type { ReasoningContent, ToolCallPart } from "../spec/parts";
import { chatFinish } from "./finish-reason";

/** A whole chat completion in neutral words: its first choice. */
export function readCompletion(completion: ChatCompletion): ReadAnswer {
  const choice = fieldsOf(listOf(completion.choices)[0]);
  const message = fieldsOf(choice.message);
  const content = messageContent(completion, message);
  const calls = content.filter(({ type }) => type === "tool-call").length;
  const refusal = textOf(message.refusal);
  const native = textOf(choice.native_finish_reason);
  return {
    content,
    finish: chatFinish(choice.finish_reason, calls, refusal),
    id: textOf(completion.id) || undefined,
    created: timestampOf(completion.created),
    model: textOf(completion.model) || undefined,
    extras: {
      ...chatExtras(completion),
      ...(refusal !== "" && { refusal }),
      ...(native !== "" && { nativeFinishReason: native }),
      ...(choice.logprobs != null && { logprobs: choice.logprobs }),
    },
  };
}

/** What completions and chunks say about themselves. */
export function chatExtras(from: {
  readonly system_fingerprint?: string | null;
  readonly service_tier?: string | null;
}): AnswerExtras {
  return {
    ...(textOf(from.system_fingerprint) !== "" && { systemFingerprint: textOf(from.system_fingerprint) }),
    ...(textOf(from.service_tier) !== "" && { serviceTier: textOf(from.service_tier) }),
  };
}

function messageContent(completion: ChatCompletion, message: Fields): ReadAnswer["content"] {
  const ids = new UniqueIds();
  const { added, citations } = new Sources(() => textOf(completion.id)).read(message.annotations);
  const cited = citations.length > 0 && { citations };
  const { text, reasoning } = spokenContent(message.content);
  const refusal = textOf(message.refusal);
  return [
    ...reasoningContent(message, reasoning),
    ...(text !== "" ? [{ type: "text" as const, text, ...cited }] : []),
    ...(refusal !== ""
      ? [{ type: "reasoning" as const, text: "", providerMetadata: auriko({ refusal }) }]
      : []),
    ...listOf(message.images)
      .filter(isGeneratedImage)
      .map((image) => ({ type: "file" as const, ...generatedImage(image) })),
    ...listOf(message.tool_calls).flatMap((call) => calledTool(fieldsOf(call), ids)),
    ...added,
  ];
}

/** A function that was called, or a custom tool, whose input is text of any kind and so becomes a JSON string. */
function calledTool(call: Fields, ids: UniqueIds): ToolCallPart[] {
  const custom = call.function === undefined ? fieldsOf(call.custom) : {};
  const called = fieldsOf(call.function);
  const name = textOf(called.name) || textOf(custom.name);
  if (name === "") return [];
  const input = custom.input === undefined ? argumentsText(called.arguments) : JSON.stringify(custom.input);
  return [toolCallPart(ids.claim(textOf(call.id)), name, input, call.provider_signature)];
}

/** A complete tool call. */
export function toolCallPart(id: string, name: string, input: string, signature: unknown): ToolCallPart {
  return {
    type: "tool-call",
    toolCallId: id,
    toolName: name,
    input: input === "" ? "{}" : input,
    ...(typeof signature === "string" && signature !== "" && { providerMetadata: auriko({ signature }) }),
  };
}

/** Whether a value is an image that the model made, and not a mere mention of one. */
export function isGeneratedImage(value: unknown): value is GeneratedImage {
  return typeof fieldsOf(value).data === "string";
}

/** An image that the model made. */
export function generatedImage(image: GeneratedImage): GeneratedFile {
  const signature = textOf(image.thought_signature);
  return {
    mediaType: textOf(image.mime_type) || "image/png",
    data: image.data,
    ...(signature !== "" && { providerMetadata: auriko({ signature }) }),
  };
}

/**
 * Blocks, which carry the signatures, and before them the text where they do not hold it. Some servers send the text in
 * `reasoning`, which is a list of blocks here, or as parts of the content.
 */
function reasoningContent(message: Fields, spoken: string): ReasoningContent[] {
  const blocks = listOf(message.reasoning).map((block) => reasoningBlock(fieldsOf(block)));
  const text = reasoningText(message) || spoken;
  if (text !== "" && blocks.every((block) => block.text === "")) blocks.unshift({ type: "reasoning", text });
  return blocks;
}

function reasoningBlock(block: Fields): ReasoningContent {
  if (block.type === "redacted") {
    return { type: "reasoning", text: "", providerMetadata: auriko({ redactedData: textOf(block.data) }) };
  }
  const signature = textOf(block.signature);
  return {
    type: "reasoning",
    text: textOf(block.thinking),
    ...(signature !== "" && { providerMetadata: auriko({ signature }) }),
  };
}

type Fields = Readonly<Record<string, unknown>>;

const auriko = (fields: JSONObject): ProviderMetadata => ({ auriko: fields });
