export {
  type OutputFormatOptions,
  responseFormat,
  type Typed,
  type TypedResponseFormat,
  type TypedTextFormat,
  textFormat,
  toResponseFormat,
  toTextFormat,
} from "./output-format";
export {
  type ParsedChatCompletion,
  type ParsedChoice,
  type ParsedMessage,
  parseCompletion,
} from "./parse-completion";
export { type ParsedResponse, parseResponse } from "./parse-response";
export type {
  StandardIssue,
  StandardJsonSchemaConverter,
  StandardResult,
  StandardSchema,
} from "./standard-schema";
