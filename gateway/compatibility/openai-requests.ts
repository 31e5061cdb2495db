import { isObject } from "../call/field-checks";

type Fields = Readonly<Record<string, unknown>>;

/** The schema of a custom tool, whose input is text of any kind, as a function. */
const TEXT_INPUT = { type: "object", properties: { input: { type: "string" } }, required: ["input"] };

/**
 * The body of a chat completion request as programs for OpenAI's API send it, in the words that Auriko's reference has:
 * custom tools as functions with one text, `allowed_tools` as the tools that it names, files and sound as their names.
 */
export function chatInAurikosWords(body: Fields): Record<string, unknown> {
  const { store: _, modalities: _modalities, audio: _audio, ...rest } = body;
  return {
    ...rest,
    ...withTools(rest, (tool) => (tool.type === "custom" ? functionFor(fieldsOf(tool.custom)) : tool)),
    ...(Array.isArray(rest.messages) && { messages: rest.messages.map(chatMessage) }),
  };
}

function functionFor(custom: Fields): Fields {
  const { name, description } = custom;
  return {
    type: "function",
    function: { name, ...(description !== undefined && { description }), parameters: TEXT_INPUT },
  };
}

function chatMessage(message: unknown): unknown {
  if (!isObject(message)) return message;
  const { content, tool_calls: calls, audio, ...rest } = message;
  const spoken = content ?? (isObject(audio) ? String(audio.transcript ?? "") : content);
  return {
    ...rest,
    ...(spoken !== undefined && { content: Array.isArray(spoken) ? spoken.map(chatPart) : spoken }),
    ...(calls !== undefined && { tool_calls: Array.isArray(calls) ? calls.map(chatCall) : calls }),
  };
}

function chatCall(call: unknown): unknown {
  if (!isObject(call) || !isObject(call.custom)) return call;
  const { name, input } = call.custom;
  return { id: call.id, type: "function", function: { name, arguments: JSON.stringify({ input }) } };
}

/** The gateway's models read no sound and no files: what they are told is that there was one. */
function chatPart(part: unknown): unknown {
  if (!isObject(part)) return part;
  if (part.type === "input_audio") return { type: "text", text: "[audio]" };
  if (part.type === "file") return { type: "text", text: `[file ${nameOf(fieldsOf(part.file))}]` };
  return part;
}

/** The same for a request to the Responses API. What is asked to be stored, the gateway's own store takes. */
export function responsesInAurikosWords(body: Fields, earlier: readonly unknown[]): Record<string, unknown> {
  const { store: _, previous_response_id: _previous, input, ...rest } = body;
  const said = typeof input === "string" ? [{ type: "message", role: "user", content: input }] : input;
  const items = Array.isArray(said) ? [...earlier, ...said].map(inputItem) : said;
  return {
    ...rest,
    ...withTools(rest, (tool) => tool),
    input: earlier.length === 0 && typeof input === "string" ? input : items,
  };
}

/** A request to the Responses API with what was said before in place of the id, which only the gateway's own store knows. */
export function withConversation(body: Fields, earlier: readonly unknown[]): Record<string, unknown> {
  const { previous_response_id: _, input, ...rest } = body;
  if (earlier.length === 0) return { ...rest, ...(input !== undefined && { input }) };
  const said = typeof input === "string" ? [{ type: "message", role: "user", content: input }] : input;
  return { ...rest, input: [...earlier, ...(Array.isArray(said) ? said : [])] };
}

function inputItem(item: unknown): unknown {
  if (!isObject(item) || !Array.isArray(item.content) || (item.type ?? "message") !== "message") return item;
  return { ...item, content: item.content.map(inputPart) };
}

function inputPart(part: unknown): unknown {
  if (!isObject(part)) return part;
  if (part.type === "input_audio") return { type: "input_text", text: "[audio]" };
  if (part.type === "input_file") return { type: "input_text", text: `[file ${nameOf(part)}]` };
  if (part.type === "input_image" && typeof part.image_url !== "string") {
    return { type: "input_text", text: `[image ${String(part.file_id ?? "")}]` };
  }
  return part;
}

function nameOf({ filename, file_id: id, file_url: url }: Fields): string {
  return String(filename ?? id ?? url ?? "");
}

/** Tools, and a choice among them of kinds that the reference doesn't have. */
function withTools({ tools, tool_choice: choice }: Fields, translate: (tool: Fields) => Fields): Fields {
  if (!Array.isArray(tools)) return {};
  const all = tools.map((tool) => (isObject(tool) ? translate(tool) : tool));
  if (!isObject(choice)) return { tools: all };
  if (choice.type === "allowed_tools") {
    const { mode = "auto", tools: allowed } = isObject(choice.allowed_tools) ? choice.allowed_tools : choice;
    const names = new Set(Array.isArray(allowed) ? allowed.map(toolName) : []);
    return { tools: all.filter((tool) => names.has(toolName(tool))), tool_choice: mode };
  }
  if (choice.type === "custom") {
    const name = isObject(choice.custom) ? choice.custom.name : choice.name;
    const isFunction = all.some(
      (tool) => isObject(tool) && isObject(tool.function) && tool.function.name === name,
    );
    return { tools: all, tool_choice: isFunction ? { type: "function", function: { name } } : "required" };
  }
  return { tools: all };
}

function toolName(tool: unknown): unknown {
  if (!isObject(tool)) return undefined;
  const named = isObject(tool.function) ? tool.function : isObject(tool.custom) ? tool.custom : tool;
  return named.name ?? tool.server_label ?? tool.type;
}

function fieldsOf(value: unknown): Fields {
  return isObject(value) ? value : {};
}
