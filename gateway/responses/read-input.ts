import { isObject } from "../call/field-checks";
import type { PromptBuilder } from "../call/prompt-builder";
import { invalidValue, missingValue } from "../server/api-failure";

const ROLES = ["user", "assistant", "system", "developer"];

type Item = Readonly<Record<string, unknown>>;

/** Checks the input of a request to the Responses API and adds it to the prompt. */
export function readInput(value: unknown, prompt: PromptBuilder): void {
  if (value === undefined || value === null) throw missingValue("input");
  if (typeof value === "string") {
    prompt.text("user", value);
    prompt.endMessage("user", value);
    return;
  }
  if (!Array.isArray(value)) throw invalidValue("input", "input must be a string or an array of items.");
  if (value.length === 0) throw invalidValue("input", "input must hold at least one item.");
  for (const [index, item] of value.entries()) {
    if (!isObject(item)) throw invalidValue(`input[${index}]`, `input[${index}] must be an object.`);
    readItem(item, `input[${index}]`, prompt);
  }
}

function readItem(item: Item, path: string, prompt: PromptBuilder): void {
  switch (item.type ?? "message") {
    case "message":
      readMessage(item, path, prompt);
      break;
    case "function_call":
      for (const name of ["call_id", "name", "arguments"]) requireText(item, name, path);
      prompt.text("tool_call", `${item.name} ${item.arguments}`);
      prompt.endMessage("assistant", "");
      break;
    case "function_call_output": {
      requireText(item, "call_id", path);
      const output = typeof item.output === "string" ? item.output : JSON.stringify(item.output);
      if (output === undefined) throw missingValue(`${path}.output`);
      prompt.text("tool", output);
      prompt.endMessage("tool", output);
      break;
    }
    case "reasoning":
      prompt.text("reasoning", JSON.stringify(item));
      prompt.endMessage("assistant", "");
      break;
    default:
      if (typeof item.type !== "string") throw invalidValue(`${path}.type`, `${path}.type must be a string.`);
      prompt.text("item", JSON.stringify(item));
  }
}

function readMessage(item: Item, path: string, prompt: PromptBuilder): void {
  const { role, content } = item;
  if (role === undefined) throw missingValue(`${path}.role`);
  if (typeof role !== "string" || !ROLES.includes(role)) {
    throw invalidValue(`${path}.role`, `${path}.role must be one of ${ROLES.join(", ")}.`);
  }
  if (typeof content === "string") {
    prompt.text(role, content);
    prompt.endMessage(role, content);
    return;
  }
  if (content === undefined || content === null) throw missingValue(`${path}.content`);
  if (!Array.isArray(content)) {
    throw invalidValue(`${path}.content`, `${path}.content must be a string or an array of parts.`);
  }
  const texts = content.map((part, index) => readPart(role, part, `${path}.content[${index}]`, prompt));
  prompt.endMessage(role, texts.join(""));
}

function readPart(role: string, part: unknown, path: string, prompt: PromptBuilder): string {
  if (!isObject(part)) throw invalidValue(path, `${path} must be an object.`);
  switch (part.type) {
    case "input_text":
    case "output_text":
      requireText(part, "text", path);
      prompt.text(role, part.text as string);
      return part.text as string;
    case "refusal":
      requireText(part, "refusal", path);
      prompt.text(role, part.refusal as string);
      return "";
    case "input_image": {
      const url = part.image_url;
      if (typeof url !== "string") throw missingValue(`${path}.image_url`);
      if (!/^(https?:|data:image\/)/i.test(url)) {
        throw invalidValue(
          `${path}.image_url`,
          `${path}.image_url must be an http(s) URL or a data URL of an image.`,
        );
      }
      prompt.image(url, part.detail);
      return "";
    }
    case "input_file":
      prompt.modalities.add("file");
      return "";
    default:
      throw invalidValue(`${path}.type`, `${path}.type must be input_text, input_image or output_text.`);
  }
}

function requireText(item: Item, name: string, path: string): void {
  const value = item[name];
  if (value === undefined || value === null) throw missingValue(`${path}.${name}`);
  if (typeof value !== "string") throw invalidValue(`${path}.${name}`, `${path}.${name} must be a string.`);
}
