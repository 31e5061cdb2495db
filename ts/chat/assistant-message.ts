import type { ChatCompletionMessage } from "./completion";
import type { AssistantMessage } from "./messages";

/**
 * The message of a completion, ready to be sent back in the next turn: everything a provider needs to go on (tool
 * calls, reasoning with its signatures), without fields that are `null` and without those that only answers have.
 */
export function assistantMessage(message: ChatCompletionMessage): AssistantMessage {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(message)) {
    if (value === null || value === undefined || key === "images" || key === "annotations") continue;
    result[key] = value;
  }
  return result as unknown as AssistantMessage;
}
