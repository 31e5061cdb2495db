import type { ChatCompletionMessageParam } from "../chat/messages";
import type { ChatCompletionCreateParamsOpen } from "../chat/params";
import type { JsonSchema } from "../chat/tools";
import type { ResponseCreateParamsOpen } from "../responses/params";
import { leniency, type Typed } from "./output-format";

/** The API's words for "this model, or this provider, can't keep to a schema". */
const codes: ReadonlySet<unknown> = new Set([
  "structured_output_not_supported",
  "tools_with_structured_output_not_supported",
]);

/** The request to make after `error`, with the schema in its prompt; `undefined` when the format doesn't allow that. */
export function fallbackForChat(
  params: ChatCompletionCreateParamsOpen,
  error: unknown,
): ChatCompletionCreateParamsOpen | undefined {
  const format = params.response_format;
  if (format?.type !== "json_schema" || !applies(format, error)) return undefined;
  const instructions: ChatCompletionMessageParam = {
    role: "system",
    content: instructionsFor(format.json_schema.schema as JsonSchema),
  };
  const { messages } = params;
  const firstOther = messages.findIndex(({ role }) => role !== "system" && role !== "developer");
  const at = firstOther < 0 ? messages.length : firstOther;
  return {
    ...params,
    messages: [...messages.slice(0, at), instructions, ...messages.slice(at)],
    response_format: { type: "json_object" },
  };
}

/** The same as `fallbackForChat`, for Responses. */
export function fallbackForResponses(
  params: ResponseCreateParamsOpen,
  error: unknown,
): ResponseCreateParamsOpen | undefined {
  const format = params.text?.format;
  if (format?.type !== "json_schema" || !applies(format, error)) return undefined;
  const before = params.instructions ? `${params.instructions}\n\n` : "";
  return {
    ...params,
    instructions: before + instructionsFor(format.schema),
    text: { ...params.text, format: { type: "json_object" } },
  };
}

function applies(format: Partial<Typed<unknown>> | object, error: unknown): boolean {
  const allowed = (format as Partial<Typed<unknown>>)[leniency]?.fallback === true;
  return allowed && codes.has((error as { code?: unknown } | null)?.code);
}

/** The word JSON has to be in the prompt: some providers refuse `json_object` without it. */
function instructionsFor(schema: JsonSchema): string {
  return `Answer with one JSON value and nothing else. It has to match this JSON Schema:\n${JSON.stringify(schema)}`;
}
