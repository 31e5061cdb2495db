import { type ErrorInit, StructuredOutputError, type StructuredOutputIssue } from "../errors";
import type { StandardIssue, StandardSchema } from "./standard-schema";

/**
 * The data that a complete answer holds.
 * @throws StructuredOutputError with reason `invalid_json` or `mismatch`.
 */
export async function parseText<T>(
  text: string,
  schema: StandardSchema<unknown, T> | undefined,
  context: ErrorInit,
): Promise<T> {
  const value = parseJson(text, context);
  if (schema === undefined) return value as T;
  const result = await schema["~standard"].validate(value);
  if (result.issues === undefined) return result.value;
  const issues = result.issues.map(readable);
  const shown = issues
    .slice(0, 3)
    .map(({ path, message }) => (path === "" ? message : `${path}: ${message}`));
  throw new StructuredOutputError(`The answer does not match the schema: ${shown.join("; ")}`, {
    ...context,
    reason: "mismatch",
    text,
    issues,
  });
}

function parseJson(text: string, context: ErrorInit): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const what = text.trim() === "" ? "The answer holds no text" : "The answer is not valid JSON";
    throw new StructuredOutputError(
      `${what}. Not every model keeps to a schema: see \`routing_metadata.provider\`.`,
      {
        ...context,
        reason: "invalid_json",
        text,
        cause,
      },
    );
  }
}

function readable({ message, path = [] }: StandardIssue): StructuredOutputIssue {
  const keys = path.map((step) => (typeof step === "object" ? step.key : step));
  const joined = keys.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  return { path: joined.startsWith(".") ? joined.slice(1) : joined, message };
}
