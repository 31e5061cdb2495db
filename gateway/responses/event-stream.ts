import type {
  ResponseFunctionCallOutputItem,
  ResponseMessageOutputItem,
  ResponseOutputText,
  ResponseReasoningOutputItem,
} from "../../ts/responses/output-items";
import type { AnswerPlan } from "../answers/answer-plan";
import type { ModelCall } from "../call/model-call";
import { eventFrame, type Frame } from "../server/answer";
import { type OutputItem, outputItems } from "./output-items";
import { closedResponse, openResponse } from "./response-body";

type Event = Readonly<Record<string, unknown>> & { readonly type: string };

/** An event and whether it takes time to produce. */
interface Step {
  readonly event: Event;
  readonly paced?: boolean;
}

/** The events of a response, numbered from 0; the terminal one is last. */
export function* responseFrames(plan: AnswerPlan, call: ModelCall): Generator<Frame> {
  const items = outputItems(plan);
  const opened = openResponse(plan, call);
  const closed = closedResponse(plan, call, items);
  let sequence = 0;
  const frame = ({ event, paced }: Step, mark?: "finish"): Frame => {
    const { type, ...fields } = event;
    const data = { type, sequence_number: sequence, ...fields };
    sequence += 1;
    return eventFrame(data, {
      event: type,
      ...(paced && { simulatedMs: plan.pieceMs }),
      ...(mark && { mark }),
    });
  };
  yield frame({ event: { type: "response.created", response: opened } });
  yield frame({ event: { type: "response.in_progress", response: opened } });
  for (const [index, item] of items.entries()) {
    for (const step of itemSteps(item, index)) yield frame(step);
  }
  yield frame({ event: { type: `response.${String(closed.status)}`, response: closed } }, "finish");
}

function* itemSteps({ done, pieces }: OutputItem, outputIndex: number): Generator<Step> {
  const place = { output_index: outputIndex };
  yield { event: { type: "response.output_item.added", ...place, item: begun(done) } };
  switch (done.type) {
    case "message":
      yield* messageSteps(done, pieces, outputIndex);
      break;
    case "reasoning":
      yield* reasoningSteps(done, pieces, outputIndex);
      break;
    case "function_call":
      yield* argumentSteps(done, pieces, outputIndex);
      break;
    case "image_generation_call":
      break;
  }
  yield { event: { type: "response.output_item.done", ...place, item: done } };
}

/** The item as it looks before any of its content is there. */
function begun(done: OutputItem["done"]): OutputItem["done"] {
  switch (done.type) {
    case "message":
      return { ...done, status: "in_progress", content: [] };
    case "reasoning":
      return { ...done, status: "in_progress", summary: [] };
    case "function_call":
      return { ...done, status: "in_progress", arguments: "" };
    case "image_generation_call":
      return { ...done, status: "in_progress", result: null };
  }
}

function* messageSteps(
  done: ResponseMessageOutputItem,
  pieces: readonly string[],
  outputIndex: number,
): Generator<Step> {
  const place = { item_id: done.id, output_index: outputIndex, content_index: 0 };
  const [part] = done.content;
  if (part?.type === "output_text") yield* textSteps(part, pieces, place);
  if (part?.type === "refusal") {
    yield { event: { type: "response.content_part.added", ...place, part: { ...part, refusal: "" } } };
    yield { event: { type: "response.refusal.delta", ...place, delta: part.refusal }, paced: true };
    yield { event: { type: "response.refusal.done", ...place, refusal: part.refusal } };
    yield { event: { type: "response.content_part.done", ...place, part } };
  }
}

function* textSteps(part: ResponseOutputText, pieces: readonly string[], place: object): Generator<Step> {
  const { logprobs } = part;
  const opened = { ...part, text: "", ...(logprobs != null && { logprobs: [] }) };
  yield { event: { type: "response.content_part.added", ...place, part: opened } };
  for (const [index, delta] of pieces.entries()) {
    const known = logprobs?.[index];
    const event = { type: "response.output_text.delta", ...place, delta };
    yield { event: { ...event, logprobs: known === undefined ? [] : [known] }, paced: true };
  }
  const { text } = part;
  yield { event: { type: "response.output_text.done", ...place, text, logprobs: logprobs ?? [] } };
  yield { event: { type: "response.content_part.done", ...place, part } };
}

function* reasoningSteps(
  done: ResponseReasoningOutputItem,
  pieces: readonly string[],
  outputIndex: number,
): Generator<Step> {
  const [part] = done.summary;
  if (part === undefined) return;
  const place = { item_id: done.id, output_index: outputIndex, summary_index: 0 };
  yield { event: { type: "response.reasoning_summary_part.added", ...place, part: { ...part, text: "" } } };
  for (const delta of pieces) {
    yield { event: { type: "response.reasoning_summary_text.delta", ...place, delta }, paced: true };
  }
  yield { event: { type: "response.reasoning_summary_text.done", ...place, text: part.text } };
  yield { event: { type: "response.reasoning_summary_part.done", ...place, part } };
}

function* argumentSteps(
  done: ResponseFunctionCallOutputItem,
  pieces: readonly string[],
  outputIndex: number,
): Generator<Step> {
  const place = { item_id: done.id, output_index: outputIndex };
  for (const delta of pieces) {
    yield { event: { type: "response.function_call_arguments.delta", ...place, delta }, paced: true };
  }
  const { arguments: written, name } = done;
  yield { event: { type: "response.function_call_arguments.done", ...place, arguments: written, name } };
}
