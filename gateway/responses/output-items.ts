import type {
  ResponseFunctionCallOutputItem,
  ResponseImageGenerationCallOutputItem,
  ResponseMessageOutputItem,
  ResponseReasoningOutputItem,
} from "../../ts/responses/output-items";
import { type AnswerChoice, type AnswerPlan, cutText } from "../answers/answer-plan";
import { reasoningText } from "../chat/completion";
import { hexFrom } from "../random";

/** One item of the output, with what a stream needs to build it up. */
export interface OutputItem {
  /** The finished item. */
  readonly done:
    | ResponseReasoningOutputItem
    | ResponseMessageOutputItem
    | ResponseFunctionCallOutputItem
    | ResponseImageGenerationCallOutputItem;
  /** The pieces of its text, arguments or summary. */
  readonly pieces: readonly string[];
}

/** The items of an answer in their usual order: thoughts, then text, then tool calls, then images. */
export function outputItems(plan: AnswerPlan): OutputItem[] {
  const [choice] = plan.choices;
  if (choice === undefined) return [];
  const idOf = (prefix: string, index: number): string =>
    `${prefix}_${hexFrom(`${plan.id}:${prefix}:${index}`, 32)}`;
  const status = choice.finishReason === "length" ? "incomplete" : "completed";
  return [
    ...reasoningItems(choice, idOf("rs", 0)),
    ...messageItems(choice, idOf("msg", 0), status),
    ...choice.toolCalls.map((call, index) => ({
      done: {
        id: idOf("fc", index),
        type: "function_call" as const,
        status: "completed",
        call_id: call.id,
        name: call.name,
        arguments: call.arguments,
      },
      pieces: call.arguments.match(/[\s\S]{1,12}/gu) ?? [],
    })),
    ...choice.images.map((image, index) => ({
      done: {
        id: idOf("ig", index),
        type: "image_generation_call" as const,
        status: "completed",
        result: image.data,
      },
      pieces: [],
    })),
  ];
}

function reasoningItems(choice: AnswerChoice, id: string): OutputItem[] {
  if (choice.reasoning.length === 0) return [];
  const text = reasoningText(choice);
  const sealed = choice.reasoning
    .map((block) => (block.type === "redacted" ? block.data : block.signature))
    .filter((value) => value !== undefined);
  return [
    {
      done: {
        id,
        type: "reasoning" as const,
        summary: text === "" ? [] : [{ type: "summary_text" as const, text }],
        ...(sealed.length > 0 && { encrypted_content: sealed.join(".") }),
        status: "completed",
      },
      pieces: cutText(text),
    },
  ];
}

function messageItems(choice: AnswerChoice, id: string, status: string): OutputItem[] {
  if (choice.refusal !== null) {
    const part = { type: "refusal" as const, refusal: choice.refusal };
    return [
      {
        done: { id, type: "message" as const, role: "assistant" as const, status, content: [part] },
        pieces: [],
      },
    ];
  }
  if (choice.text === null || (choice.text === "" && choice.toolCalls.length > 0)) return [];
  const part = {
    type: "output_text" as const,
    text: choice.text,
    annotations: [...choice.annotations],
    ...(choice.logprobs !== undefined && { logprobs: [...choice.logprobs] }),
  };
  return [
    {
      done: { id, type: "message" as const, role: "assistant" as const, status, content: [part] },
      pieces: choice.chunks,
    },
  ];
}
