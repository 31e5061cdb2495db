import type {
  AssistantMessage,
  ChatCompletionMessageParam,
  ContentPart,
  ReasoningBlock,
  TextPart,
  ToolCallParam,
} from "@auriko/sdk";
import type { CallWarning } from "../core/dialect";
import { isImage, promptFile } from "../core/files";
import { aurikoOptionsOf, cacheControlOf, textOption } from "../core/part-options";
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

type Warn = (warning: CallWarning) => void;

/** A prompt as the messages of a chat completion. */
export function chatMessages(prompt: readonly PromptMessage[], warn: Warn): ChatCompletionMessageParam[] {
  const messages: ChatCompletionMessageParam[] = [];
  for (const message of prompt) {
    if (message.role === "system") messages.push(systemMessage(message));
    else if (message.role === "user") messages.push(userMessage(message, warn));
    else if (message.role === "assistant") messages.push(assistantMessage(message.content, warn));
    else messages.push(...toolMessages(message, warn));
  }
  return messages;
}

type MessageOf<Role> = Extract<PromptMessage, { role: Role }>;

function systemMessage(message: MessageOf<"system">): ChatCompletionMessageParam {
  const cache_control = cacheControlOf(message);
  if (cache_control === undefined) return { role: "system", content: message.content };
  return { role: "system", content: [{ type: "text", text: message.content, cache_control }] };
}

function userMessage(message: MessageOf<"user">, warn: Warn): ChatCompletionMessageParam {
  const parts = message.content.map((part) => contentPart(part, warn)).filter((part) => part !== undefined);
  const whole = cacheControlOf(message);
  const last = parts.at(-1);
  if (whole !== undefined && last !== undefined) last.cache_control ??= whole;
  const [only] = parts;
  if (parts.length === 1 && only?.type === "text" && only.cache_control === undefined) {
    return { role: "user", content: only.text };
  }
  return { role: "user", content: parts };
}

function contentPart(part: UserPartOption, warn: Warn): ContentPart | undefined {
  const content = part.type === "text" ? textPart(part.text) : filePart(part, warn);
  const cache_control = cacheControlOf(part);
  if (content !== undefined && cache_control !== undefined) content.cache_control = cache_control;
  return content;
}

const textPart = (text: string): TextPart => ({ type: "text", text });

function filePart(part: FilePartOption, warn: Warn): ContentPart | undefined {
  const file = promptFile(part);
  if (file.kind === "text") return textPart(file.text);
  if (file.kind === "url" && isImage(part.mediaType)) {
    const detail = textOption(aurikoOptionsOf(part), "imageDetail") as "auto" | "low" | "high" | undefined;
    return { type: "image_url", image_url: { url: file.url, ...(detail !== undefined && { detail }) } };
  }
  warn({
    type: "unsupported",
    feature: `file parts of type ${part.mediaType}`,
    details: "Images and text files can be sent; this file was left out of the prompt.",
  });
  return undefined;
}

function assistantMessage(content: readonly AssistantPartOption[], warn: Warn): ChatCompletionMessageParam {
  const texts: string[] = [];
  const refusals: string[] = [];
  const thoughts: string[] = [];
  const blocks: ReasoningBlock[] = [];
  const calls: ToolCallParam[] = [];
  for (const part of content) {
    if (part.type === "text") {
      const refusal = refusalOf(part);
      if (refusal === undefined) texts.push(part.text);
      else refusals.push(refusal);
    } else if (part.type === "reasoning") {
      const refusal = refusalOf(part);
      if (refusal === undefined) addReasoning(part, thoughts, blocks);
      else refusals.push(refusal);
    } else if (part.type === "tool-call") calls.push(toolCall(part));
    else if (part.type === "file") warn(assistantFile);
  }
  const message: AssistantMessage = { role: "assistant" };
  if (texts.length > 0 || (calls.length === 0 && refusals.length === 0)) message.content = texts.join("");
  if (thoughts.length > 0) message.reasoning_content = thoughts.join("");
  if (blocks.length > 0) message.reasoning = blocks;
  if (refusals.length > 0) message.refusal = refusals.join("");
  if (calls.length > 0) message.tool_calls = calls;
  return message;
}

const assistantFile: CallWarning = {
  type: "unsupported",
  feature: "files in assistant messages",
  details: "A file that the model made earlier can't be sent back; it was left out of the prompt.",
};

/** The refusal that an empty block of reasoning stands for; conversations kept from earlier versions have it as text. */
export function refusalOf(part: TextPartOption | ReasoningPartOption): string | undefined {
  const { refusal } = aurikoOptionsOf(part);
  if (refusal === true) return part.text;
  return typeof refusal === "string" ? refusal : undefined;
}

/** Only blocks with a signature, and redacted ones, are taken back as blocks; the text is sent besides. */
function addReasoning(part: ReasoningPartOption, thoughts: string[], blocks: ReasoningBlock[]): void {
  const options = aurikoOptionsOf(part);
  const signature = textOption(options, "signature");
  const data = textOption(options, "redactedData");
  if (part.text !== "") thoughts.push(part.text);
  if (data !== undefined) blocks.push({ type: "redacted", data });
  else if (signature !== undefined) blocks.push({ type: "thinking", thinking: part.text, signature });
}

function toolCall(part: ToolCallPartOption): ToolCallParam {
  const provider_signature = textOption(aurikoOptionsOf(part), "signature");
  return {
    id: part.toolCallId,
    type: "function",
    function: { name: part.toolName, arguments: inputText(part.input) },
    ...(provider_signature !== undefined && { provider_signature }),
  };
}

/** The input of a tool call as JSON. Text is an input that was no valid JSON: it goes back as the model wrote it. */
export function inputText(input: unknown): string {
  return typeof input === "string" ? input : (JSON.stringify(input) ?? "{}");
}

function* toolMessages(message: MessageOf<"tool">, warn: Warn): Generator<ChatCompletionMessageParam> {
  for (const part of message.content) {
    if (part.type !== "tool-result") continue;
    yield { role: "tool", tool_call_id: part.toolCallId, content: toolOutputText(part.output, warn) };
  }
}
