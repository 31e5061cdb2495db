import type { ChatCompletion, ChatCompletionMessage, Choice, GeneratedImage } from "../../ts/chat/completion";
import type { ReasoningBlock } from "../../ts/chat/content-parts";
import type { ToolCall } from "../../ts/chat/tools";
import type { Usage } from "../../ts/chat/usage";
import type { AnswerChoice, AnswerPlan, AnswerToolCall } from "../answers/answer-plan";

/** The body of a chat completion. */
export function completionBody(plan: AnswerPlan): ChatCompletion {
  return {
    id: plan.id,
    object: "chat.completion",
    created: plan.created,
    model: plan.model,
    choices: plan.choices.map(choiceBody),
    usage: plan.usage as Usage,
    system_fingerprint: plan.fingerprint,
    ...(plan.routingMetadata !== undefined && { routing_metadata: plan.routingMetadata }),
  };
}

function choiceBody(choice: AnswerChoice, index: number): Choice {
  return {
    index,
    message: messageBody(choice),
    finish_reason: choice.finishReason,
    ...(choice.nativeFinishReason !== undefined && { native_finish_reason: choice.nativeFinishReason }),
    logprobs: choice.logprobs === undefined ? null : { content: choice.logprobs, refusal: null },
  };
}

function messageBody(choice: AnswerChoice): ChatCompletionMessage {
  const thoughts = reasoningText(choice);
  return {
    role: "assistant",
    content: choice.text,
    ...(choice.toolCalls.length > 0 && { tool_calls: choice.toolCalls.map(toolCallBody) }),
    ...(thoughts !== "" && { reasoning_content: thoughts }),
    ...(choice.reasoning.length > 0 && !choice.plainReasoning && { reasoning: reasoningBody(choice) }),
    refusal: choice.refusal,
    ...(choice.images.length > 0 && { images: choice.images.map(imageBody) }),
    ...(choice.annotations.length > 0 && { annotations: [...choice.annotations] }),
  };
}

/** Blocks as in a message; one without a signature has an empty one, because the field is required. */
function reasoningBody(choice: AnswerChoice): ReasoningBlock[] {
  return choice.reasoning.map((block) =>
    block.type === "thinking" ? { ...block, signature: block.signature ?? "" } : { ...block },
  );
}

/** The readable part of the reasoning. */
export function reasoningText(choice: AnswerChoice): string {
  return choice.reasoning.map((block) => (block.type === "thinking" ? block.thinking : "")).join("");
}

/** A tool call as in a message. */
function toolCallBody(call: AnswerToolCall): ToolCall {
  return {
    id: call.id,
    type: "function",
    function: { name: call.name, arguments: call.arguments },
    ...(call.signature !== undefined && { provider_signature: call.signature }),
  };
}

/** A generated image as in a message or a delta. */
export function imageBody(image: AnswerChoice["images"][number]): GeneratedImage {
  return {
    type: "image",
    mime_type: image.mimeType ?? "image/png",
    data: image.data,
    ...(image.thoughtSignature !== undefined && { thought_signature: image.thoughtSignature }),
  };
}
