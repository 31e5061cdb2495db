import { isObject } from "../call/field-checks";
import type { ModelCall, ToolDefinition } from "../call/model-call";
import type { Candidate } from "../routing/candidate";
import type { ReplyContent, ReplyToolCall } from "../scripting/reply";
import { applyEffort } from "./effort";
import { valueForSchema } from "./schema-value";

/** A transparent PNG of one pixel. */
const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

/**
 * What the gateway says when nothing is scripted: a tool call when one is required or the question shares a word with a
 * tool, JSON when a format asks for it, otherwise a sentence that names the provider and repeats the question.
 */
export function defaultReply(call: ModelCall, candidate: Candidate, seed: string): ReplyContent {
  const thoughts = defaultReasoning(call, candidate, seed);
  const toolCalls = defaultToolCalls(call, seed);
  if (toolCalls.length > 0) return { ...thoughts, content: null, toolCalls };
  if (call.format.type === "json_schema")
    return { ...thoughts, json: valueForSchema(call.format.schema, seed) };
  if (call.format.type === "json_object") return { ...thoughts, json: { answer: sentence(call, candidate) } };
  const images = candidate.offer.outputModalities.includes("image") ? [{ data: PIXEL }] : undefined;
  return { ...thoughts, content: sentence(call, candidate), ...(images && { images }) };
}

function sentence(call: ModelCall, candidate: Candidate): string {
  const source = `${candidate.model.id} at ${candidate.provider.displayName}`;
  if (call.toolResults.length > 0) {
    return `Simulated answer from ${source}. The tools returned: ${call.toolResults.join(" ")}`;
  }
  const question = call.lastUserText.trim().replace(/\s+/g, " ");
  return `Simulated answer from ${source}. You wrote: “${question.slice(0, 400)}”`;
}

function defaultReasoning(
  call: ModelCall,
  candidate: Candidate,
  seed: string,
): Pick<ReplyContent, "reasoning"> {
  if (applyEffort(call, candidate).effort === undefined) return {};
  const thinking = "Simulated thought: read the request, then answer it.";
  const signed = candidate.provider.id === "anthropic";
  return {
    reasoning: signed
      ? [{ type: "thinking", thinking, signature: Buffer.from(`signature ${seed}`).toString("base64") }]
      : thinking,
  };
}

function defaultToolCalls(call: ModelCall, seed: string): ReplyToolCall[] {
  const tool = chooseTool(call);
  return tool === undefined ? [] : [{ name: tool.name, arguments: argumentsFor(tool, call, seed) }];
}

function chooseTool(call: ModelCall): ToolDefinition | undefined {
  const { toolChoice, tools } = call;
  if (toolChoice === "none" || tools.length === 0) return undefined;
  if (typeof toolChoice === "object") return tools.find((tool) => tool.name === toolChoice.name);
  const words = new Set(wordsOf(call.lastUserText));
  const matches = tools.map((tool) => ({
    tool,
    shared: wordsOf(tool.name).filter((word) => words.has(word)).length,
  }));
  const best = matches.reduce((left, right) => (right.shared > left.shared ? right : left));
  if (toolChoice === "required") return best.tool;
  return call.toolResults.length === 0 && best.shared > 0 ? best.tool : undefined;
}

function wordsOf(text: string): string[] {
  return text
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 2);
}

/** Arguments that obey the tool's schema; plain strings are taken from capitalised words of the question. */
function argumentsFor(tool: ToolDefinition, call: ModelCall, seed: string): unknown {
  const made = valueForSchema(tool.parameters, `${seed}:${tool.name}`);
  const properties = isObject(tool.parameters) ? tool.parameters.properties : undefined;
  if (!isObject(made) || !isObject(properties)) return isObject(made) ? made : {};
  const names = call.lastUserText.match(/(?<=\s)\p{Lu}[\p{L}-]+/gu) ?? [];
  for (const [name, property] of Object.entries(properties)) {
    const plain =
      isObject(property) &&
      Object.keys(property).every((key) => ["type", "description", "title"].includes(key));
    if (plain && property.type === "string" && names.length > 0) made[name] = names.shift();
  }
  return made;
}
