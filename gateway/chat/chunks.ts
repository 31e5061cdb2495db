import type { ChatCompletionChunk, Delta, StreamChoice } from "../../ts/chat/chunk";
import { type AnswerChoice, type AnswerPlan, cutText } from "../answers/answer-plan";
import { doneFrame, eventFrame, type Frame } from "../server/answer";
import { imageBody } from "./completion";

/** The events of a chat stream: a role, the pieces of each choice, finish reasons, then usage and metadata, then the end. */
export function* chunkFrames(plan: AnswerPlan): Generator<Frame> {
  const pace = { simulatedMs: plan.pieceMs };
  for (const [index] of plan.choices.entries()) {
    yield eventFrame(
      chunk(plan, [{ index, delta: { role: "assistant", content: "" }, finish_reason: null }]),
    );
  }
  for (const [index, choice] of plan.choices.entries()) {
    for (const piece of pieces(choice)) {
      yield eventFrame(chunk(plan, [{ index, ...piece, finish_reason: null }]), pace);
    }
  }
  for (const [index, choice] of plan.choices.entries()) {
    const last = index === plan.choices.length - 1;
    yield eventFrame(chunk(plan, [finish(choice, index)]), last ? { mark: "finish" } : {});
  }
  yield eventFrame({
    ...chunk(plan, []),
    usage: plan.usage,
    ...(plan.routingMetadata !== undefined && { routing_metadata: plan.routingMetadata }),
  });
  yield doneFrame;
}

function chunk(plan: AnswerPlan, choices: StreamChoice[]): ChatCompletionChunk {
  return {
    id: plan.id,
    object: "chat.completion.chunk",
    created: plan.created,
    model: plan.model,
    choices,
    system_fingerprint: plan.fingerprint,
  };
}

function finish(choice: AnswerChoice, index: number): StreamChoice {
  return {
    index,
    delta: {},
    finish_reason: choice.finishReason,
    ...(choice.nativeFinishReason !== undefined && { native_finish_reason: choice.nativeFinishReason }),
  };
}

interface Piece {
  readonly delta: Delta;
  readonly logprobs?: unknown;
}

function* pieces(choice: AnswerChoice): Generator<Piece> {
  yield* reasoningPieces(choice);
  for (const text of choice.refusal === null ? [] : cutText(choice.refusal))
    yield { delta: { refusal: text } };
  for (const [index, content] of choice.chunks.entries()) {
    const logprob = choice.logprobs?.[index];
    yield {
      delta: { content },
      ...(logprob !== undefined && { logprobs: { content: [logprob], refusal: null } }),
    };
  }
  yield* toolCallPieces(choice);
  for (const image of choice.images) yield { delta: { images: [imageBody(image)] } };
  if (choice.annotations.length > 0) yield { delta: { annotations: choice.annotations } };
}

function* reasoningPieces(choice: AnswerChoice): Generator<Piece> {
  for (const block of choice.reasoning) {
    if (block.type === "redacted") {
      yield { delta: { reasoning_redacted_data: block.data } };
      continue;
    }
    for (const text of cutText(block.thinking)) yield { delta: { reasoning_content: text } };
    if (block.signature !== undefined) yield { delta: { reasoning_signature: block.signature } };
  }
}

function* toolCallPieces(choice: AnswerChoice): Generator<Piece> {
  for (const [index, call] of choice.toolCalls.entries()) {
    yield {
      delta: {
        tool_calls: [
          {
            index,
            id: call.id,
            type: "function",
            function: { name: call.name, arguments: "" },
            ...(call.signature !== undefined && { provider_signature: call.signature }),
          },
        ],
      },
    };
    for (const text of call.arguments.match(/[\s\S]{1,12}/gu) ?? []) {
      yield { delta: { tool_calls: [{ index, type: "function", function: { arguments: text } }] } };
    }
  }
}
