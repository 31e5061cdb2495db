import { ApiFailure, invalidValue, missingValue } from "../server/api-failure";
import { isObject } from "./field-checks";
import type { PromptBuilder } from "./prompt-builder";

const ROLES = ["system", "developer", "user", "assistant", "tool", "function"];

/** Checks the messages of a chat request and adds them to the prompt. */
export function readMessages(value: unknown, prompt: PromptBuilder): void {
  if (value === undefined || value === null) throw missingValue("messages");
  if (!Array.isArray(value)) throw invalidValue("messages", "messages must be an array.");
  if (value.length === 0) throw invalidValue("messages", "messages must hold at least one message.");
  for (const [index, message] of value.entries()) readMessage(message, `messages[${index}]`, prompt);
}

function readMessage(message: unknown, path: string, prompt: PromptBuilder): void {
  if (!isObject(message)) throw invalidValue(path, `${path} must be an object.`);
  const role = message.role;
  if (role === undefined) throw missingValue(`${path}.role`);
  if (typeof role !== "string" || !ROLES.includes(role)) {
    throw invalidValue(`${path}.role`, `${path}.role must be one of ${ROLES.join(", ")}.`);
  }
  if (role === "tool" && typeof message.tool_call_id !== "string") throw missingValue(`${path}.tool_call_id`);
  const text = readContent(role, message, path, prompt);
  if (role === "assistant") readAssistant(message, path, prompt);
  prompt.endMessage(role, text);
}

function readContent(
  role: string,
  message: Readonly<Record<string, unknown>>,
  path: string,
  prompt: PromptBuilder,
): string {
  const content = message.content;
  if (typeof content === "string") {
    prompt.text(role, content);
    return content;
  }
  if (Array.isArray(content)) {
    return content.map((part, index) => readPart(role, part, `${path}.content[${index}]`, prompt)).join("");
  }
  if (content !== null && content !== undefined) {
    throw invalidValue(`${path}.content`, `${path}.content must be a string or an array of parts.`);
  }
  if (role !== "assistant" && role !== "function") throw missingValue(`${path}.content`);
  return "";
}

function readPart(role: string, part: unknown, path: string, prompt: PromptBuilder): string {
  if (!isObject(part)) throw invalidValue(path, `${path} must be an object.`);
  const marked = readCacheControl(part.cache_control, `${path}.cache_control`);
  switch (part.type) {
    case "text":
    case "refusal": {
      const text = part[part.type];
      if (typeof text !== "string") throw missingValue(`${path}.${part.type}`);
      prompt.text(role, text, marked);
      return text;
    }
    case "image_url":
      readImage(part.image_url, `${path}.image_url`, prompt, marked);
      return "";
    case "input_audio":
    case "file":
      prompt.modalities.add(part.type === "file" ? "file" : "audio");
      return "";
    default:
      throw invalidValue(`${path}.type`, `${path}.type must be text or image_url.`);
  }
}

/** Checks an image URL and adds the image to the prompt. */
function readImage(value: unknown, path: string, prompt: PromptBuilder, marked = false): void {
  const url = isObject(value) ? value.url : undefined;
  if (typeof url !== "string") throw missingValue(`${path}.url`);
  if (!/^(https?:|data:image\/)/i.test(url)) {
    throw invalidValue(`${path}.url`, `${path}.url must be an http(s) URL or a data URL of an image.`);
  }
  const detail = isObject(value) ? value.detail : undefined;
  if (detail !== undefined && !["auto", "low", "high"].includes(detail as string)) {
    throw invalidValue(`${path}.detail`, `${path}.detail must be one of auto, low, high.`);
  }
  prompt.image(url, detail, marked);
}

function readCacheControl(value: unknown, path: string): boolean {
  if (value === undefined || value === null) return false;
  if (!isObject(value) || value.type !== "ephemeral") {
    throw invalidValue(`${path}.type`, `${path}.type must be ephemeral; no other type is supported.`);
  }
  return true;
}

function readAssistant(
  message: Readonly<Record<string, unknown>>,
  path: string,
  prompt: PromptBuilder,
): void {
  const reasoning = message.reasoning;
  if (Array.isArray(reasoning))
    for (const block of reasoning) prompt.text("reasoning", JSON.stringify(block));
  const calls = message.tool_calls;
  if (calls === undefined || calls === null) return;
  if (!Array.isArray(calls)) throw invalidValue(`${path}.tool_calls`, `${path}.tool_calls must be an array.`);
  for (const [index, call] of calls.entries()) {
    const called = isObject(call) && isObject(call.function) ? call.function : undefined;
    if (typeof called?.name !== "string" || typeof called.arguments !== "string") {
      throw new ApiFailure(
        "invalid_parameter_value",
        "A tool call needs function.name and function.arguments.",
        {
          param: `${path}.tool_calls[${index}].function`,
        },
      );
    }
    prompt.text("tool_call", `${called.name} ${called.arguments}`);
  }
}
