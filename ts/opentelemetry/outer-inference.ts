import { type Context, trace } from "@opentelemetry/api";
import { INFERENCE_OPERATIONS } from "./conventions";

/**
 * Whether a span is active that stands for the same question to a model, as the AI SDK's does around each step: then it
 * has its tokens and its place in the metrics, and a second one would count them twice. Spans of the SDK for Node show
 * their attributes, although the API does not ask it of them.
 */
export function isInsideInference(context: Context): boolean {
  const span: { readonly attributes?: unknown } | undefined = trace.getSpan(context) as object | undefined;
  const attributes = span?.attributes;
  if (typeof attributes !== "object" || attributes === null) return false;
  const operation: unknown = Reflect.get(attributes, "gen_ai.operation.name");
  if (operation !== undefined) return INFERENCE_OPERATIONS.has(operation);
  // Before the conventions had operations: AI SDK 5 and 6 write it to the spans of their steps alone.
  return typeof Reflect.get(attributes, "gen_ai.request.model") === "string";
}
