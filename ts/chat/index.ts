export { assistantMessage } from "./assistant-message";
export type { ChatCompletionChunk, Delta, StreamChoice, ToolCallDelta } from "./chunk";
export type {
  ChatCompletion,
  ChatCompletionMessage,
  Choice,
  FinishReason,
  GeneratedImage,
} from "./completion";
export type {
  CacheControl,
  ContentPart,
  ImagePart,
  ReasoningBlock,
  RedactedReasoningBlock,
  TextPart,
  ThinkingReasoningBlock,
} from "./content-parts";
export type {
  AssistantMessage,
  ChatCompletionMessageParam,
  DeveloperMessage,
  FunctionMessage,
  SystemMessage,
  ToolMessage,
  UserMessage,
} from "./messages";
export type {
  ChatCompletionCreateParams,
  ChatCompletionCreateParamsBase,
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionCreateParamsOpen,
  ChatCompletionCreateParamsStreaming,
  Extensions,
  LegacyFunction,
  ReasoningEffort,
} from "./params";
export type {
  ResponseFormat,
  ResponseFormatJsonObject,
  ResponseFormatJsonSchema,
  ResponseFormatText,
} from "./response-format";
export type {
  ChatCompletionTool,
  FunctionDefinition,
  JsonSchema,
  ToolCall,
  ToolCallParam,
  ToolChoice,
} from "./tools";
export type { CompletionTokensDetails, PromptTokensDetails, Usage } from "./usage";
