import { expect, test } from "vitest";
import { assistantMessage, type ChatCompletionMessage } from "../../ts/chat";

test("a message is sent back with all that a provider needs and without what it may refuse", () => {
  const message: ChatCompletionMessage = {
    role: "assistant",
    content: null,
    refusal: null,
    tool_calls: [
      { id: "t", type: "function", function: { name: "f", arguments: "{}" }, provider_signature: "sig" },
    ],
    reasoning: [{ type: "thinking", thinking: "hm", signature: "s" }],
    images: [{ type: "image", mime_type: "image/png", data: "AAAA" }],
    annotations: [],
    field_of_tomorrow: { kept: true },
  };
  const before = JSON.stringify(message);
  expect(assistantMessage(message)).toEqual({
    role: "assistant",
    tool_calls: message.tool_calls,
    reasoning: message.reasoning,
    field_of_tomorrow: { kept: true },
  });
  expect(JSON.stringify(message)).toBe(before);
});
