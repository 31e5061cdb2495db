import type { ModelResponse, ResponseStreamEvent } from "../../ts/responses";
import { routing } from "./chat-chunks";

export const responseUsage = { input_tokens: 5, output_tokens: 2, total_tokens: 7 };

export function response(status: string, more: Partial<ModelResponse> = {}): ModelResponse {
  return { id: "resp_1", object: "response", created_at: 1, model: "gpt-5", status, output: [], ...more };
}

/** The events of a plain answer, its text in pieces of one character. */
export function responseEvents(text: string): ResponseStreamEvent[] {
  const at = { item_id: "msg_1", output_index: 0, content_index: 0 };
  const part = { type: "output_text", text, annotations: [] };
  const item = { type: "message", id: "msg_1", role: "assistant", status: "completed", content: [part] };
  const events = [
    { type: "response.created", response: response("in_progress") },
    { type: "response.in_progress", response: response("in_progress") },
    {
      type: "response.output_item.added",
      output_index: 0,
      item: { ...item, status: "in_progress", content: [] },
    },
    { type: "response.content_part.added", ...at, part: { ...part, text: "" } },
    ...Array.from(text, (delta) => ({ type: "response.output_text.delta", ...at, delta })),
    { type: "response.output_text.done", ...at, text },
    { type: "response.content_part.done", ...at, part },
    { type: "response.output_item.done", output_index: 0, item },
    {
      type: "response.completed",
      response: response("completed", {
        output: [item as never],
        output_text: text,
        usage: responseUsage,
        routing_metadata: routing,
      }),
    },
  ];
  return events.map((event, sequence_number) => ({ ...event, sequence_number })) as never;
}
