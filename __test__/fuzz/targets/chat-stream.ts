import { ChatAccumulator } from "../../../ts/streaming/chat-accumulator";
import { accumulate } from "../accumulate";
import { check, type Target } from "../target";

const chunk = (delta: object, rest: object = {}) =>
  JSON.stringify({ id: "c", model: "m", created: 1, choices: [{ index: 0, delta, ...rest }] });
const lines = (...chunks: string[]) => chunks.join("\n");

/** Whatever chunks come, they make a completion, or one is refused for its depth; and what they make is plain JSON. */
export const chatStream: Target = {
  seeds: [
    lines(
      chunk({ role: "assistant", content: "Hel" }),
      chunk({ content: "lo" }),
      chunk({}, { finish_reason: "stop" }),
    ),
    lines(
      chunk({ tool_calls: [{ index: 0, id: "a", function: { name: "f", arguments: '{"x":' } }] }),
      chunk({
        tool_calls: [
          { index: 0, function: { arguments: "1}" } },
          { id: "b", function: { name: "g" } },
        ],
      }),
    ),
    lines(
      chunk({ reasoning_content: "why" }),
      chunk({ reasoning_signature: "s", reasoning_redacted_data: "x" }),
      chunk({ reasoning_details: [{ type: "reasoning.text", text: "so", index: 0 }] }),
    ),
    lines(
      chunk({ refusal: "no", images: [{ type: "image" }], annotations: [1], function_call: { name: "f" } }),
      chunk(
        { content: [{ type: "text", text: "part" }], audio: { id: "a", data: "AA" } },
        { logprobs: { content: [{}] } },
      ),
      JSON.stringify({
        choices: [],
        usage: { total_tokens: 3 },
        routing_metadata: { cost: { usd: 1 } },
        x: { y: [] },
      }),
    ),
  ],
  words: [
    ...[
      '"index"',
      '"delta"',
      '"choices"',
      '"content"',
      '"tool_calls"',
      '"function"',
      '"arguments"',
      '"id"',
      '"name"',
    ],
    ...[
      '"usage"',
      '"routing_metadata"',
      '"finish_reason"',
      '"reasoning_details"',
      '"logprobs"',
      '"type"',
      '"text"',
    ],
  ],
  read(text) {
    if (!accumulate(new ChatAccumulator(10_000), text)) return;
    check(Object.getPrototypeOf({}) === Object.prototype && !("polluted" in {}), "a prototype was changed");
  },
};
