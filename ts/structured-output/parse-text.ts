import { type ErrorInit, StructuredOutputError } from "../errors";
import { mismatch, readableIssue } from "./mismatch";
import { peelJson } from "./peel-json";
import type { StandardSchema } from "./standard-schema";

/**
 * Mends an answer that is not the asked-for data: returns a better text, or `undefined` to leave it. It is called once
 * for an answer that is no JSON (`error.reason` is `invalid_json`) or that the validator refuses (`mismatch`).
 */
export type Repair = (
  text: string,
  error: StructuredOutputError,
) => string | null | undefined | PromiseLike<string | null | undefined>;

/** How the text of an answer is read. */
export interface Reading<T> {
  readonly schema: StandardSchema<unknown, T> | undefined;
  readonly repair?: Repair | undefined;
}

/**
 * The data that a complete answer holds. A code fence and words around one JSON object or array don't matter.
 * @throws StructuredOutputError with reason `invalid_json` or `mismatch`.
 */
export async function parseText<T>(
  text: string,
  { schema, repair }: Reading<T>,
  context: ErrorInit,
): Promise<T> {
  try {
    return await read(text, schema, context);
  } catch (error) {
    if (repair === undefined || !(error instanceof StructuredOutputError)) throw error;
    const mended = await repair(text, error);
    if (mended === undefined || mended === null) throw error;
    return read(mended, schema, context);
  }
}

async function read<T>(
  text: string,
  schema: StandardSchema<unknown, T> | undefined,
  context: ErrorInit,
): Promise<T> {
  const value = parseJson(text, context);
  if (schema === undefined) return value as T;
  const result = await schema["~standard"].validate(value);
  if (result.issues === undefined) return result.value;
  const issues = result.issues.map(readableIssue);
  throw new StructuredOutputError(`The answer does not match the schema: ${mismatch(issues)}`, {
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
    const peeled = peelJson(text);
    if (peeled !== undefined) return JSON.parse(peeled);
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
