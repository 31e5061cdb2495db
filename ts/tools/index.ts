export {
  type ChatStepChanges,
  ChatToolRun,
  type ChatToolRunParams,
} from "./chat-tool-run";
export type { ToolRunEvents } from "./loop-api";
export {
  type ResponseStepChanges,
  ResponseToolRun,
  type ResponseToolRunParams,
} from "./response-tool-run";
export { type Tool, type ToolContext, type ToolDefinition, tool } from "./tool";
export type { RequestedToolCall, ToolCallOutcome, ToolCallRequest, ToolCallResult } from "./tool-call";
export type { StepState, ToolApproval, ToolErrorHandling, ToolRunOptions } from "./tool-run-options";
export type { ToolStep } from "./tool-step";
