import type { ChatCompletion, ChatCompletionMessage, GeneratedImage, ReasoningBlock } from "@auriko/sdk";
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
  const choice = completion.choices?.[0];
  const content: ReadAnswer["content"] =
    choice === undefined ? [] : messageContent(completion, choice.message);
  const calls = content.filter(({ type }) => type === "tool-call").length;
  return {
    content,
    finish: chatFinish(choice?.finish_reason, calls),
    id: completion.id || undefined,
    created: completion.created || undefined,
    model: completion.model || undefined,
    extras: {
      ...chatExtras(completion),
      ...(choice?.message?.refusal && { refusal: choice.message.refusal }),
      ...(choice?.native_finish_reason && { nativeFinishReason: choice.native_finish_reason }),
      ...(choice?.logprobs != null && { logprobs: choice.logprobs }),
    },
  };
}

/** What completions and chunks say about themselves. */
export function chatExtras(from: {
  readonly system_fingerprint?: string | null;
  readonly service_tier?: string | null;
}): AnswerExtras {
  return {
    ...(from.system_fingerprint && { systemFingerprint: from.system_fingerprint }),
    ...(from.service_tier && { serviceTier: from.service_tier }),
  };
}

function messageContent(completion: ChatCompletion, message: ChatCompletionMessage): ReadAnswer["content"] {
  const { content, refusal, images, tool_calls: calls, annotations } = message ?? {};
  const ids = new UniqueIds();
  const { added, citations } = new Sources(() => completion.id).read(annotations);
  const cited = citations.length > 0 && { citations };
  return [
    ...reasoningContent(message),
    ...(content ? [{ type: "text" as const, text: content, ...cited }] : []),
    ...(refusal
      ? [{ type: "text" as const, text: refusal, providerMetadata: auriko({ refusal: true }) }]
      : []),
    ...(images ?? []).map((image) => ({ type: "file" as const, ...generatedImage(image) })),
    ...(calls ?? []).map((call): ToolCallPart => {
      const { name, arguments: input } = call.function;
      return toolCallPart(ids.claim(call.id ?? ""), name, input, call.provider_signature);
    }),
    ...added,
  ];
}

/** A complete tool call. */
export function toolCallPart(id: string, name: string, input: unknown, signature: unknown): ToolCallPart {
  const text = typeof input === "string" ? input : (JSON.stringify(input) ?? "");
  return {
    type: "tool-call",
    toolCallId: id,
    toolName: name,
    input: text === "" ? "{}" : text,
    ...(typeof signature === "string" && signature !== "" && { providerMetadata: auriko({ signature }) }),
  };
}

/** An image that the model made. */
export function generatedImage(image: GeneratedImage): GeneratedFile {
  const signature = image.thought_signature;
  return {
    mediaType: image.mime_type || "image/png",
    data: image.data,
    ...(signature && { providerMetadata: auriko({ signature }) }),
  };
}

/** Blocks, which carry the signatures, and before them the text where they do not hold it. */
function reasoningContent(message: ChatCompletionMessage): ReasoningContent[] {
  const blocks = (message?.reasoning ?? []).map(reasoningBlock);
  const text = message?.reasoning_content;
  if (text && blocks.every((block) => block.text === "")) blocks.unshift({ type: "reasoning", text });
  return blocks;
}

function reasoningBlock(block: ReasoningBlock): ReasoningContent {
  if (block.type === "redacted") {
    return { type: "reasoning", text: "", providerMetadata: auriko({ redactedData: block.data }) };
  }
  const { thinking, signature } = block;
  return {
    type: "reasoning",
    text: thinking ?? "",
    ...(signature && { providerMetadata: auriko({ signature }) }),
  };
}

const auriko = (fields: JSONObject): ProviderMetadata => ({ auriko: fields });
