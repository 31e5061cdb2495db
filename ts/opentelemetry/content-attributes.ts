import type { Attributes } from "@opentelemetry/api";
import type { CallContent } from "../observability";
import { fieldsOf, parsed } from "./request-attributes";
import { withoutGaps } from "./without-gaps";

type Fields = Readonly<Record<string, unknown>>;

/** A part of a message in the shape of the conventions. */
type Part = Readonly<Record<string, unknown>> & { readonly type: string };

interface Message {
  readonly role: string;
  readonly parts: readonly Part[];
}

/** What was asked and answered, as the JSON texts that the GenAI conventions describe. */
export function contentAttributes(content: CallContent): Attributes {
  const body = parsed(content.requestBody() ?? "{}");
  const answer = fieldsOf(content.result());
  const input = body.messages ?? body.input;
  return withoutGaps({
    "gen_ai.system_instructions": json(textParts(body.instructions)),
    "gen_ai.input.messages": json(messagesOf(input, "user")),
    "gen_ai.output.messages": json(outputOf(answer)),
    "gen_ai.tool.definitions": json(listOf(body.tools)),
  });
}

/** Choices of a chat completion, or the items of a response. */
function outputOf({ choices, output }: Fields): readonly Message[] {
  if (Array.isArray(choices)) {
    return choices.map((choice) => messageOf(fieldsOf(fieldsOf(choice).message), "assistant"));
  }
  return messagesOf(output, "assistant");
}

function messagesOf(value: unknown, role: string): readonly Message[] {
  if (typeof value === "string") return [{ role, parts: textParts(value) }];
  return listOf(value).map((item) => messageOf(fieldsOf(item), role));
}

function messageOf(item: Fields, role: string): Message {
  switch (item.type) {
    case "function_call":
      return { role: "assistant", parts: [toolCall(item.call_id, item)] };
    case "function_call_output":
      return { role: "tool", parts: [toolResponse(item.call_id, item.output)] };
    case "reasoning":
      return { role: "assistant", parts: listOf(item.summary).map((part) => reasoning(fieldsOf(part).text)) };
  }
  const said = typeof item.role === "string" ? item.role : role;
  if (said === "tool") return { role: said, parts: [toolResponse(item.tool_call_id, item.content)] };
  const calls = listOf(item.tool_calls).map((call) =>
    toolCall(fieldsOf(call).id, fieldsOf(fieldsOf(call).function)),
  );
  const thoughts = typeof item.reasoning_content === "string" ? [reasoning(item.reasoning_content)] : [];
  const refusal = typeof item.refusal === "string" ? textParts(item.refusal) : [];
  return { role: said, parts: [...thoughts, ...textParts(item.content), ...refusal, ...calls] };
}

/** Texts as they are; of anything else that a message holds its kind alone. */
function textParts(content: unknown): Part[] {
  if (typeof content === "string") return content === "" ? [] : [{ type: "text", content }];
  return listOf(content).map((value) => {
    const { type, text, refusal } = fieldsOf(value);
    const said = text ?? refusal;
    return typeof said === "string" ? { type: "text", content: said } : { type: String(type ?? "unknown") };
  });
}

const toolCall = (id: unknown, { name, arguments: given }: Fields): Part => ({
  type: "tool_call",
  ...(typeof id === "string" && { id }),
  name: String(name ?? ""),
  arguments: argumentsOf(given),
});

const toolResponse = (id: unknown, response: unknown): Part => ({
  type: "tool_call_response",
  ...(typeof id === "string" && { id }),
  response,
});

const reasoning = (content: unknown): Part => ({ type: "reasoning", content: String(content ?? "") });

function argumentsOf(given: unknown): unknown {
  try {
    return typeof given === "string" ? JSON.parse(given) : given;
  } catch {
    return given;
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function json(list: readonly unknown[]): string | undefined {
  return list.length === 0 ? undefined : JSON.stringify(list);
}
