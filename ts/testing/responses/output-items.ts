import type { AnswerChoice, AnswerPlan } from "../answers/answer-plan";
import { reasoningText } from "../chat/completion";
import { hexFrom } from "../random";

/** One item of the output, with what a stream needs to build it up. */
export interface OutputItem {
  readonly kind: "reasoning" | "message" | "function_call" | "image_generation_call";
  /** The finished item. */
  readonly done: Record<string, unknown>;
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
      kind: "function_call" as const,
      done: {
        id: idOf("fc", index),
        type: "function_call",
        status: "completed",
        call_id: call.id,
        name: call.name,
        arguments: call.arguments,
      },
      pieces: call.arguments.match(/[\s\S]{1,12}/gu) ?? [],
    })),
    ...choice.images.map((image, index) => ({
      kind: "image_generation_call" as const,
      done: { id: idOf("ig", index), type: "image_generation_call", status: "completed", result: image.data },
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
      kind: "reasoning",
      done: {
        id,
        type: "reasoning",
        summary: text === "" ? [] : [{ type: "summary_text", text }],
        ...(sealed.length > 0 && { encrypted_content: sealed.join(".") }),
        status: "completed",
      },
      pieces: text.match(/\s*\S{1,16}(?:\s+$)?|\s+$/gu) ?? [],
    },
  ];
}

function messageItems(choice: AnswerChoice, id: string, status: string): OutputItem[] {
  if (choice.refusal !== null) {
    const part = { type: "refusal", refusal: choice.refusal };
    return [
      {
        kind: "message",
        done: { id, type: "message", role: "assistant", status, content: [part] },
        pieces: [],
      },
    ];
  }
  if (choice.text === null || (choice.text === "" && choice.toolCalls.length > 0)) return [];
  const part = {
    type: "output_text",
    text: choice.text,
    annotations: choice.annotations,
    ...(choice.logprobs !== undefined && { logprobs: choice.logprobs }),
  };
  return [
    {
      kind: "message",
      done: { id, type: "message", role: "assistant", status, content: [part] },
      pieces: choice.chunks,
    },
  ];
}
