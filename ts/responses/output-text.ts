import type { ModelResponse } from "./model-response";

/** All answer text of a response: the server's `output_text` where it sent one, otherwise the joined text parts. */
export function outputTextOf(response: ModelResponse): string {
  if (typeof response.output_text === "string" && response.output_text !== "") return response.output_text;
  let text = "";
  for (const item of response.output ?? []) {
    if (item.type !== "message" || !Array.isArray(item.content)) continue;
    for (const part of item.content) {
      if (part.type === "output_text" && typeof part.text === "string") text += part.text;
    }
  }
  return text;
}
