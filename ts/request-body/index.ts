export type { BodyOptions, RequestBody } from "./build-body";
export { buildChatBody } from "./chat-body";
export { buildResponsesBody } from "./responses-body";
export { stringifyBody } from "./stringify-body";
