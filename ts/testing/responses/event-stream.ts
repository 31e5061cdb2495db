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

function* itemSteps(item: OutputItem, outputIndex: number): Generator<Step> {
  const place = { output_index: outputIndex };
  yield { event: { type: "response.output_item.added", ...place, item: begun(item) } };
  switch (item.kind) {
    case "message":
      yield* messageSteps(item, outputIndex);
      break;
    case "reasoning":
      yield* reasoningSteps(item, outputIndex);
      break;
    case "function_call":
      yield* argumentSteps(item, outputIndex);
      break;
    case "image_generation_call":
      break;
  }
  yield { event: { type: "response.output_item.done", ...place, item: item.done } };
}

/** The item as it looks before any of its content is there. */
function begun(item: OutputItem): Record<string, unknown> {
  const empty = { message: { content: [] }, reasoning: { summary: [] }, function_call: { arguments: "" } };
  if (item.kind === "image_generation_call") return { ...item.done, status: "in_progress", result: null };
  return { ...item.done, status: "in_progress", ...empty[item.kind] };
}

function* messageSteps(item: OutputItem, outputIndex: number): Generator<Step> {
  const place = { item_id: item.done.id, output_index: outputIndex, content_index: 0 };
  const [part] = item.done.content as readonly Record<string, unknown>[];
  if (part === undefined) return;
  const isText = part.type === "output_text";
  const opened = isText
    ? { ...part, text: "", ...(part.logprobs !== undefined && { logprobs: [] }) }
    : { ...part, refusal: "" };
  yield { event: { type: "response.content_part.added", ...place, part: opened } };
  if (isText) {
    const logprobs = part.logprobs as readonly unknown[] | undefined;
    for (const [index, delta] of item.pieces.entries()) {
      const known = logprobs?.[index];
      const event = {
        type: "response.output_text.delta",
        ...place,
        delta,
        logprobs: known === undefined ? [] : [known],
      };
      yield { event, paced: true };
    }
    yield {
      event: { type: "response.output_text.done", ...place, text: part.text, logprobs: logprobs ?? [] },
    };
  } else {
    yield { event: { type: "response.refusal.delta", ...place, delta: part.refusal }, paced: true };
    yield { event: { type: "response.refusal.done", ...place, refusal: part.refusal } };
  }
  yield { event: { type: "response.content_part.done", ...place, part } };
}

function* reasoningSteps(item: OutputItem, outputIndex: number): Generator<Step> {
  const [part] = item.done.summary as readonly Record<string, unknown>[];
  if (part === undefined) return;
  const place = { item_id: item.done.id, output_index: outputIndex, summary_index: 0 };
  yield { event: { type: "response.reasoning_summary_part.added", ...place, part: { ...part, text: "" } } };
  for (const delta of item.pieces) {
    yield { event: { type: "response.reasoning_summary_text.delta", ...place, delta }, paced: true };
  }
  yield { event: { type: "response.reasoning_summary_text.done", ...place, text: part.text } };
  yield { event: { type: "response.reasoning_summary_part.done", ...place, part } };
}

function* argumentSteps(item: OutputItem, outputIndex: number): Generator<Step> {
  const place = { item_id: item.done.id, output_index: outputIndex };
  for (const delta of item.pieces) {
    yield { event: { type: "response.function_call_arguments.delta", ...place, delta }, paced: true };
  }
  const { arguments: written, name } = item.done;
  yield { event: { type: "response.function_call_arguments.done", ...place, arguments: written, name } };
}
