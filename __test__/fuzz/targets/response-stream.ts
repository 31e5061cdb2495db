import { ResponseAccumulator } from "../../../ts/streaming/response-accumulator";
import { accumulate } from "../accumulate";
import type { Target } from "../target";

const lines = (...events: object[]) => events.map((event) => JSON.stringify(event)).join("\n");
const place = { output_index: 0, content_index: 0 };

/** The same for the events of a Responses stream. */
export const responseStream: Target = {
  seeds: [
    lines(
      { type: "response.created", response: { id: "r", output: [] } },
      { type: "response.output_item.added", output_index: 0, item: { type: "message", content: [] } },
      { type: "response.output_text.delta", ...place, delta: "Hello" },
      { type: "response.output_text.done", ...place, text: "Hello" },
      { type: "response.completed", response: { id: "r", output: [{ type: "message" }], usage: {} } },
    ),
    lines(
      { type: "response.function_call_arguments.delta", output_index: 1, delta: "{" },
      { type: "response.reasoning_summary_text.delta", output_index: 2, summary_index: 0, delta: "so" },
      { type: "response.refusal.delta", ...place, delta: "no" },
      { type: "response.content_part.added", ...place, part: { type: "output_text", text: "" } },
      { type: "response.failed", response: { error: { code: "x" } } },
    ),
  ],
  words: [
    ...[
      '"type"',
      '"delta"',
      '"output_index"',
      '"content_index"',
      '"item"',
      '"part"',
      '"response"',
      '"output"',
    ],
    ...['"response.output_item.done"', '"response.output_text.annotation.added"', '"response.incomplete"'],
  ],
  read(text) {
    accumulate(new ResponseAccumulator(10_000), text);
  },
};
