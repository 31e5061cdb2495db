import { StructuredOutputError } from "../errors";
import { mismatch, readableIssue } from "./mismatch";
import { elementValidator, type Typed, validator } from "./output-format";
import type { PartialReader } from "./partial-reader";
import type { StandardIssue, StandardResult, StandardSchema } from "./standard-schema";

interface ElementContext {
  readonly index: number;
  readonly reader: PartialReader;
  readonly format: Typed<unknown> | undefined;
}

/**
 * Checks one element of an array that is not complete yet: with the validator of the elements, if there is one, otherwise
 * with that of the whole, which is shown the data so far with this element alone in its array. What that says about the
 * element counts; that other members are missing yet does not.
 * @throws StructuredOutputError with reason `mismatch`.
 */
export async function validateElement(element: unknown, context: ElementContext): Promise<unknown> {
  const { format, index } = context;
  const own = format?.[elementValidator];
  const result = own ? await own["~standard"].validate(element) : await asPartOfAll(element, context);
  if (result.issues === undefined) return result.value;
  const place = [...pathOf(context.reader), index];
  const issues = result.issues.map(({ message, path = [] }) =>
    readableIssue({ message, path: own ? [...place, ...path] : [...place, ...path.slice(place.length)] }),
  );
  throw new StructuredOutputError(`Element ${index} does not match the schema: ${mismatch(issues)}`, {
    reason: "mismatch",
    text: JSON.stringify(element),
    issues,
  });
}

async function asPartOfAll(element: unknown, context: ElementContext): Promise<StandardResult<unknown>> {
  const whole: StandardSchema | undefined = context.format?.[validator];
  if (whole === undefined) return { value: element };
  const path = pathOf(context.reader);
  const [key] = path;
  const soFar = context.reader.value as Record<string, unknown>;
  const probe = key === undefined ? [element] : { ...soFar, [key]: [element] };
  const result = await whole["~standard"].validate(probe);
  if (result.issues === undefined) {
    const value = result.value as Record<string, unknown[]> | unknown[];
    const found = key === undefined ? (value as unknown[]) : (value as Record<string, unknown[]>)[key];
    return { value: Array.isArray(found) && found.length === 1 ? found[0] : element };
  }
  const issues = result.issues.filter((issue) => concerns(issue, [...path, 0]));
  return issues.length > 0 ? { issues } : { value: element };
}

function pathOf(reader: PartialReader): string[] {
  return reader.elementsKey === null ? [] : [reader.elementsKey];
}

function concerns({ path = [] }: StandardIssue, place: readonly PropertyKey[]): boolean {
  return place.every((key, at) => {
    const step = path[at];
    return String(typeof step === "object" ? step.key : step) === String(key);
  });
}
