import type { ResponseInputContentPart, ResponseInputItem, ResponseReasoningParam } from "@auriko/sdk";
import { inputText, refusalOf } from "../chat/messages";
import { fieldsOf, textOf } from "../core/answer-fields";
import type { CallWarning } from "../core/dialect";
import { isImage, promptFile } from "../core/files";
import { aurikoOptionsOf, textOption } from "../core/part-options";
import { toolOutputText } from "../core/tool-output";
import type {
  AssistantPartOption,
  FilePartOption,
  PromptMessage,
  ReasoningPartOption,
  TextPartOption,
  ToolCallPartOption,
  UserPartOption,
} from "../spec/call-options";

/** The type of the item, by the id of its call, for calls of other kinds than of a function. */
type CallTypes = Map<string, string>;

type Warn = (warning: CallWarning) => void;

/** A prompt as Responses takes it. */
export interface ResponsesPrompt {
  /** The system messages that open the conversation. */
  instructions: string | undefined;
  input: ResponseInputItem[];
}

/** A prompt as instructions and input items. */
export function responsesPrompt(prompt: readonly PromptMessage[], warn: Warn): ResponsesPrompt {
  const instructions: string[] = [];
  const input: ResponseInputItem[] = [];
  const calls: CallTypes = new Map();
  for (const message of prompt) {
    if (message.role === "system") {
      if (input.length === 0) instructions.push(message.content);
      else input.push({ type: "message", role: "system", content: message.content });
    } else if (message.role === "user") {
      input.push({ type: "message", role: "user", content: userContent(message.content, warn) });
    } else if (message.role === "assistant") {
      addAssistantItems(message.content, input, calls, warn);
    } else {
      for (const part of message.content) {
        if (part.type !== "tool-result") continue;
        const output = toolOutputText(part.output, warn);
        const type = `${calls.get(part.toolCallId) ?? "function_call"}_output`;
        input.push({ type, call_id: part.toolCallId, output } as ResponseInputItem);
      }
    }
  }
  return { instructions: instructions.length > 0 ? instructions.join("\n\n") : undefined, input };
}

function userContent(parts: readonly UserPartOption[], warn: Warn): string | ResponseInputContentPart[] {
  const content = parts
    .map((part) => (part.type === "text" ? inputTextPart(part.text) : filePart(part, warn)))
    .filter((part) => part !== undefined);
  const [only] = content;
  return content.length === 1 && only?.type === "input_text" ? only.text : content;
}

const inputTextPart = (text: string): ResponseInputContentPart => ({ type: "input_text", text });

function filePart(part: FilePartOption, warn: Warn): ResponseInputContentPart | undefined {
  const file = promptFile(part);
  if (file.kind === "text") return inputTextPart(file.text);
  if (file.kind === "url" && isImage(part.mediaType)) {
    const detail = textOption(aurikoOptionsOf(part), "imageDetail");
    return { type: "input_image", image_url: file.url, ...(detail !== undefined && { detail }) };
  }
  warn({
    type: "unsupported",
    feature: `file parts of type ${part.mediaType}`,
    details: "Images and text files can be sent; this file was left out of the prompt.",
  });
  return undefined;
}

function addAssistantItems(
  parts: readonly AssistantPartOption[],
  input: ResponseInputItem[],
  calls: CallTypes,
  warn: Warn,
): void {
  const reasoning = new Map<string, ReasoningItem>();
  for (const part of parts) {
    switch (part.type) {
      case "text":
        if ((refusalOf(part) ?? part.text) !== "") input.push(outputMessage(part));
        break;
      case "reasoning":
        if (refusalOf(part) === undefined) addReasoning(part, reasoning, input);
        else input.push(outputMessage(part));
        break;
      case "tool-call":
        if (part.providerExecuted !== true) addCall(part, input, calls);
        break;
      case "tool-result":
        addWholeItem(part.output.type === "json" ? part.output.value : undefined, input);
        break;
      case "custom":
        addWholeItem(aurikoOptionsOf(part).item, input);
        break;
      case "file":
        warn({
          type: "unsupported",
          feature: "files in assistant messages",
          details: "A file that the model made earlier can't be sent back; it was left out of the prompt.",
        });
    }
  }
}

function outputMessage(part: TextPartOption | ReasoningPartOption): ResponseInputItem {
  const options = aurikoOptionsOf(part);
  const id = textOption(options, "itemId");
  const phase = textOption(options, "phase");
  return {
    type: "message",
    role: "assistant",
    content: [{ type: "output_text", text: refusalOf(part) ?? part.text }],
    ...(id !== undefined && { id }),
    ...(phase !== undefined && { phase }),
  };
}

interface ReasoningItem extends ResponseReasoningParam {
  readonly summary: { type: "summary_text"; text: string }[];
}

/** Parts of one item become one item again. Reasoning of another origin has no item, and could not be taken back. */
function addReasoning(
  part: ReasoningPartOption,
  items: Map<string, ReasoningItem>,
  input: ResponseInputItem[],
): void {
  const options = aurikoOptionsOf(part);
  const id = textOption(options, "itemId");
  if (id === undefined) return;
  let item = items.get(id);
  if (item === undefined) {
    item = { type: "reasoning", id, summary: [] };
    items.set(id, item);
    input.push(item);
  }
  const encrypted = textOption(options, "encryptedContent");
  if (encrypted !== undefined) item.encrypted_content = encrypted;
  if (part.text !== "") item.summary.push({ type: "summary_text", text: part.text });
}

/** A call of another kind than of a function comes back as the item that it was; its output then is of its kind. */
function addCall(part: ToolCallPartOption, input: ResponseInputItem[], calls: CallTypes): void {
  const item = fieldsOf(aurikoOptionsOf(part).item);
  const type = textOf(item.type);
  if (type === "") {
    input.push(functionCall(part));
    return;
  }
  calls.set(part.toolCallId, type);
  addWholeItem(item, input);
}

function functionCall(part: ToolCallPartOption): ResponseInputItem {
  const id = textOption(aurikoOptionsOf(part), "itemId");
  return {
    type: "function_call",
    call_id: part.toolCallId,
    name: part.toolName,
    arguments: inputText(part.input),
    ...(id !== undefined && { id }),
  };
}

/** What hosted tools give back, and items without a part of their own, are kept whole: the API takes them as they were. */
function addWholeItem(item: unknown, input: ResponseInputItem[]): void {
  if (typeof item === "object" && item !== null && "type" in item) input.push(item as ResponseInputItem);
}
