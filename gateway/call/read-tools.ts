import { invalidValue, missingValue } from "../server/api-failure";
import { isObject } from "./field-checks";
import type { ModelCall, ToolDefinition } from "./model-call";
import type { PromptBuilder } from "./prompt-builder";

/** The tools of a request. */
export interface RequestedTools {
  readonly tools: readonly ToolDefinition[];
  readonly hostedTools: readonly string[];
  readonly toolChoice: ModelCall["toolChoice"];
}

/** Checks nested (chat) or flat (responses) tool definitions and the choice among them. */
export function readTools(
  tools: unknown,
  choice: unknown,
  shape: "nested" | "flat",
  prompt: PromptBuilder,
): RequestedTools {
  const functions: ToolDefinition[] = [];
  const hosted: string[] = [];
  if (tools !== undefined && tools !== null) {
    if (!Array.isArray(tools)) throw invalidValue("tools", "tools must be an array.");
    for (const [index, tool] of tools.entries()) {
      const read = readTool(tool, shape, `tools[${index}]`);
      if (typeof read === "string") hosted.push(read);
      else functions.push(read);
      prompt.text("tool", JSON.stringify(tool));
    }
  }
  return { tools: functions, hostedTools: hosted, toolChoice: readChoice(choice, functions, hosted) };
}

function readTool(tool: unknown, shape: "nested" | "flat", path: string): ToolDefinition | string {
  if (!isObject(tool)) throw invalidValue(path, `${path} must be an object.`);
  const type = tool.type;
  if (typeof type !== "string") throw missingValue(`${path}.type`);
  if (type !== "function") {
    if (shape === "flat") return type;
    throw invalidValue(`${path}.type`, `${path}.type must be function.`);
  }
  const where = shape === "nested" ? `${path}.function` : path;
  const definition = shape === "nested" ? tool.function : tool;
  if (!isObject(definition)) throw missingValue(where);
  const name = definition.name;
  if (name === undefined) throw missingValue(`${where}.name`);
  if (typeof name !== "string" || name === "")
    throw invalidValue(`${where}.name`, `${where}.name must be a string.`);
  const parameters = definition.parameters;
  if (parameters !== undefined && parameters !== null && !isObject(parameters)) {
    throw invalidValue(`${where}.parameters`, `${where}.parameters must be a JSON Schema object.`);
  }
  return {
    name,
    description: String(definition.description ?? ""),
    parameters: parameters ?? { type: "object" },
  };
}

function readChoice(
  choice: unknown,
  tools: readonly ToolDefinition[],
  hosted: readonly string[],
): ModelCall["toolChoice"] {
  if (choice === undefined || choice === null) return "auto";
  if (choice === "auto" || choice === "none") return choice;
  if (choice === "required") {
    if (tools.length + hosted.length === 0) throw invalidValue("tool_choice", "tool_choice needs tools.");
    return choice;
  }
  if (!isObject(choice)) {
    throw invalidValue(
      "tool_choice",
      "tool_choice must be auto, none, required or an object that names a tool.",
    );
  }
  if (choice.type !== "function") return "auto";
  const named = isObject(choice.function) ? choice.function.name : choice.name;
  if (typeof named !== "string") throw missingValue("tool_choice.function.name");
  if (!tools.some((tool) => tool.name === named)) {
    throw invalidValue(
      "tool_choice.function.name",
      `tool_choice names ${named}, which is not among the tools.`,
    );
  }
  return { name: named };
}
