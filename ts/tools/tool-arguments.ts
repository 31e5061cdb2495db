import { StructuredOutputError } from "../errors";
import { peelJson } from "../structured-output";
import { mismatch, readableIssue } from "../structured-output/mismatch";
import { argumentsValidator, type Tool } from "./tool";
import type { RequestedToolCall } from "./tool-call";

/**
 * The arguments of a call, as its tool takes them. No text at all counts as no arguments.
 * @throws StructuredOutputError with reason `invalid_json` or `mismatch`.
 */
export async function readArguments(call: RequestedToolCall, tool: Tool): Promise<unknown> {
  const value = parse(call);
  const validator = tool[argumentsValidator];
  if (validator === undefined) return value;
  const result = await validator["~standard"].validate(value);
  if (result.issues === undefined) return result.value;
  const issues = result.issues.map(readableIssue);
  throw new StructuredOutputError(
    `The arguments of ${call.name} do not match its schema: ${mismatch(issues)}`,
    {
      reason: "mismatch",
      text: call.arguments,
      issues,
    },
  );
}

function parse({ name, arguments: text }: RequestedToolCall): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch (cause) {
    const peeled = peelJson(text);
    if (peeled !== undefined) return JSON.parse(peeled);
    throw new StructuredOutputError(`The arguments of ${name} are not valid JSON.`, {
      reason: "invalid_json",
      text,
      cause,
    });
  }
}
