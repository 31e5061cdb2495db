export { answerTextOfResponse } from "./answer-text-of-response";
export type { DeepPartial, ElementOf } from "./deep-partial";
export { fallbackForChat, fallbackForResponses } from "./json-object-fallback";
export {
  type Leniency,
  type OutputFormatOptions,
  responseFormat,
  type Typed,
  type TypedResponseFormat,
  type TypedTextFormat,
  textFormat,
  toResponseFormat,
  toTextFormat,
  withResponseFormat,
  withTextFormat,
} from "./output-format";
export {
  type ParsedChatCompletion,
  type ParsedChoice,
  type ParsedMessage,
  parseCompletion,
} from "./parse-completion";
export { type ParsedResponse, parseResponse } from "./parse-response";
export type { Repair } from "./parse-text";
export { elements, partialObjects } from "./partial-objects";
export { peelJson } from "./peel-json";
export {
  isStandardSchema,
  type StandardIssue,
  type StandardJsonSchemaConverter,
  type StandardResult,
  type StandardSchema,
} from "./standard-schema";
