export {
  ChatCompletionStream,
  type ChatCompletionStreamEvents,
  type ChatCompletionStreamInit,
} from "./chat-completion-stream";
export type { StreamState } from "./delivery";
export type { EventSource, SourceEnd } from "./event-source";
export type { ReceivedStreamOptions, StreamInit } from "./event-stream";
export { ResponseStream, type ResponseStreamEvents } from "./response-stream";
export type { SSEResponseInit } from "./sse-writer";
export type { TeeOptions } from "./tee";
export type { EventResponse } from "./web-stream-source";
