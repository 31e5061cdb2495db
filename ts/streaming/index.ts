export {
  ChatCompletionStream,
  type ChatCompletionStreamEvents,
  type ChatCompletionStreamInit,
} from "./chat-completion-stream";
export type { StreamState } from "./delivery";
export type { EventSource, SourceEnd } from "./event-source";
export { ResponseStream, type ResponseStreamEvents } from "./response-stream";
export type { SSEResponseInit } from "./sse-writer";
export type { ReceivedStreamOptions, StreamInit } from "./stream-init";
export type { TeeOptions } from "./tee";
export { isEventText, TextSource } from "./text-source";
export type { EventResponse } from "./web-stream-source";
