export type { BodyOptions } from "./build-body";
export { buildChatBody } from "./chat-body";
export { buildResponsesBody } from "./responses-body";
export { stringifyBody } from "./stringify-body";
