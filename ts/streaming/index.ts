export {
  ChatCompletionStream,
  type ChatCompletionStreamEvents,
  type ChatCompletionStreamInit,
} from "./chat-completion-stream";
export type { StreamState } from "./delivery";
export type { EventSource, SourceEnd } from "./event-source";
export type { StreamInit } from "./event-stream";
