export {
  Batch,
  type BatchBody,
  type BatchEnvelope,
  type BatchError,
  type BatchErrorTotals,
  type BatchFacts,
  type BatchInput,
  type BatchOptions,
  type BatchProgress,
  type BatchProgressListener,
  type BatchRequest,
  type BatchResponse,
  type BatchResult,
  type BatchRouteTotals,
  type BatchShard,
  type BatchStop,
  type BatchSummary,
  type BatchTotals,
  type MergeBatchesOptions,
  type MergeBatchesSummary,
  mergeBatches,
} from "./batch";
export type * from "./chat";
export { assistantMessage } from "./chat";
export { type Chat, Client } from "./client";
export * from "./errors/public";
export type {
  ChatEstimateParams,
  EstimateOptions,
  OfferEstimate,
  RequestEstimate,
  ResponseEstimateParams,
} from "./estimate";
export { createFetch, type FetchOptions } from "./fetch";
export type * from "./identity/api-key-identity";
export type { Ledger, LedgerSummary, LedgerTotals, ModelPrices } from "./ledger";
export type * from "./management";
export {
  type CachingModel,
  type CachingOffer,
  type CanonicalModel,
  type CheapestProviderOptions,
  cachingModels,
  cheapestProvider,
  type DirectoryModel,
  type DirectoryResponse,
  estimatePrice,
  type MessagesUsage,
  type Model,
  type ModelList,
  type ModelListParams,
  type ModelProvider,
  type ModelsListResponse,
  type PriceVariant,
  type ProviderEntry,
  type ProviderInfo,
  type ProviderList,
  type ProviderOffer,
  type TierEntry,
  type TokenCounts,
  type TokenPrices,
  tokenCountsOf,
} from "./models";
export type { AttemptFacts, AttemptFailure } from "./native/attempt-facts";
export type {
  CallAttempt,
  CallEnd,
  CallError,
  CallEvent,
  CallFirstEvent,
  CallHeaders,
  CallHooks,
  CallInfo,
  CallOutcome,
  CallRetry,
  CallStart,
  CallTimings,
  LeveledLogger,
  LogEntry,
  Logger,
  LoggingOptions,
  LogLevel,
  RequestChanges,
  RequestToSend,
  RequestTraceContext,
} from "./observability";
export type { ApiKey, ClientOptions } from "./options/client-options";
export type { HeaderOptions } from "./options/headers";
export type { LimitOptions } from "./options/request-limits";
export type { RequestOptions, StreamRequestOptions } from "./options/request-options";
export type { Timeout, TimeoutOptions, Timeouts } from "./options/timeouts";
export { APIPromise, type WithResponse } from "./pipeline/api-promise";
export type { CustomRequest } from "./pipeline/custom-request";
export type { Answered, WithResponseHeaders } from "./pipeline/with-response-headers";
export { type ExtraBody, mergeGatewayExtraBody, toExtraBody } from "./request-body/extra-body";
export type {
  ChatCompletionParseParams,
  ChatCompletionStreamDataParams,
  ChatCompletions,
} from "./resources/chat-completions";
export type { Identity } from "./resources/identity";
export type { Models } from "./resources/models";
export type {
  ResponseParseParams,
  ResponseResult,
  ResponseStreamDataParams,
  Responses,
} from "./resources/responses";
export { type BudgetExceeded, type BudgetPeriod, type Budgets, ResponseHeaders } from "./response-headers";
export type * from "./responses";
export { outputTextOf } from "./responses/output-text";
export * from "./routing";
export {
  ChatCompletionStream,
  type ChatCompletionStreamEvents,
  ResponseStream,
  type ResponseStreamEvents,
  type SSEResponseInit,
  type StreamState,
  type TeeOptions,
} from "./streaming";
export {
  type DeepPartial,
  type ElementOf,
  type Leniency,
  type OutputFormatOptions,
  type ParsedChatCompletion,
  type ParsedChoice,
  type ParsedMessage,
  type ParsedResponse,
  type Repair,
  responseFormat,
  type StandardIssue,
  type StandardSchema,
  type TypedResponseFormat,
  type TypedTextFormat,
  textFormat,
} from "./structured-output";
export {
  type ChatStepChanges,
  ChatToolRun,
  type ChatToolRunParams,
  type RequestedToolCall,
  type ResponseStepChanges,
  ResponseToolRun,
  type ResponseToolRunParams,
  type StepState,
  type Tool,
  type ToolApproval,
  type ToolCallOutcome,
  type ToolCallRequest,
  type ToolCallResult,
  type ToolContext,
  type ToolDefinition,
  type ToolErrorHandling,
  type ToolRunEvents,
  type ToolRunOptions,
  type ToolStep,
  tool,
} from "./tools";
